import type { JsonObject } from '../../src/sandbox/page/protocol.ts';

/** `length` code points that are two UTF-16 units each, so that a count of units would be wrong. */
export function long(length: number): string {
  return '🚢'.repeat(length);
}

/** So many things, each made from its number. */
export function many<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A plain_text object. */
export const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
/** A mrkdwn object. */
export const mrkdwn = (text: string): JsonObject => ({ type: 'mrkdwn', text });
/** An option by its number. */
export const option = (index: number): JsonObject => ({ text: plain(`Option ${index}`), value: `v${index}` });
/** A button. */
export const button = (more: JsonObject = {}): JsonObject => ({ type: 'button', text: plain('Go'), ...more });
/** An actions block. */
export const actions = (...elements: JsonObject[]): JsonObject => ({ type: 'actions', elements });
/** A section block. */
export const section = (more: JsonObject): JsonObject => ({ type: 'section', text: plain('Text'), ...more });
/** An input block around an element. */
export const input = (element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
/** Checkboxes with so many options. */
export const checkboxes = (count: number): JsonObject => ({
  type: 'checkboxes',
  options: many(count, option),
});
/** A menu of a type with so many options. */
export const menu = (type: string, count: number): JsonObject => ({ type, options: many(count, option) });
/** A text field. */
export const textInput = (more: JsonObject = {}): JsonObject => ({ type: 'plain_text_input', ...more });
/** A confirm dialog. */
export const confirm = (more: JsonObject): JsonObject => ({
  title: plain('Sure?'),
  text: plain('Really?'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});
/** A menu with so many groups of so many options. */
export const groups = (count: number, options = 1): JsonObject => ({
  type: 'static_select',
  option_groups: many(count, (index) => ({ label: plain(`G${index}`), options: many(options, option) })),
});

/** Slack's words for a text that is too long. */
export const less = (most: number, at: string): string =>
  `must be less than ${most + 1} characters [json-pointer:${at}]`;
/** Slack's words for a list that is too long. */
export const items = (most: number, at: string): string =>
  `no more than ${most} items allowed [json-pointer:${at}]`;
