/** Looks at a message as the person's Slack would, so that every test of a message can ask the same questions. */

import { messageBlocks } from '../../src/sandbox/block-kit/blocks.ts';
import { sentences } from '../../src/sandbox/block-kit/refuse-blocks.ts';
import { LIMITS, length } from '../../src/slack/limits.ts';
import type { Message } from '../../src/slack/views/message.ts';

/** Everything that Slack would refuse in the message, and a top-level text that says nothing or too much. */
export function messageProblems({ text, blocks }: Message): string[] {
  return [
    ...sentences(messageBlocks(JSON.parse(JSON.stringify(blocks)), '/blocks')),
    ...(blocks.length <= LIMITS.messageBlocks ? [] : [`${blocks.length} blocks`]),
    ...(text.trim() === '' ? ['no text'] : []),
    ...(length(text) <= LIMITS.messageText ? [] : [`a text of ${length(text)} characters`]),
  ];
}

/** All that a person can read in the blocks, confirmations included, one text a line. */
export function readable(value: unknown): string {
  return texts(value).join('\n');
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    name === 'text' && typeof field === 'string' ? [field] : texts(field),
  );
}

export interface FoundButton {
  readonly label: string;
  readonly action: string;
  readonly value: string;
  /** What is asked before the click counts. */
  readonly asks: string | undefined;
}

/** The buttons of a message or view, in order. */
export function buttonsOf(value: unknown): FoundButton[] {
  if (Array.isArray(value)) return value.flatMap(buttonsOf);
  if (typeof value !== 'object' || value === null) return [];
  const fields: Record<string, unknown> = Object.fromEntries(Object.entries(value));
  const { type, text, action_id: action, value: sent, confirm } = fields;
  if (type !== 'button') return Object.values(fields).flatMap(buttonsOf);
  const asks = confirm === undefined ? undefined : readable(confirm);
  return [{ label: readable(text), action: String(action), value: String(sent), asks }];
}

export function labelsOf(value: unknown): string[] {
  return buttonsOf(value).map(({ label }) => label);
}

/** Names and texts that try to mention, link, format, break lines, or burst a limit. */
export const HOSTILE = [
  '<!channel> <@U0GONE> <https://evil.example|click>',
  '*bold* _it_ ~no~ `code` ```block```\n> quote',
  '<img src=x onerror=alert(1)>&amp;',
  `${'長い名前&<>'.repeat(40)}`,
  '\u202Egnp.exe\u0000\r\n\t:smile:',
  '',
];
