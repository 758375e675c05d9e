import { isObject, objectsOf } from '../src/sandbox/json.ts';
import type { Json, JsonObject, ShownMessage } from '../src/sandbox/page/protocol.ts';

/** Blocks as a person reads them, one line a block or choice: buttons as `[Label]`, choices as `[x] text` and `[ ] text`. */
export function flattenBlocks(blocks: readonly JsonObject[]): string {
  return blocks
    .map(flattenBlock)
    .filter((text) => text !== '')
    .join('\n');
}

/** What a person reads of a message: its blocks, else its text, and the names of its files. */
export function messageText({ blocks = [], text, files = [] }: ShownMessage): string {
  const body = blocks.length > 0 ? flattenBlocks(blocks) : plain(text);
  return [body, ...files.map(({ name }) => `(file: ${name})`)].filter((line) => line !== '').join('\n');
}

/** The words of a text object, or of nothing. */
export function words(text: Json | undefined): string {
  if (!isObject(text) || typeof text.text !== 'string') return '';
  return text.type === 'mrkdwn' ? plain(text.text) : unescaped(text.text);
}

function flattenBlock(block: JsonObject): string {
  switch (String(block.type)) {
    case 'divider':
      return '';
    case 'section':
      return lines(words(block.text), ...objectsOf(block.fields).map(words), element(block.accessory));
    case 'context':
      return objectsOf(block.elements)
        .map((each) => words(each) || String(each.alt_text ?? ''))
        .join(' ');
    case 'actions':
      return objectsOf(block.elements).map(element).join(' ');
    case 'input':
      return lines(words(block.label), element(block.element), words(block.hint));
    case 'rich_text':
      return richText(block.elements);
    case 'image':
      return lines(words(block.title), String(block.alt_text ?? ''));
    case 'markdown':
      return String(block.text);
    default:
      return words(block.text);
  }
}

function element(given: Json | undefined): string {
  if (!isObject(given)) return '';
  switch (String(given.type)) {
    case 'button':
      return `[${words(given.text)}]`;
    case 'overflow':
      return objectsOf(given.options)
        .map((option) => `[… ${words(option.text)}]`)
        .join(' ');
    case 'checkboxes':
    case 'radio_buttons':
      return lines(...objectsOf(given.options).map((option) => choice(given, option)));
    case 'image':
      return String(given.alt_text ?? '');
    default:
      return lines(words(given.placeholder), String(given.initial_value ?? ''), menuOptions(given));
  }
}

function menuOptions(given: JsonObject): string {
  const groups = objectsOf(given.option_groups);
  return lines(
    ...objectsOf(given.options).map((option) => choice(given, option)),
    ...groups.flatMap((group) => [
      words(group.label),
      ...objectsOf(group.options).map((option) => choice(given, option)),
    ]),
    given.options || groups.length > 0
      ? ''
      : words(isObject(given.initial_option) ? given.initial_option.text : undefined),
  );
}

function choice(given: JsonObject, option: JsonObject): string {
  const chosen = [...objectsOf(given.initial_options), ...objectsOf([given.initial_option ?? null])];
  const mark = chosen.some(({ value }) => value === option.value) ? '[x]' : '[ ]';
  return [`${mark} ${words(option.text)}`, words(option.description)].filter(Boolean).join(' — ');
}

function richText(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map(richText).join('');
  if (!isObject(value)) return '';
  if (value.type === 'user') return `@${String(value.user_id)}`;
  return typeof value.text === 'string' ? value.text : richText(value.elements);
}

function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

/** mrkdwn without its marks: links as their text, dates as their fallback, mentions as `@U…` and `#C…`. */
export function plain(mrkdwn: string): string {
  const linked = mrkdwn
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<([@#])([A-Z0-9]+)(?:\|[^>]*)?>/g, '$1$2')
    .replace(/<!([a-z]+)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<((?:https?|mailto):[^|>]*)\|([^>]*)>/g, '$2')
    .replace(/<((?:https?|mailto):[^|>]*)>/g, '$1');
  return unescaped(unmarked(linked));
}

function unmarked(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part) => (/^`[^`\n]+`$/.test(part) ? part.slice(1, -1) : withoutMarks(part)))
    .join('');
}

/** Takes off one pair of marks after the other, since they may stand inside each other. */
function withoutMarks(text: string): string {
  const next = text.replace(/(^|[^\w*_~])([*_~])(\S(?:[^\n]*?\S)?)\2(?![\w*_~])/g, '$1$3');
  return next === text ? text : withoutMarks(next);
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
