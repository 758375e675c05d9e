import type { ShownMessage } from './protocol.ts';
import type { PageState } from './store.ts';
import { isReply } from './threads.ts';

/**
 * How many messages of a channel the person has not seen: those of others, and of replies only those that mention the person,
 * as a busy thread would otherwise keep its channel unread.
 */
export function unreadCount(state: PageState, channel: string): number {
  const me = state.workspace?.me.id;
  if (me === undefined) return 0;
  const seen = Number(state.seen.get(channel) ?? 0);
  const messages = state.messages.get(channel) ?? [];
  return messages.filter((message) => Number(message.ts) > seen && concerns(message, me)).length;
}

function concerns(message: ShownMessage, me: string): boolean {
  if (message.user === me && !message.ephemeral) return false;
  return !isReply(message) || message.text.includes(`<@${me}>`);
}

/** Notes that the person has read a channel to its end. Gives what changes in the state. */
export function markSeen(state: PageState, channel: string): Partial<PageState> {
  const last = state.messages.get(channel)?.at(-1)?.ts;
  const me = state.workspace?.me.id;
  if (last === undefined || me === undefined || state.seen.get(channel) === last) return {};
  const seen = new Map(state.seen).set(channel, last);
  sessionStorage.setItem(storageKey(me), JSON.stringify([...seen]));
  return { seen };
}

/** What this person has read before in this tab. What cannot be read counts as nothing seen. */
export function loadSeen(person: string): ReadonlyMap<string, string> {
  const seen = new Map<string, string>();
  const stored: unknown = readStored(sessionStorage.getItem(storageKey(person)) ?? '[]');
  if (!Array.isArray(stored)) return seen;
  for (const pair of stored) {
    if (!Array.isArray(pair)) continue;
    const [channel, ts]: unknown[] = pair;
    if (typeof channel === 'string' && typeof ts === 'string') seen.set(channel, ts);
  }
  return seen;
}

function readStored(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function storageKey(person: string): string {
  return `seen:${person}`;
}
