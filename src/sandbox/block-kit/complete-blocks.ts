import { isObject } from '../json.ts';
import type { Json, JsonObject } from '../page/protocol.ts';
import { randomId } from '../state/ids.ts';
import { elementsOf } from './blocks.ts';

/** Fills in what Slack fills in when it stores blocks: block_id, action_id, `emoji` and `verbatim` of texts. */
export function completeBlocks(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block) => {
    const completed = completeObject(withActionIds(block));
    return completed.block_id === undefined ? { ...completed, block_id: randomId(5) } : completed;
  });
}

function withActionIds(block: JsonObject): JsonObject {
  const named = (element: JsonObject): JsonObject =>
    element.type === 'image' || element.action_id !== undefined
      ? element
      : { ...element, action_id: randomId(5) };
  const elements = elementsOf(block).map(({ element }) => named(element));
  const [first] = elements;
  if (block.type === 'actions') return { ...block, elements };
  if (isObject(block.element)) return { ...block, element: first };
  return isObject(block.accessory) ? { ...block, accessory: first } : block;
}

function complete(value: Json): Json {
  if (Array.isArray(value)) return value.map(complete);
  return isObject(value) ? completeObject(value) : value;
}

function completeObject(object: JsonObject): JsonObject {
  const entries = Object.entries(object).map(([key, value]): [string, Json | undefined] => [
    key,
    value === undefined ? undefined : complete(value),
  ]);
  const copy: JsonObject = Object.fromEntries(entries);
  if (typeof copy.text !== 'string') return copy;
  if (copy.type === 'plain_text') return { emoji: true, ...copy };
  return copy.type === 'mrkdwn' ? { verbatim: false, ...copy } : copy;
}
