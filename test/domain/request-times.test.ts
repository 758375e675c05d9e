/** When a request is planned to start, and until when votes and approvals count. */
import { describe, expect, it } from 'vitest';
import type { Terms } from '../../src/domain/events.ts';
import { fold } from '../../src/domain/fold.ts';
import {
  approvalEndsAt,
  isWindowOver,
  plannedStart,
  startsUntil,
  votesUntil,
} from '../../src/domain/request-times.ts';
import { at, EVENT, requested, TERMS } from './histories.ts';

const HOUR = 3_600;
/** Requested at 0, and approved at 60 seconds. */
const ASKED_UNTIL = 24 * HOUR;
const APPROVED = 60;

interface Row {
  readonly start: string;
  readonly terms: Partial<Terms>;
  /** In seconds after the request; undefined where it starts as soon as it is approved. */
  readonly planned: number | undefined;
  readonly votes: number;
  readonly starts: number;
  /** Of a run that began an hour after the request. */
  readonly approval: number;
}

const ROWS: readonly Row[] = [
  {
    start: 'as soon as it is approved',
    terms: {},
    planned: undefined,
    votes: ASKED_UNTIL,
    starts: APPROVED + 6 * HOUR,
    approval: ASKED_UNTIL,
  },
  {
    start: 'as soon as it is approved, with another time to start',
    terms: { startTtlMs: 2 * HOUR * 1_000, approvalExpiresAt: at(2 * HOUR) },
    planned: undefined,
    votes: 2 * HOUR,
    starts: APPROVED + 2 * HOUR,
    approval: 3 * HOUR,
  },
  {
    start: 'at a time',
    terms: { start: { kind: 'at', at: at(3 * HOUR) } },
    planned: 3 * HOUR,
    votes: 9 * HOUR,
    starts: 9 * HOUR,
    approval: ASKED_UNTIL,
  },
  {
    start: 'at a time after the time to approve',
    terms: { start: { kind: 'at', at: at(48 * HOUR) } },
    planned: 48 * HOUR,
    votes: ASKED_UNTIL,
    starts: 54 * HOUR,
    approval: 54 * HOUR,
  },
  {
    start: 'at a time within off-peak hours that end before the time to start',
    terms: { start: { kind: 'at', at: at(3 * HOUR), until: at(5 * HOUR) } },
    planned: 3 * HOUR,
    votes: 5 * HOUR,
    starts: 5 * HOUR,
    approval: ASKED_UNTIL,
  },
  {
    start: 'in a window that is to come',
    terms: { start: { kind: 'window', at: at(2 * HOUR), until: at(4 * HOUR) } },
    planned: 2 * HOUR,
    votes: 4 * HOUR,
    starts: 4 * HOUR,
    approval: ASKED_UNTIL,
  },
  {
    start: 'in a long window that is to come',
    terms: { start: { kind: 'window', at: at(2 * HOUR), until: at(12 * HOUR) } },
    planned: 2 * HOUR,
    votes: 8 * HOUR,
    starts: 8 * HOUR,
    approval: ASKED_UNTIL,
  },
  {
    start: 'in a window that was open when it was chosen',
    terms: { start: { kind: 'window', at: at(-HOUR), until: at(4 * HOUR) } },
    planned: undefined,
    votes: 4 * HOUR,
    starts: 4 * HOUR,
    approval: ASKED_UNTIL,
  },
  {
    start: 'in a window that opened at that very moment',
    terms: { start: { kind: 'window', at: at(0), until: at(12 * HOUR) } },
    planned: undefined,
    votes: 12 * HOUR,
    starts: APPROVED + 6 * HOUR,
    approval: ASKED_UNTIL,
  },
];

describe.each(ROWS)('a start $start', ({ terms, planned, votes, starts, approval }) => {
  const request = fold('MO-7K3F2A', [requested(terms), EVENT.approved]);

  it('is planned, voted on, tried and rested on until then', () => {
    expect({
      planned: plannedStart(request),
      votes: votesUntil(request),
      starts: startsUntil(request),
      approval: approvalEndsAt(request.terms, at(HOUR)),
    }).toEqual({
      planned: planned === undefined ? undefined : at(planned),
      votes: at(votes),
      starts: at(starts),
      approval: at(approval),
    });
  });
});

describe('a window', () => {
  const window = { ...TERMS, start: { kind: 'window', at: at(2 * HOUR), until: at(4 * HOUR) } } as const;
  it.each([
    ['before its end', window, 4 * HOUR - 1, false],
    ['at its end', window, 4 * HOUR, true],
    ['of a start that has none', TERMS, 1_000 * HOUR, false],
  ] as const)('%s', (_when, terms, now, isOver) => {
    expect(isWindowOver(terms, new Date(at(now)))).toBe(isOver);
  });
});
