import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide.ts';
import type { Command } from '../../src/domain/decision.ts';
import type { RequestEvent, Terms } from '../../src/domain/events.ts';
import { fold } from '../../src/domain/fold.ts';
import type { Standing } from '../../src/domain/standing.ts';
import {
  at,
  EVENT,
  eventsTo,
  MEMBER,
  OTHER,
  type Place,
  REQUESTER,
  requested,
  SUBTASKS,
  TERMS,
} from './histories.ts';
import { ask, COMMANDS, factsOf, member, NOW, STANDINGS } from './people.ts';

const ID = 'MO-7K3F2A';

describe('a vote', () => {
  const waiting = (terms: Partial<Terms>, ...more: RequestEvent[]) => fold(ID, [requested(terms), ...more]);
  const expiry = new Date(TERMS.approvalExpiresAt);
  const soon = new Date(expiry.getTime() - 1);

  it.each([
    { name: 'one of one', request: waiting({}), command: COMMANDS.approve, is: 'approved' },
    { name: 'a second of two', request: waiting({ quorum: 2 }, EVENT.approved), who: OTHER, is: 'approved' },
    { name: 'a third of three', request: waiting({ quorum: 3 }, EVENT.approved), who: OTHER, is: 'approved' },
    {
      name: 'the same person twice',
      request: waiting({ quorum: 2 }, EVENT.approved),
      is: 'already approved by you',
    },
    {
      name: 'a rejection by somebody who approved',
      request: waiting({ quorum: 2 }, EVENT.approved),
      command: COMMANDS.reject,
      is: 'rejected',
    },
    { name: 'one too many', request: waiting({}, EVENT.approved), who: OTHER, is: 'not now' },
    { name: 'just before it expires', request: waiting({}), now: soon, is: 'approved' },
    { name: 'when it expires', request: waiting({}), now: expiry, is: 'approval expired' },
    {
      name: 'a rejection when it expires',
      request: waiting({}),
      command: COMMANDS.reject,
      now: expiry,
      is: 'approval expired',
    },
    { name: 'from an old card', request: waiting({ fingerprint: 'new' }), is: 'card is old' },
    {
      name: 'a rejection from an old card',
      request: waiting({ fingerprint: 'new' }),
      command: COMMANDS.reject,
      is: 'card is old',
    },
    {
      name: 'a rejection without reason',
      request: waiting({}),
      command: { ...COMMANDS.reject, reason: ' \n ' },
      is: 'reason missing',
    },
    { name: 'by the requester', request: waiting({}), who: REQUESTER, is: 'own request' },
  ])('$name: $is', ({ request, command = COMMANDS.approve, who = MEMBER, now = NOW, is }) => {
    expect(ask(request, command, member(who), now)).toBe(is);
  });

  it('is written down with who and when, and the reason without the spaces around it', () => {
    const facts = factsOf(STANDINGS.member);
    expect(decide(waiting({}), COMMANDS.reject, facts)).toEqual({
      events: [{ type: 'rejected', at: at(120), actor: MEMBER, reason: 'not today' }],
    });
  });
});

describe('skipping', () => {
  it.each([
    { ids: [101], chosen: [SUBTASKS[0]] },
    { ids: [102, 101], chosen: SUBTASKS },
    { ids: [101, 101], chosen: [SUBTASKS[0]] },
  ])('takes the failed subtasks that were chosen: $ids', ({ ids, chosen }) => {
    const request = fold(ID, eventsTo('task failed'));
    const decision = decide(request, { kind: 'skip', subtaskIds: ids }, factsOf(STANDINGS.member));
    expect(decision).toEqual({
      events: [{ type: 'skip asked', at: at(120), actor: MEMBER, subtasks: chosen }],
    });
  });

  it.each([
    { ids: [], is: 'nothing chosen to skip' },
    { ids: [999], is: 'subtask not failed' },
    { ids: [101, 999], is: 'subtask not failed' },
  ])('refuses $ids: $is', ({ ids, is }) => {
    const request = fold(ID, eventsTo('task failed'));
    expect(ask(request, { kind: 'skip', subtaskIds: ids })).toBe(is);
  });

  it('is not offered when no subtask is named as failed', () => {
    const nameless: RequestEvent = { ...EVENT['task failed'], subtasks: [] };
    const request = fold(ID, [...eventsTo('following'), nameless]);
    expect(ask(request, COMMANDS.skip)).toBe('not now');
  });
});

