/** What must be true of every vote, start and submit, worked out from the events and the world alone, without Moveout's own rules of approval. */
import { expect } from 'vitest';
import { type Calendar, frozenUntil, isOutsideWindows } from '../../src/domain/calendar.ts';
import type { RequestEvent, Terms } from '../../src/domain/events.ts';
import { ANNA, type TestWorld } from '../world.ts';

export const HOUR = 3_600_000;
export const START_TTL_MS = 6 * HOUR;
const APPROVAL_TTL_MS = 24 * HOUR;
/** The host that an OCP may come to show. */
export const NEW_HOST = 999;

export interface Truth {
  readonly world: TestWorld;
  readonly id: string;
  readonly calendar: Calendar;
  /** How many must approve inside the off-peak hours. */
  readonly quorum: number;
  /** What OCP says now. */
  readonly ocp: { status: string; hasNewHost: boolean };
}

/** Judges what was recorded since the event `from` (counted from 0); gives how many events there are. */
export async function judge(truth: Truth, from: number): Promise<number> {
  const events = await truth.world.events(truth.id);
  for (const [n, event] of events.entries()) {
    if (n < from) continue;
    const before = events.slice(0, n);
    if (event.type === 'approved') judgeVote(event.actor, before);
    if (event.type === 'started') judgeStart(truth, new Date(event.at), before);
    if (event.type === 'submit intended') judgeSubmit(truth, new Date(event.at), before);
  }
  return events.length;
}

function judgeVote(voter: string, before: readonly RequestEvent[]): void {
  expect(voter).not.toBe(ANNA);
  expect(votesOf(before), 'a person counts once').not.toContain(voter);
}

function judgeStart(truth: Truth, at: Date, before: readonly RequestEvent[]): void {
  judgeMoment(truth, at, before);
  const { world, ocp } = truth;
  const terms = termsOf(before);
  for (const person of [ANNA, ...votesOf(before)])
    expect(world.people.get(person)?.kind ?? 'member', `${person} at the start`).toBe('member');
  for (const person of [ANNA, ...votesOf(before)])
    expect(world.people.get(person)?.inChannel ?? true, `${person} at the start`).toBe(true);
  expect(terms.cluster.status).toBe(ocp.status);
  expect([...terms.deleteHosts, ...terms.keepHosts].some(({ id }) => id === NEW_HOST)).toBe(ocp.hasNewHost);
  const planned = terms.start.kind === 'when approved' ? 0 : Date.parse(terms.start.at);
  const lastVote = Date.parse(before.findLast(({ type }) => type === 'approved')?.at ?? '');
  expect(at.getTime(), 'the last start').toBeLessThan(Math.max(planned, lastVote) + START_TTL_MS);
  const wish = before.findLast(({ type }) =>
    ['start asked', 'start lapsed', 'moved', 'changed'].includes(type),
  );
  if (wish?.type !== 'start asked') expect(at.getTime(), 'the first start').toBeGreaterThanOrEqual(planned);
}

function judgeSubmit(truth: Truth, at: Date, before: readonly RequestEvent[]): void {
  judgeMoment(truth, at, before);
  const began = Date.parse(before.findLast(({ type }) => type === 'started')?.at ?? '');
  expect(at.getTime(), 'a submit under an old approval').toBeLessThan(began + APPROVAL_TTL_MS + START_TTL_MS);
}

/** Enough distinct people for the hour, no freeze period, and not after the window. */
function judgeMoment({ calendar, quorum }: Truth, at: Date, before: readonly RequestEvent[]): void {
  const needed = isOutsideWindows(calendar, at) ? quorum + 1 : quorum;
  expect(new Set(votesOf(before)).size, `approvals at ${at.toISOString()}`).toBeGreaterThanOrEqual(needed);
  expect(frozenUntil(calendar, at), `a freeze period at ${at.toISOString()}`).toBeUndefined();
  const { start } = termsOf(before);
  const until = start.kind === 'when approved' ? undefined : start.until;
  if (until !== undefined) expect(at.getTime(), 'after the window').toBeLessThan(Date.parse(until));
}

function votesOf(events: readonly RequestEvent[]): string[] {
  let votes: string[] = [];
  for (const event of events) {
    if (event.type === 'changed' || event.type === 'moved') votes = [];
    if (event.type === 'approved') votes.push(event.actor);
    if (event.type === 'vote withdrawn') votes = votes.filter((one) => one !== event.actor);
    if (event.type === 'vote lapsed') votes = votes.filter((one) => one !== event.person);
  }
  return votes;
}

function termsOf(events: readonly RequestEvent[]): Terms {
  const terms = events.flatMap((event) => ('terms' in event ? [event.terms] : [])).at(-1);
  if (terms === undefined) throw new Error('No event has terms.');
  return terms;
}
