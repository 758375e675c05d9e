/** The people and the commands with which decisions are tried, and their outcomes in words. */

import type { Calendar } from '../../src/domain/calendar.ts';
import { decide } from '../../src/domain/decide.ts';
import type { Command, CommandKind, Decision, Facts } from '../../src/domain/decision.ts';
import type { Request } from '../../src/domain/request.ts';
import type { Standing } from '../../src/domain/standing.ts';
import { at, MEMBER, REQUESTER, TERMS } from './histories.ts';

export const NOW = new Date(at(120));

export const COMMANDS = {
  approve: { kind: 'approve', fingerprint: TERMS.fingerprint },
  reject: { kind: 'reject', fingerprint: TERMS.fingerprint, reason: ' not today ' },
  withdraw: { kind: 'withdraw' },
  cancel: { kind: 'cancel' },
  start: { kind: 'start' },
  move: { kind: 'move', start: { kind: 'at', at: new Date(at(10_800)) } },
  retry: { kind: 'retry' },
  skip: { kind: 'skip', subtaskIds: [101] },
  'roll back': { kind: 'roll back' },
  'give up': { kind: 'give up' },
  'check again': { kind: 'check again' },
  'submit again': { kind: 'submit again' },
  'give key': { kind: 'give key' },
} as const satisfies { [K in CommandKind]: Extract<Command, { kind: K }> };
export const ALL_COMMANDS = Object.values(COMMANDS);

export const STANDINGS = {
  requester: member(REQUESTER),
  member: member(MEMBER),
  guest: { ...member(MEMBER), kind: 'guest' },
  bot: { ...member(MEMBER), kind: 'bot' },
  deleted: { ...member(MEMBER), kind: 'deleted' },
  stranger: { ...member(MEMBER), kind: 'stranger' },
  'outside the channel': { ...member(MEMBER), inChannel: false },
  'not on the list': { ...member(MEMBER), listed: false },
  'administrator outside the channel': { ...member(MEMBER), inChannel: false, listed: false, isAdmin: true },
} as const satisfies Record<string, Standing>;
export type Who = keyof typeof STANDINGS;
export const UNFIT = {
  guest: 'not fit: guest',
  bot: 'not fit: bot',
  deleted: 'not fit: deleted',
  stranger: 'not fit: stranger',
  'outside the channel': 'not fit: not in channel',
  'not on the list': 'not fit: not on the list',
  'administrator outside the channel': 'not fit: not in channel',
};

/** Nothing is configured about time. */
export const CALENDAR: Calendar = { timezone: 'UTC', freeze: [] };

/** What a decision is made on, where nothing else is said. */
export function factsOf(standing: Standing, now = NOW): Facts {
  return { standing, now, calendar: CALENDAR, approvalTtlMs: 86_400_000, fingerprint: () => 'beef' };
}

export function member(person: string): Standing {
  return { person, kind: 'member', inChannel: true, listed: true };
}

/** The types of the events, or why not. */
function words(decision: Decision): string {
  if ('events' in decision) return decision.events.map((event) => event.type).join(', ');
  const { refusal } = decision;
  return refusal.why === 'not fit' ? `not fit: ${refusal.because}` : refusal.why;
}

export function ask(
  request: Request,
  command: Command,
  standing: Standing = STANDINGS.member,
  now = NOW,
): string {
  return words(decide(request, command, factsOf(standing, now)));
}
