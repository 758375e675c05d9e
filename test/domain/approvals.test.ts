import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../src/domain/calendar.ts';
import { decide } from '../../src/domain/decide.ts';
import type { Command, Facts } from '../../src/domain/decision.ts';
import type { RequestEvent, Terms } from '../../src/domain/events.ts';
import { apply, fold } from '../../src/domain/fold.ts';
import type { Request } from '../../src/domain/request.ts';
import { calendarOf } from '../calendar-of.ts';
import { at, EVENT, eventsTo, MEMBER, OTHER, requested, WINDOW } from './histories.ts';
import { CALENDAR, COMMANDS, factsOf, member, STANDINGS } from './people.ts';

const ID = 'MO-7K3F2A';

function decided(request: Request, command: Command, facts: Facts): { request: Request; says: string } {
  const decision = decide(request, command, facts);
  const events = 'events' in decision ? decision.events : [];
  const says = decision.refusal?.why ?? events.map(({ type }) => type).join(', ');
  return { request: events.reduce<Request>(apply, request), says };
}

describe('a quorum', () => {
  it.each([
    { quorum: 1, votes: [MEMBER], is: 'approved' },
    { quorum: 2, votes: [MEMBER], is: 'awaiting approval' },
    { quorum: 2, votes: [MEMBER, MEMBER], is: 'awaiting approval' },
    { quorum: 2, votes: [MEMBER, OTHER], is: 'approved' },
    { quorum: 3, votes: [MEMBER, OTHER], is: 'awaiting approval' },
    { quorum: 3, votes: [MEMBER, OTHER, 'U0DAN'], is: 'approved' },
    { quorum: 2, votes: [MEMBER, 'U0ANNA'], is: 'awaiting approval' },
  ])('of $quorum with votes of $votes is $is', ({ quorum, votes, is }) => {
    const request = votes.reduce<Request>(
      (before, person) => decided(before, COMMANDS.approve, factsOf(member(person))).request,
      fold(ID, [requested({ quorum })]),
    );
    expect(request.status).toBe(is);
  });

  it('is not reached when an earlier voter has left, who is named', () => {
    const once = fold(ID, [requested({ quorum: 2 }), EVENT.approved]);
    const lapses = [{ person: MEMBER, because: 'not in channel' as const }];
    const { request, says } = decided(once, COMMANDS.approve, { ...factsOf(member(OTHER)), lapses });
    expect(says).toBe('vote lapsed, approved');
    expect(request).toMatchObject({
      status: 'awaiting approval',
      approvals: [{ person: OTHER }],
      lapsed: lapses,
    });
    // Who has taken the vote back meanwhile is no longer named.
    const withdrawn = decided(once, COMMANDS.withdraw, factsOf(STANDINGS.member)).request;
    expect(decided(withdrawn, COMMANDS.approve, { ...factsOf(member(OTHER)), lapses }).says).toBe('approved');
    // Whoever comes back may vote again, and is no longer named.
    const back = decided(request, COMMANDS.approve, factsOf(member(MEMBER))).request;
    expect(back).toMatchObject({ status: 'approved', lapsed: [] });
  });
});

describe('a vote that is withdrawn', () => {
  it('no longer counts, and may be given again', () => {
    const once = fold(ID, [requested({ quorum: 2 }), EVENT.approved]);
    const without = decided(once, COMMANDS.withdraw, factsOf(STANDINGS.member)).request;
    expect(without).toMatchObject({ status: 'awaiting approval', approvals: [] });
    expect(decided(without, COMMANDS.approve, factsOf(STANDINGS.member)).says).toBe('approved');
  });

  it('reopens a scheduled request, which has as long for approval as at first', () => {
    const { request } = decided(
      fold(ID, eventsTo('scheduled')),
      COMMANDS.withdraw,
      factsOf(STANDINGS.member),
    );
    expect(request).toMatchObject({ status: 'awaiting approval', approvals: [], askedAt: at(120) });
    expect(request.terms.approvalExpiresAt).toBe(at(120 + 86_400));
  });
});

describe('a change that is found at a vote', () => {
  it('voids all votes, is not counted as a vote, and asks anew', () => {
    const once = fold(ID, [requested({ quorum: 2 }), EVENT.approved]);
    const present = {
      cluster: undefined,
      listings: [],
      requester: undefined,
      options: { deleteHosts: 'each', skipHosts: true, keepClusterInfo: true, configAddress: true },
    } as const;
    const facts = { ...factsOf(member(OTHER)), present };
    const { request, says } = decided(once, COMMANDS.approve, facts);
    expect(says).toBe('changed since');
    expect(request).toMatchObject({
      status: 'awaiting approval',
      approvals: [],
      terms: { fingerprint: 'beef', blocking: [expect.stringContaining('no longer lists')] },
      firstTerms: { fingerprint: 'f00d' },
    });
    // The old card's vote is refused, and the new one's as long as a rule forbids it.
    expect(decided(request, COMMANDS.approve, facts).says).toBe('card is old');
    expect(decided(request, { kind: 'approve', fingerprint: 'beef' }, facts).says).toBe('forbidden');
  });
});

