/** What comes of one approval more, in rows: the off-peak hours and freeze dates, when it is given, and what follows. Times are UTC. */
import { expect, it } from 'vitest';
import { afterVote } from '../../src/domain/after-vote.ts';
import type { Terms } from '../../src/domain/events.ts';
import { calendarOf } from '../calendar-of.ts';
import { requestIn } from '../requests.ts';

const NIGHTS = 'Mon-Sun 22:00-06:00';
/** Asked for at 2026-11-22T21:40, and to be started within six hours. */
const AS_SOON: Partial<Terms> = {};
const TONIGHT: Partial<Terms> = {
  start: { kind: 'window', at: '2026-11-23T22:00:00.000Z', until: '2026-11-24T06:00:00.000Z' },
};
const FORBIDDEN: Partial<Terms> = { blocking: ['The cluster is MOVINGOUT.'] };
const AT_NOON: Partial<Terms> = {
  start: { kind: 'at', at: '2026-11-23T12:00:00.000Z' },
  quorum: 2,
  outsideWindows: true,
};

it.each([
  ['no hours', '', '', AS_SOON, '2026-11-22T22:10:00.000Z', { outcome: 'starts at once' }],
  ['in the hours', NIGHTS, '', AS_SOON, '2026-11-22T22:10:00.000Z', { outcome: 'starts at once' }],
  [
    'since the hours ended',
    NIGHTS,
    '',
    AS_SOON,
    '2026-11-23T06:00:00.000Z',
    { outcome: 'asks anew', quorum: 2 },
  ],
  ['while a rule forbids it', '', '', FORBIDDEN, '2026-11-22T22:10:00.000Z', { outcome: 'forbidden' }],
  [
    'before its window',
    NIGHTS,
    '',
    TONIGHT,
    '2026-11-22T22:10:00.000Z',
    { outcome: 'starts', at: '2026-11-23T22:00:00.000Z' },
  ],
  ['in its window', NIGHTS, '', TONIGHT, '2026-11-24T01:00:00.000Z', { outcome: 'starts at once' }],
  ['the first of two', NIGHTS, '', AT_NOON, '2026-11-22T22:10:00.000Z', { outcome: 'waits', missing: 1 }],
  [
    'a freeze that ends in its window',
    'Mon-Sun 22:00-06:00',
    '2026-11-23',
    TONIGHT,
    '2026-11-22T22:10:00.000Z',
    { outcome: 'starts', at: '2026-11-24T00:00:00.000Z' },
  ],
  [
    'a freeze that ends in the hours',
    NIGHTS,
    '2026-11-22',
    AS_SOON,
    '2026-11-22T22:10:00.000Z',
    { outcome: 'starts', at: '2026-11-23T00:00:00.000Z' },
  ],
  [
    'a freeze that ends outside the hours: approval is asked for anew then, before they begin again',
    'Mon-Sun 22:00-23:00; Mon-Sun 02:00-06:00',
    '2026-11-22',
    AS_SOON,
    '2026-11-22T22:10:00.000Z',
    {
      outcome: 'cannot start',
      because: { why: 'one more approval', approvals: 1, needed: 2, next: '2026-11-23T02:00:00.000Z' },
    },
  ],
  [
    'a freeze that ends outside the hours, which begin again too late',
    'Mon-Sun 22:00-23:00',
    '2026-11-22',
    AS_SOON,
    '2026-11-22T22:10:00.000Z',
    {
      outcome: 'cannot start',
      because: { why: 'one more approval', approvals: 1, needed: 2, next: '2026-11-23T22:00:00.000Z' },
    },
  ],
  [
    'a freeze that outlasts the time to start',
    '',
    '2026-11-22..2026-11-30',
    AS_SOON,
    '2026-11-22T22:10:00.000Z',
    { outcome: 'cannot start', because: { why: 'frozen', until: '2026-12-01T00:00:00.000Z' } },
  ],
  [
    'a freeze over its whole window',
    NIGHTS,
    '2026-11-23..2026-11-24',
    TONIGHT,
    '2026-11-22T22:10:00.000Z',
    { outcome: 'cannot start', because: { why: 'frozen', until: '2026-11-25T00:00:00.000Z' } },
  ],
] as const)('%s', (_, hours, freeze, change, at, wanted) => {
  const request = requestIn('awaiting approval', change);
  expect(afterVote(request, calendarOf(hours, freeze), new Date(at))).toEqual(wanted);
});
