import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/domain/decision.ts';
import { actedText, refusalText, requesterRefusalText, whyText } from '../../src/slack/refusal-words.ts';
import {
  busyText,
  cannotPostText,
  IN_DIRECT_MESSAGE_TEXT,
  INTERNAL_FAULT_TEXT,
  NOT_IN_CHANNEL_TEXT,
  notSavedText,
  oldCardText,
  requestNotSavedText,
  unknownClusterText,
  unknownRequestText,
} from '../../src/slack/wording.ts';
import { StoreFault } from '../../src/workflow/ports.ts';
import { eventsOf, requestIn } from '../requests.ts';

const REFUSALS: readonly (readonly [Refusal, string])[] = [
  [{ why: 'not fit', because: 'guest' }, 'you are a guest'],
  [{ why: 'not fit', because: 'bot' }, 'a bot'],
  [{ why: 'not fit', because: 'deleted' }, 'deactivated'],
  [{ why: 'not fit', because: 'stranger' }, 'another workspace'],
  [{ why: 'not fit', because: 'not in channel' }, 'not a member of the card’s channel'],
  [{ why: 'own request' }, 'Somebody else must approve or reject'],
  [{ why: 'already approved by you' }, 'counts once'],
  [{ why: 'card is old' }, 'Look at the card again'],
  [{ why: 'not the requester' }, 'Only the requester (<@U0ADA>) can do that'],
  [{ why: 'reason missing' }, 'A rejection needs a reason'],
  [{ why: 'too late to cancel' }, 'View Task'],
  [{ why: 'approval expired' }, '`/moveout`'],
  [{ why: 'approval over' }, 'no longer valid. Give Up, then request it again with `/moveout`.'],
  [{ why: 'window over' }, 'Give Up, then request it again'],
  [{ why: 'starts by itself' }, 'It starts by itself as soon as OCP and Slack have answered.'],
  [{ why: 'rollback prohibited' }, 'Retry, Skip or Give Up'],
  [{ why: 'nothing chosen to skip' }, 'Choose at least one'],
  [{ why: 'subtask not failed' }, 'Press Skip again'],
  [{ why: 'somebody else must' }, 'somebody else must look in OCP'],
  [
    { why: 'not now', status: 'running', command: 'approve' },
    'Too late to approve: this request is running.',
  ],
  [
    { why: 'not now', status: 'rejected', command: 'reject' },
    'Too late to reject: this request is rejected.',
  ],
  [
    { why: 'not now', status: 'asking', command: 'retry' },
    'waits for an answer, so it is not possible to retry now',
  ],
  [{ why: 'not now', status: 'step failed', command: 'roll back' }, 'A step of this request has failed'],
  [{ why: 'not now', status: 'task failed', command: 'give key' }, 'enter the encryption key'],
  [{ why: 'not now', status: 'awaiting approval', command: 'give up' }, 'This request awaits approval'],
];

