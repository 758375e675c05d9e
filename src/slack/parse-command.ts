import { type ClusterReference, parseClusterReference } from '../domain/cluster-reference.ts';

/** From when on: the last so many milliseconds, or a day (`2026-11-01`, on the clock of the configured zone). */
export type Since = { readonly lastMs: number } | { readonly day: string };

export type MoveoutCommand =
  | { readonly kind: 'pick' }
  | { readonly kind: 'request'; readonly reference: ClusterReference }
  /** `filter`: a state, a role, or a part of a name; `page` counts from 1. */
  | { readonly kind: 'list'; readonly filter?: string; readonly page: number }
  /** `of`: a request's id, or a cluster; without it all open requests. */
  | { readonly kind: 'status'; readonly of: string }
  | { readonly kind: 'status'; readonly page: number }
  | { readonly kind: 'history'; readonly cluster?: string; readonly since?: Since }
  /** `of`: a request's id, or a cluster, which means its open request. */
  | { readonly kind: 'cancel' | 'start' | 'why'; readonly of: string }
  | { readonly kind: 'notify'; readonly wish?: 'on' | 'off' }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly text: string };

/** Reads what follows `/moveout`. The words of the command win over clusters of the same name. */
export function parseCommand(text: string): MoveoutCommand {
  const [word = '', ...rest] = text.trim().split(/\s+/);
  if (word === '') return { kind: 'pick' };
  const ours = WORDS.includes(word.toLowerCase());
  const command = ours ? known(word.toLowerCase(), rest) : request(word, rest);
  return command ?? { kind: 'unknown', text };
}

const WORDS = ['help', 'list', 'status', 'history', 'cancel', 'start', 'why', 'notify', 'doctor'];

/** Undefined for a command with words that it does not take. */
function known(word: string, rest: readonly string[]): MoveoutCommand | undefined {
  const [first, ...more] = rest;
  switch (word) {
    case 'help':
      return { kind: 'help' };
    case 'list':
      return list(rest);
    case 'history':
      return history(rest);
    case 'doctor':
      return first === undefined ? { kind: 'doctor' } : undefined;
    case 'notify':
      return notify(rest);
    case 'status':
      return status(rest);
    case 'cancel':
    case 'start':
    case 'why':
      return first === undefined || more.length > 0 ? undefined : { kind: word, of: first };
    default:
      return undefined;
  }
}

function list(words: readonly string[]): MoveoutCommand | undefined {
  const { page = 1, before } = paged(words);
  const [filter, ...more] = before;
  if (more.length > 0) return undefined;
  return { kind: 'list', page, ...(filter === undefined ? {} : { filter }) };
}

/** Of one request or cluster there are no pages. */
function status(words: readonly string[]): MoveoutCommand | undefined {
  const { page, before } = paged(words);
  const [of, ...more] = before;
  if (more.length > 0 || (of !== undefined && page !== undefined)) return undefined;
  return of === undefined ? { kind: 'status', page: page ?? 1 } : { kind: 'status', of };
}

/** `page 3` at the end is a page. A number without that word is none: it may be part of a cluster's name, or be its obClusterId. */
function paged(words: readonly string[]): { readonly page?: number; readonly before: readonly string[] } {
  const [word, number = ''] = words.slice(-2);
  if (word?.toLowerCase() !== 'page' || !/^[1-9]\d{0,3}$/.test(number)) return { before: words };
  return { page: Number(number), before: words.slice(0, -2) };
}

function history(words: readonly string[]): MoveoutCommand | undefined {
  const last = words.at(-1);
  const since = last === undefined ? undefined : parseSince(last);
  const [cluster, ...more] = since === undefined ? words : words.slice(0, -1);
  if (more.length > 0) return undefined;
  return {
    kind: 'history',
    ...(cluster === undefined ? {} : { cluster }),
    ...(since === undefined ? {} : { since }),
  };
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function parseSince(word: string): Since | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(word)) return { day: word };
  const [, count, unit] = /^(\d{1,4})([hdw])$/i.exec(word) ?? [];
  return unit === undefined ? undefined : { lastMs: Number(count) * (UNITS[unit.toLowerCase()] ?? 0) };
}

function notify(words: readonly string[]): MoveoutCommand | undefined {
  const [wish, ...more] = words.map((word) => word.toLowerCase());
  if (more.length > 0) return undefined;
  if (wish === undefined) return { kind: 'notify' };
  return wish === 'on' || wish === 'off' ? { kind: 'notify', wish } : undefined;
}

function request(word: string, rest: readonly string[]): MoveoutCommand | undefined {
  const reference = rest.length === 0 ? parseClusterReference(word) : undefined;
  return reference === undefined ? undefined : { kind: 'request', reference };
}
