import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { plain } from './block-kit-builders.ts';

/** An optional text field whose block_id is its label. */
export const textField = (id: string, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  block_id: id,
  optional: true,
  label: plain(id),
  element: { type: 'plain_text_input', action_id: 'a', ...more },
});
/** One button, in the block `row`. */
export const buttonRow = (label: string): JsonObject => ({
  type: 'actions',
  block_id: 'row',
  elements: [{ type: 'button', action_id: label, text: plain(label) }],
});
/** A modal with a submit button. */
export const modal = (title: string, more: JsonObject = {}): JsonObject => ({
  type: 'modal',
  title: plain(title),
  submit: plain('Send'),
  blocks: [buttonRow('More')],
  ...more,
});