describe('a refusal', () => {
  it.each(REFUSALS)('says why, and what to do: %j', (refusal, words) => {
    const text = refusalText(refusal, requestIn('awaiting approval'));
    expect(text).toContain(words);
    expect(text.length).toBeLessThan(200);
    expect(text).toMatch(/\.$/);
  });

  it.each([
    ...REFUSALS.map(([refusal]) => refusal),
    { why: 'changed since', changes: ['The cluster was RUNNING and is STOPPED now.'] },
    { why: 'forbidden', rules: ['OCP is away.'] },
    { why: 'frozen', until: '2026-11-30T08:00:00.000Z' },
    { why: 'one more approval', approvals: 1, needed: 2, next: undefined },
    { why: 'hindered too long', because: { why: 'frozen', until: '2026-11-30T08:00:00.000Z' } },
    { why: 'cannot start then', fault: { why: 'too far' } },
    { why: 'same start' },
  ] satisfies Refusal[])('has no word of an act for somebody who only asks why: %j', (refusal) => {
    const text = whyText(refusal, requestIn('awaiting approval'));
    expect(text).not.toMatch(/Nothing was|not counted|does not count/);
    expect(text).toMatch(/\.$/);
  });

  it.each([
    [{ why: 'frozen', until: '2026-11-30T08:00:00.000Z' }, /, in a freeze period\. Nothing was done\.$/],
    [{ why: 'changed since', changes: ['It is STOPPED.'] }, /It is STOPPED\. Your approval was not counted/],
    [
      { why: 'hindered too long', because: { why: 'frozen', until: '2026-11-30T08:00:00.000Z' } },
      /, in a freeze period\. Its approval is over before that\. Give Up, .* Nothing was done\.$/,
    ],
    [
      {
        why: 'hindered too long',
        because: { why: 'one more approval', approvals: 1, needed: 2, next: '2026-11-30T08:00:00.000Z' },
      },
      /^Outside .* and it has 1\. Its approval is over before they begin again\. Give Up, .* Nothing was done\.$/,
    ],
    [{ why: 'approval expired' }, /^The time to approve is over\. .* Nothing was recorded\.$/],
    [{ why: 'same start' }, /^That is the start it has\. Nothing was changed\.$/],
  ] satisfies [Refusal, RegExp][])('ends with what became of an act: %j', (refusal, words) => {
    expect(refusalText(refusal, requestIn('awaiting approval'))).toMatch(words);
  });

  it.each([
    ['scheduled', 'Let one more person press Approve on the card, or wait for its time.'],
    [
      'approved',
      'Approval is asked for anew as soon as OCP and Slack have answered; or press Change Start on the card.',
    ],
    ['step failed: export', 'Give Up, then request it again.'],
  ] as const)('says what the card offers where the hours are over: %s', (situation, advice) => {
    const over = { why: 'one more approval', approvals: 1, needed: 2, next: undefined } as const;
    expect(refusalText(over, requestIn(situation))).toBe(
      `Outside the off-peak hours it needs 2 approvals, and it has 1. ${advice} Nothing was done.`,
    );
  });

  it('does without the request', () => {
    expect(refusalText({ why: 'not the requester' })).toBe('Only the requester can do that.');
  });
});

describe('what is said after somebody acted', () => {
  const request = requestIn('awaiting approval');

  it('is nothing when it was done, and a reason otherwise', () => {
    const events = eventsOf('approved');
    expect(actedText({ done: { request, events } }, 'approve')).toBeUndefined();
    expect(actedText({ refusal: { why: 'own request' }, request }, 'approve')).toContain('own request');
    expect(actedText({ unknown: 'MO-000000' }, 'approve')).toContain('`MO-000000`');
    expect(actedText({ unreadable: 'ratelimited' }, 'approve')).toContain(
      'it did not approve. Please try again.',
    );
  });
});

describe('who may not ask', () => {
  it.each([
    ['not on the list', 'MOVEOUT_REQUESTERS'],
    ['guest', 'guest'],
    ['not in channel', 'Join it, then try again.'],
  ] as const)('%s', (because, words) => {
    expect(requesterRefusalText(because)).toContain(words);
  });
});

describe('other sentences', () => {
  it.each([
    [NOT_IN_CHANNEL_TEXT, '/invite @Moveout'],
    [IN_DIRECT_MESSAGE_TEXT, 'MOVEOUT_CHANNEL'],
    [unknownRequestText('<!channel>'), '`&lt;!channel&gt;`'],
    [unknownClusterText('shop', { someUnread: false }), '/moveout list'],
    [unknownClusterText('shop', { someUnread: true }), 'No OCP that could be read'],
    [unknownClusterText('shop@hz', { someUnread: false, ocp: 'hz' }), 'OCP hz lists no cluster “shop”.'],
    [cannotPostText(requestIn('awaiting approval'), 'is_archived', true), '`shop:1001` in OCP `ocp-a`'],
    [busyText(requestIn('running: follow')), 'shop:1001 already has an open request, MO-7K3F2A.'],
    [INTERNAL_FAULT_TEXT, '/moveout status'],
    [requestNotSavedText(new Error('x')), 'nothing was requested'],
    [requestNotSavedText(new StoreFault('The disk is full.')), 'The disk is full. Tell the administrator'],
    [notSavedText(new StoreFault('The disk is full.')), 'nothing was done. The disk is full. Tell'],
    [oldCardText(), '/moveout status'],
    [cannotPostText(requestIn('awaiting approval'), 'not_in_channel'), '`/invite @Moveout`'],
    [cannotPostText(requestIn('awaiting approval'), 'is_archived'), 'archived'],
    [cannotPostText(requestIn('awaiting approval'), 'restricted_action'), '`restricted_action`'],
  ])('%s', (text, words) => {
    expect(text).toContain(words);
    expect(text).toMatch(/\.$/);
    expect(text.length).toBeLessThan(260);
  });
});
