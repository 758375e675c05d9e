import { element } from '../dom.ts';
import type { JsonObject } from '../protocol.ts';
import { readText } from '../read-json.ts';

/** An image from inside the message (`data:`). One from outside is only named: the page loads nothing from elsewhere. */
export function showImage(json: JsonObject): HTMLElement {
  const url = readText(json, 'image_url');
  const alt = readText(json, 'alt_text');
  if (url.startsWith('data:image/')) return element('img', { class: 'image', attributes: { src: url, alt } });
  return element('span', { class: 'image-alt', attributes: { role: 'img', 'aria-label': alt } }, alt);
}
