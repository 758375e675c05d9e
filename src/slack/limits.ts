/**
 * Slack's limits for blocks, views and messages, as its Block Kit reference states them, and the one place where texts
 * are cut. Lengths count code points.
 */
export const LIMITS = {
  viewBlocks: 100,
  messageBlocks: 50,
  /** Bytes of a view as JSON. */
  viewBytes: 250_000,
  viewTitle: 24,
  /** The labels of a modal's submit and close buttons. */
  viewButton: 24,
  privateMetadata: 3000,
  /** block_id, action_id, callback_id. */
  id: 255,
  headerText: 150,
  sectionText: 3000,
  sectionFields: 10,
  fieldText: 2000,
  contextElements: 10,
  contextText: 2000,
  actionsElements: 25,
  inputLabel: 2000,
  inputHint: 2000,
  /** The longest text a text input may be told to accept. */
  inputLength: 3000,
  placeholder: 150,
  /** Options of one group of checkboxes or radio buttons. */
  boxOptions: 10,
  selectOptions: 100,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  optionDescription: 75,
  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  /** chat.update refuses a longer top-level text. */
  messageText: 4000,
} as const;

/** What stands for the part of a text that was cut. */
export const CUT_MARK = '…';

/** How long Slack finds a text: its code points. */
export function length(text: string): number {
  return Array.from(text).length;
}

/**
 * The text, or its beginning with {@link CUT_MARK} in place of what does not fit in `limit` code points, mark included.
 * Cut before escaping: a cut behind it could tear an entity.
 */
export function cut(text: string, limit: number): string {
  const points = Array.from(text);
  return points.length <= limit ? text : points.slice(0, Math.max(0, limit - 1)).join('') + CUT_MARK;
}
