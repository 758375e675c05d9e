/**
 * What Slack allows, from its public reference (docs.slack.dev: Block Kit, views, chat.*, interactivity, Socket Mode).
 * Lengths are code points unless the name says bytes; times are milliseconds. Where Slack publishes no number the comment says so.
 */
export const LIMITS = {
  id: 255,
  message: {
    blocks: 50,
    /** chat.update refuses a longer text. */
    updateText: 4_000,
    /** chat.postMessage cuts here and only warns. */
    postText: 40_000,
    /** Unpublished; large enough for ids, small enough to notice a payload. */
    metadataBytes: 8_000,
    markdownTotal: 12_000,
  },
  view: {
    blocks: 100,
    title: 24,
    button: 24,
    privateMetadata: 3_000,
    jsonBytes: 250_000,
    stack: 3,
  },
  section: { text: 3_000, fields: 10, fieldText: 2_000 },
  header: 150,
  context: 10,
  actions: 25,
  input: { label: 2_000, hint: 2_000 },
  image: { url: 3_000, altText: 2_000, title: 2_000 },
  button: { text: 75, value: 2_000, url: 3_000, accessibilityLabel: 75 },
  option: { text: 75, value: 150, description: 75, url: 3_000 },
  select: { options: 100, groups: 100, groupLabel: 75 },
  choices: 10,
  overflow: 5,
  placeholder: 150,
  textInput: { min: 3_000, max: 3_000 },
  confirm: { title: 100, text: 300, button: 30 },
  suggestion: { options: 100, minQuery: 3 },
  /** The bot must acknowledge a command, click, submission or option load within this time. */
  ackMs: 3_000,
  triggerMs: 3_000,
  /** How long after a delivery that failed an event is sent again: at once, after a minute, after five. */
  eventRetriesMs: [0, 60_000, 300_000],
  responseUrl: { uses: 5, ms: 30 * 60_000 },
  socket: { connections: 10, ticketMs: 30_000, pingMs: 10_000, farewellMs: 500 },
  fileBytes: 50_000_000,
} as const;

/** The length of a text as Slack counts it: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
