import { readableText, unescapeEntities } from './plain-text.ts';
import type { Inline } from './tree.ts';

/** Schemes that a click may follow. Anything else between angle brackets is shown as text. */
const SAFE_URL = /^(?:https?:\/\/|mailto:)/i;

/** Whether a click on this address can do no more than open a page or a mail. */
export function isSafeUrl(url: string): boolean {
  return SAFE_URL.test(url);
}

/**
 * What stands between `<` and `>`: a mention, a date, a link. Gives nothing when it is none of Slack's tokens
 * (`<img onerror=...>`): then the characters are plain text.
 */
export function parseToken(inside: string): Inline | undefined {
  const { head, label } = splitLabel(inside);
  if (head.startsWith('!')) return parseSpecial(head.slice(1), label);
  const mention = /^([@#])([A-Z0-9]+)$/.exec(head);
  if (mention?.[2]) return named(mention[1] === '@' ? 'user' : 'channel', mention[2], label);
  if (!isSafeUrl(head)) return undefined;
  const url = unescapeEntities(head);
  return { kind: 'link', url, label: label === undefined || label === '' ? url : readableText(label) };
}

function parseSpecial(head: string, label: string | undefined): Inline | undefined {
  if (head.startsWith('date^')) return parseDate(head, label);
  const group = /^subteam\^([A-Z0-9]+)$/.exec(head);
  if (group?.[1]) return named('group', group[1], label);
  if (/^(?:here|channel|everyone)$/.test(head)) return { kind: 'everyone', label: `@${head}` };
  return undefined;
}

function parseDate(head: string, label: string | undefined): Inline | undefined {
  const [, seconds = '', format = '', link] = head.split('^');
  const fallback = readableText(label ?? '');
  if (!/^-?\d+$/.test(seconds) || format === '') return { kind: 'text', text: fallback };
  const date = { kind: 'date', unix: Number(seconds), format: unescapeEntities(format), fallback } as const;
  if (link === undefined || !isSafeUrl(link)) return date;
  return { ...date, link: unescapeEntities(link) };
}

function named(kind: 'user' | 'channel' | 'group', id: string, label: string | undefined): Inline {
  return label === undefined || label === '' ? { kind, id } : { kind, id, label: readableText(label) };
}

function splitLabel(inside: string): { head: string; label: string | undefined } {
  const bar = inside.indexOf('|');
  if (bar < 0) return { head: inside, label: undefined };
  return { head: inside.slice(0, bar), label: inside.slice(bar + 1) };
}
