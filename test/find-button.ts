import { elementsOf } from '../src/sandbox/block-kit/blocks.ts';
import { objectsOf } from '../src/sandbox/json.ts';
import type { JsonObject } from '../src/sandbox/page/protocol.ts';
import { words } from './flatten-blocks.ts';

/**
 * A button or an option of an overflow menu by its visible text, or by what a screen reader says of it where several read
 * alike; an Error that names the buttons there are.
 */
export function findButton(
  blocks: readonly JsonObject[],
  label: string,
): { readonly blockId: string; readonly actionId: string; readonly state: { readonly state?: JsonObject } } {
  const labels: string[] = [];
  for (const block of blocks) {
    for (const { element } of elementsOf(block)) {
      const found = { blockId: String(block.block_id), actionId: String(element.action_id) };
      if (element.type === 'button') {
        labels.push(words(element.text));
        if (words(element.text) === label || element.accessibility_label === label)
          return { ...found, state: {} };
      }
      if (element.type !== 'overflow') continue;
      const option = objectsOf(element.options).find(({ text }) => words(text) === label);
      if (option) return { ...found, state: { state: { selected_option: option } } };
      labels.push(...objectsOf(element.options).map(({ text }) => words(text)));
    }
  }
  throw new Error(`There is no button "${label}". There are: ${labels.join(', ') || 'none'}.`);
}
