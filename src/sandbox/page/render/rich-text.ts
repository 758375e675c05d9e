import { element } from '../dom.ts';
import { emojiOf } from '../mrkdwn/emoji.ts';
import { isSafeUrl } from '../mrkdwn/parse-token.ts';
import type { Inline } from '../mrkdwn/tree.ts';
import type { JsonObject, Workspace } from '../protocol.ts';
import { readNumber, readObject, readObjects, readText } from '../read-json.ts';
import { showInlines } from './show-mrkdwn.ts';

/** A `rich_text` block: sections, lists, quotes and preformatted text. */
export function showRichText(block: JsonObject, workspace: Workspace): HTMLElement {
  const parts = readObjects(block, 'elements').map((part) => showPart(part, workspace));
  return element('div', { class: 'rich-text' }, ...parts);
}

function showPart(part: JsonObject, workspace: Workspace): HTMLElement {
  const type = readText(part, 'type');
  if (type === 'rich_text_list') return showList(part, workspace);
  const inside = showInlines(readObjects(part, 'elements').flatMap(inlinesOf), workspace);
  if (type === 'rich_text_preformatted') return element('pre', {}, ...inside);
  if (type === 'rich_text_quote') return element('blockquote', {}, ...inside);
  if (type === 'rich_text_section') return element('p', {}, ...inside);
  return element('p', { class: 'unsupported' }, `unsupported: ${type}`);
}

function showList(part: JsonObject, workspace: Workspace): HTMLElement {
  const items = readObjects(part, 'elements').map((item) =>
    element('li', {}, ...showInlines(readObjects(item, 'elements').flatMap(inlinesOf), workspace)),
  );
  const indent = Math.min(readNumber(part, 'indent') ?? 0, 4);
  return element(
    readText(part, 'style') === 'ordered' ? 'ol' : 'ul',
    { class: `indent-${indent}` },
    ...items,
  );
}

function inlinesOf(part: JsonObject): readonly Inline[] {
  const style = readObject(part, 'style');
  if (readText(part, 'type') === 'text' && style?.code === true) {
    return [{ kind: 'code', text: readText(part, 'text') }];
  }
  let inlines = plainInlines(part);
  for (const kind of ['bold', 'italic', 'strike'] as const) {
    if (style?.[kind] === true) inlines = [{ kind, children: inlines }];
  }
  return inlines;
}

function plainInlines(part: JsonObject): readonly Inline[] {
  const text = readText(part, 'text');
  switch (readText(part, 'type')) {
    case 'text':
      return withBreaks(text);
    case 'link':
      return [linkOf(readText(part, 'url'), text)];
    case 'user':
      return [{ kind: 'user', id: readText(part, 'user_id') }];
    case 'channel':
      return [{ kind: 'channel', id: readText(part, 'channel_id') }];
    case 'usergroup':
      return [{ kind: 'group', id: readText(part, 'usergroup_id') }];
    case 'broadcast':
      return [{ kind: 'everyone', label: `@${readText(part, 'range')}` }];
    case 'emoji':
      return [{ kind: 'text', text: emojiOf(readText(part, 'name')) ?? `:${readText(part, 'name')}:` }];
    case 'date':
      return [dateOf(part)];
    default:
      return [{ kind: 'text', text: `unsupported: ${readText(part, 'type')}` }];
  }
}

function withBreaks(text: string): readonly Inline[] {
  return text
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index === 0 ? [] : [{ kind: 'break' } as const]),
      { kind: 'text', text: line },
    ]);
}

function linkOf(url: string, text: string): Inline {
  if (!isSafeUrl(url)) return { kind: 'text', text: text || url };
  return { kind: 'link', url, label: text || url };
}

function dateOf(part: JsonObject): Inline {
  const fallback = readText(part, 'fallback');
  const format = readText(part, 'format');
  return { kind: 'date', unix: readNumber(part, 'timestamp') ?? Number.NaN, format, fallback };
}