describe('a requester who left the channel', () => {
  const outside: Standing = { ...STANDINGS.requester, inChannel: false };
  const rows: { place: Place; command: Command; is: string }[] = [
    { place: 'awaiting approval', command: COMMANDS.cancel, is: 'cancelled' },
    { place: 'awaiting approval', command: COMMANDS.approve, is: 'own request' },
    { place: 'recheck failed', command: COMMANDS.retry, is: 'retry asked' },
    { place: 'task failed', command: COMMANDS['give up'], is: 'abandoned' },
    { place: 'asking: key lost', command: COMMANDS['give key'], is: 'answered' },
    { place: 'asking: submit outcome', command: COMMANDS['submit again'], is: 'somebody else must' },
  ];

  it.each(rows)('$command.kind: $is', ({ place, command, is }) => {
    expect(ask(fold(ID, eventsTo(place)), command, outside)).toBe(is);
  });
});

describe('an approval that is over', () => {
  const expiry = new Date(TERMS.approvalExpiresAt);
  const window: Terms['start'] = { kind: 'window', at: at(0), until: at(600) };
  const later = new Date(at(600));

  it.each([
    { place: 'recheck failed', command: COMMANDS.retry, now: expiry, is: 'approval over' },
    { place: 'export failed', command: COMMANDS.retry, now: expiry, is: 'approval over' },
    { place: 'asking: key lost', command: COMMANDS['give key'], now: expiry, is: 'approval over' },
    { place: 'deliver failed', command: COMMANDS.retry, now: expiry, is: 'approval over' },
    { place: 'submit blocked', command: COMMANDS.retry, now: expiry, is: 'approval over' },
    // To look for what may have been sent; nothing is sent again.
    { place: 'submit refused', command: COMMANDS.retry, now: expiry, is: 'retry asked' },
    { place: 'asking: submit outcome', command: COMMANDS['check again'], now: expiry, is: 'answered' },
    { place: 'asking: submit outcome', command: COMMANDS['submit again'], now: expiry, is: 'approval over' },
    { place: 'export failed', command: COMMANDS['give up'], now: expiry, is: 'abandoned' },
    { place: 'export failed', command: COMMANDS.cancel, now: expiry, is: 'cancelled' },
    { place: 'recheck failed', start: window, command: COMMANDS.retry, now: NOW, is: 'retry asked' },
    { place: 'recheck failed', start: window, command: COMMANDS.retry, now: later, is: 'window over' },
    { place: 'deliver failed', start: window, command: COMMANDS.retry, now: later, is: 'window over' },
    { place: 'submit blocked', start: window, command: COMMANDS.retry, now: later, is: 'window over' },
    {
      place: 'asking: key lost',
      start: window,
      command: COMMANDS['give key'],
      now: later,
      is: 'window over',
    },
    // A move-out that may have been sent inside the window may still be found.
    { place: 'submit refused', start: window, command: COMMANDS.retry, now: later, is: 'retry asked' },
    { place: 'task failed', start: window, command: COMMANDS.retry, now: later, is: 'retry asked' },
    {
      place: 'asking: submit outcome',
      start: window,
      command: COMMANDS['submit again'],
      now: later,
      is: 'window over',
    },
    {
      place: 'asking: submit outcome',
      start: window,
      command: COMMANDS['check again'],
      now: later,
      is: 'answered',
    },
  ] as const)('$place, $command.kind: $is', ({ place, command, now, is, ...row }) => {
    const request = fold(ID, eventsTo(place, 'start' in row ? { start: row.start } : {}));
    const requesters = command.kind === 'cancel' || command.kind === 'give key';
    expect(ask(request, command, member(requesters ? REQUESTER : MEMBER), now)).toBe(is);
  });
});
