import { describe, expect, it } from 'vitest';
import type { RequestEvent, Terms } from '../../src/domain/events.ts';
import { apply, fold } from '../../src/domain/fold.ts';
import { nextReminder } from '../../src/domain/reminders.ts';
import { requested } from './histories.ts';
import { CALENDAR } from './people.ts';

/** A request that came then, and of which people were reminded then. */
function waiting(at: string, reminded: readonly string[] = [], terms: Partial<Terms> = {}) {
  const approvalExpiresAt = new Date(Date.parse(at) + 24 * 3_600_000).toISOString();
  const events: RequestEvent[] = [
    { ...requested({ approvalExpiresAt, ...terms }), at },
    ...reminded.map((time): RequestEvent => ({ at: time, actor: 'moveout', type: 'reminded', mention: [] })),
  ];
  const request = fold('MO-7K3F2A', events);
  if (request.status !== 'awaiting approval') throw new Error(request.status);
  return request;
}

const SHANGHAI = { ...CALENDAR, timezone: 'Asia/Shanghai' };
const atNight = { start: { kind: 'at', at: '2026-11-03T23:00:00.000Z' } } as const;
const byDay = { start: { kind: 'at', at: '2026-11-03T12:00:00.000Z' } } as const;

describe('the next reminder', () => {
  it.each([
    { why: 'the first', at: '2026-11-02T10:00:00.000Z', is: '2026-11-02T10:30:00.000Z' },
    {
      why: 'the second',
      at: '2026-11-02T10:00:00.000Z',
      reminded: ['2026-11-02T10:30:00.000Z'],
      is: '2026-11-02T12:00:00.000Z',
    },
    {
      why: 'the third',
      at: '2026-11-02T10:00:00.000Z',
      reminded: ['2026-11-02T10:30:00.000Z', '2026-11-02T12:00:00.000Z'],
      is: '2026-11-02T16:00:00.000Z',
    },
    {
      why: 'no fourth',
      at: '2026-11-02T10:00:00.000Z',
      reminded: ['2026-11-02T10:30:00.000Z', '2026-11-02T12:00:00.000Z', '2026-11-02T16:00:00.000Z'],
      is: undefined,
    },
    { why: 'none at night', at: '2026-11-02T21:45:00.000Z', is: '2026-11-03T07:00:00.000Z' },
    {
      why: 'nor after midnight',
      at: '2026-11-02T20:00:00.000Z',
      reminded: ['2026-11-02T20:30:00.000Z', '2026-11-03T01:00:00.000Z'],
      is: '2026-11-03T07:00:00.000Z',
    },
    {
      why: 'those of a night do not come together',
      at: '2026-11-02T20:00:00.000Z',
      reminded: ['2026-11-02T20:30:00.000Z', '2026-11-03T07:00:00.000Z'],
      is: '2026-11-03T07:30:00.000Z',
    },
    { why: 'a request that came at night', at: '2026-11-02T23:00:00.000Z', is: '2026-11-02T23:30:00.000Z' },
    {
      why: 'one that starts at night',
      at: '2026-11-02T21:45:00.000Z',
      terms: atNight,
      is: '2026-11-02T22:15:00.000Z',
    },
    {
      why: 'one that starts by day',
      at: '2026-11-02T21:45:00.000Z',
      terms: byDay,
      is: '2026-11-03T07:00:00.000Z',
    },
    {
      why: 'night on the clock of the zone',
      at: '2026-11-02T13:45:00.000Z',
      calendar: SHANGHAI,
      is: '2026-11-02T23:00:00.000Z',
    },
    {
      why: 'not after the time to approve',
      at: '2026-11-02T10:00:00.000Z',
      terms: { approvalExpiresAt: '2026-11-02T10:30:00.000Z' },
      is: undefined,
    },
    {
      why: 'one that Moveout missed by day comes in the morning, not when it is back at night',
      at: '2026-11-02T20:00:00.000Z',
      now: '2026-11-02T22:30:00.000Z',
      is: '2026-11-03T07:00:00.000Z',
    },
    {
      why: 'one that it missed and that may come now',
      at: '2026-11-02T10:00:00.000Z',
      now: '2026-11-02T11:10:00.000Z',
      is: '2026-11-02T11:10:00.000Z',
    },
  ])('$why', ({ at, reminded = [], terms = {}, calendar = CALENDAR, now = at, is }) => {
    expect(nextReminder(waiting(at, reminded, terms), calendar, new Date(now))?.toISOString()).toBe(is);
  });

  it('is none at night because votes were voided then', () => {
    const came = waiting('2026-11-02T10:00:00.000Z');
    const at = '2026-11-02T22:10:00.000Z';
    const changed = apply(came, { at, actor: 'moveout', type: 'changed', terms: came.terms });
    if (changed.status !== 'awaiting approval') throw new Error(changed.status);
    expect(nextReminder(changed, CALENDAR, new Date(at))?.toISOString()).toBe('2026-11-03T07:00:00.000Z');
  });
});