describe('starting before its time', () => {
  const scheduled = (terms: Partial<Terms> = {}) => fold(ID, eventsTo('scheduled', terms));
  const twice = fold(ID, [
    requested({ quorum: 1, start: { kind: 'window', ...WINDOW } }),
    EVENT.approved,
    EVENT.scheduled,
  ]);

  it.each([
    { why: 'without windows', request: scheduled(), calendar: CALENDAR, is: 'start asked' },
    {
      why: 'inside of a window',
      request: scheduled(),
      calendar: calendarOf('Mon 09:00-12:00'),
      is: 'start asked',
    },
    {
      why: 'outside of all',
      request: twice,
      calendar: calendarOf('Mon 12:00-14:00'),
      is: 'one more approval',
    },
    {
      why: 'in a freeze',
      request: scheduled(),
      calendar: calendarOf('Mon 09:00-12:00', '2026-11-02'),
      is: 'frozen',
    },
    {
      why: 'when its time has come',
      request: scheduled(),
      calendar: CALENDAR,
      now: WINDOW.at,
      is: 'starts by itself',
    },
    { why: 'before it is approved', request: fold(ID, [requested()]), calendar: CALENDAR, is: 'not now' },
  ])('$why: $is', ({ request, calendar: times, now = at(120), is }) => {
    const facts = factsOf(STANDINGS.requester, new Date(now));
    expect(decided(request, COMMANDS.start, { ...facts, calendar: times }).says).toBe(is);
  });
});

describe('one approval more than the planned start needs', () => {
  const scheduled = fold(ID, eventsTo('scheduled', { quorum: 1 }));
  const facts = { ...factsOf(member(OTHER)), calendar: calendarOf('Mon 12:00-14:00') };
  const earlier = { ...COMMANDS.approve, earlier: true } as const;

  it('counts from who was asked for an earlier start, not from who saw the request before it was approved', () => {
    expect(decided(scheduled, COMMANDS.approve, facts).says).toBe('not now');
    expect(decided(scheduled, earlier, facts).request).toMatchObject({
      status: 'scheduled',
      approvals: [{ person: MEMBER }, { person: OTHER }],
    });
  });

  it.each([
    { why: 'a rejection', request: scheduled, command: COMMANDS.reject },
    {
      why: 'where nothing but a freeze holds it up',
      request: fold(ID, eventsTo('scheduled', { quorum: 1, start: { kind: 'when approved' } })),
      command: earlier,
    },
    {
      why: 'after somebody asked to start it now',
      request: fold(ID, eventsTo('asked to start', { quorum: 1 })),
      command: earlier,
    },
    {
      why: 'from a third person',
      request: fold(ID, [...eventsTo('scheduled', { quorum: 1 }), EVENT['approved by another']]),
      command: earlier,
      who: 'U0DAN',
    },
  ])('is not asked for: $why', ({ request, command, who = OTHER }) => {
    expect(decided(request, command, { ...facts, standing: member(who) }).says).toBe('not now');
  });

  it('is no vote on a request that waits for its votes again', () => {
    expect(decided(fold(ID, [requested()]), earlier, facts).says).toBe('card is old');
  });
});

describe('another start', () => {
  const facts = factsOf(STANDINGS.member);

  it('voids the votes and asks anew, also of a request that waits for its time', () => {
    const { request } = decided(fold(ID, eventsTo('scheduled')), COMMANDS.move, facts);
    expect(request).toMatchObject({
      status: 'awaiting approval',
      approvals: [],
      terms: {
        start: { kind: 'at', at: at(10_800) },
        fingerprint: 'beef',
        approvalExpiresAt: at(120 + 86_400),
      },
    });
  });

  it.each<{ why: string; command: Command; times?: Calendar; is: string }>([
    {
      why: 'in the past',
      command: { kind: 'move', start: { kind: 'at', at: new Date(at(119)) } },
      is: 'cannot start then',
    },
    {
      why: 'too far ahead',
      command: { kind: 'move', start: { kind: 'at', at: new Date(at(31 * 86_400)) } },
      is: 'cannot start then',
    },
    {
      why: 'in a freeze',
      command: COMMANDS.move,
      times: calendarOf('Mon 00:00-24:00', '2026-11-02'),
      is: 'cannot start then',
    },
    {
      why: 'a window where there is none',
      command: { kind: 'move', start: { kind: 'window' } },
      is: 'cannot start then',
    },
    {
      why: 'a window too far ahead',
      command: { kind: 'move', start: { kind: 'window' } },
      times: calendarOf('Mon-Sun 00:00-24:00', '2026-11-02..2026-12-31'),
      is: 'cannot start then',
    },
    { why: 'the same', command: { kind: 'move', start: { kind: 'when approved' } }, is: 'same start' },
  ])('$why: $is', ({ command, times = CALENDAR, is }) => {
    expect(decided(fold(ID, [requested()]), command, { ...facts, calendar: times }).says).toBe(is);
  });

  it('outside of the off-peak hours needs one approval more, and inside of them no more than usual', () => {
    const outside = { ...facts, calendar: calendarOf('Mon 22:00-23:00') };
    const { request } = decided(fold(ID, [requested({ quorum: 2 })]), COMMANDS.move, outside);
    expect(request.terms).toMatchObject({ quorum: 3, outsideWindows: true });
    const back = decided(request, { kind: 'move', start: { kind: 'window' } }, outside).request;
    expect(back.terms.quorum).toBe(2);
    expect(back.terms.outsideWindows).toBeUndefined();
  });
});

describe('a request that is asked anew', () => {
  it.each<[string, RequestEvent]>([
    ['of another requester', { ...EVENT.changed, terms: { ...EVENT.changed.terms, requester: OTHER } }],
    ['in another channel', { ...EVENT.changed, terms: { ...EVENT.changed.terms, channel: 'C0OTHER' } }],
    [
      'of another cluster',
      {
        ...EVENT.moved,
        terms: { ...EVENT.moved.terms, cluster: { ...EVENT.moved.terms.cluster, name: 'depot' } },
      },
    ],
  ])('%s is none', (_name, event) => {
    expect(() => fold(ID, [requested(), event])).toThrow(/cannot follow/);
  });
});
