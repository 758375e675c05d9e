import { describe, expect, it } from 'vitest';
import type { Terms } from '../../../src/domain/events.ts';
import { buttonValue, parseButtonValue } from '../../../src/slack/button-value.ts';
import { card } from '../../../src/slack/views/card.ts';
import { ACTION } from '../../../src/slack/views/card-buttons.ts';
import { elapsed } from '../../../src/slack/views/elapsed.ts';
import { progressBar, taskProgress } from '../../../src/slack/views/progress-bar.ts';
import { statusText, statusWords } from '../../../src/slack/views/status-words.ts';
import { calendarOf } from '../../calendar-of.ts';
import {
  exampleTask,
  exampleTerms,
  hosts,
  NOW,
  REQUEST,
  requestIn,
  SITUATION_NAMES,
  type Situation,
} from '../../requests.ts';
import { buttonsOf, HOSTILE, labelsOf, messageProblems, readable } from '../check-message.ts';

/** It is night now, and so is the planned start. */
const NIGHTS = calendarOf('Mon-Sun 22:00-06:00');

function shown(
  situation: Situation,
  change: Partial<Terms> = {},
  more: Partial<Parameters<typeof card>[1]> = {},
) {
  return card(requestIn(situation, change), { now: NOW, calendar: NIGHTS, ...more });
}

const DECIDING = ['Approve', 'Reject', 'Change Start', 'Cancel'];

/** The buttons of each situation, and words that a person must find on its card. */
const CARDS: Readonly<Record<Situation, readonly [string[], ...string[]]>> = {
  'awaiting approval': [
    [...DECIDING, 'All Hosts'],
    'Awaiting approval',
    '*Approvals* 0 of 1',
    'Any full member of this channel but <@U0ADA>',
    '2026-11-23 21:40 UTC',
  ],
  approved: [
    ['Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Approved',
    'Approved by <@U0GRACE>',
  ],
  scheduled: [
    ['Start Now', 'Approve', 'Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Scheduled',
    'Starts <!date^',
    '2026-11-24 04:00 UTC',
    'it can be started now, given another start, or cancelled',
  ],
  'approval withdrawn': [[...DECIDING, 'All Hosts'], '*Approvals* 0 of 1'],
  'approval lapsed': [
    [...DECIDING, 'All Hosts'],
    '*Approvals* 0 of 1',
    '⚠️ The approval of <@U0GRACE> no longer counts: no longer in this channel.',
  ],
  changed: [
    [...DECIDING, 'All Hosts'],
    '*Approvals* 0 of 1',
    '⛔ The cluster is MOVINGOUT.',
    'It cannot be approved while that is so.',
    '*Changed since the request*\n• The cluster was RUNNING and is MOVINGOUT now.',
    'MOVINGOUT when last looked at',
  ],
  'start moved': [
    [...DECIDING, 'All Hosts'],
    '*Approvals* 0 of 1',
    '• The start was as soon as it is approved, and is <!date^',
  ],
  'start asked': [
    ['Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Approved by <@U0GRACE>.',
    'Starting.',
  ],
  'start lapsed': [
    ['Start Now', 'Approve', 'Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Approved by <@U0GRACE>.',
    'Starts <!date^',
  ],
  'start delayed': [
    ['Change Start', 'Withdraw Approval', 'Cancel', 'View Task'],
    'Approved by <@U0GRACE>.',
    'Starting.',
  ],
  reminded: [[...DECIDING, 'All Hosts'], '*Approvals* 0 of 1'],
  'running: recheck': [
    ['Cancel', 'View Task'],
    'Running',
    'Step 1 of 6: check the rules again',
    'Running for',
  ],
  'running: export': [['Cancel', 'View Task'], 'Step 2 of 6: export the credentials'],
  'running: deliver': [['Cancel', 'View Task'], 'Step 3 of 6: send the credential file'],
  'running: submit': [['Cancel', 'View Task'], 'Step 4 of 6: submit the move-out'],
  'running: submit sent': [['View Task'], 'Step 4 of 6', 'It was sent'],
  'running: follow': [['View Task'], 'Step 5 of 6: follow the OCP task 1000'],
  'running: retry owed': [['View Task'], 'Asking OCP to retry'],
  'running: skip owed': [['View Task'], 'Asking OCP to skip'],
  'running: confirm': [['View Task'], 'Step 6 of 6: confirm that the cluster is gone'],
  'step failed: recheck': [
    ['Retry', 'Give Up', 'View Task'],
    'Step failed',
    'Step 1 of 6',
    'The standby shop_b:1002 is still listed.',
    'Moveout has changed nothing',
  ],
  'step failed: export': [
    ['Retry', 'Give Up', 'View Task'],
    'Step 2 of 6',
    'Code `403`',
    'Nothing has moved',
  ],
  'step failed: deliver': [['Retry', 'Give Up', 'View Task'], 'the credentials must arrive first'],
  'step failed: submit': [['Retry', 'Give Up', 'View Task'], 'may have been submitted: look in OCP'],
  'step failed: nothing sent': [
    ['Retry', 'Give Up', 'View Task'],
    'The move-out was not submitted. Give Up, then request it again.',
  ],
  'task failed': [
    ['Retry', 'Skip', 'Roll Back', 'Give Up', 'View Task'],
    'Task failed',
    'OCP trace id `5f0d2c1b7a9e4c33`',
    'Delete host on `obs-002`',
  ],
  'task failed: no rollback': [
    ['Retry', 'Skip', 'Give Up', 'View Task'],
    'OCP does not allow this task to be rolled back',
  ],
  'task failed: no subtask': [['Retry', 'Roll Back', 'Give Up', 'View Task'], 'Retry runs what failed again'],
  'rolling back': [['View Task'], 'Rolling back', 'OCP rolls task 1000 back'],
  'rollback failed': [['Skip', 'Give Up', 'View Task'], 'Rollback failed', 'cannot be retried'],
  'asking: submit outcome': [
    ['Check Again', 'Submit Again', 'Give Up', 'View Task'],
    'Needs an answer',
    'Did OCP take the move-out of `shop:1001`?',
    'by somebody other than <@U0ADA>',
  ],
  'asking: task lost': [['Check Again', 'Give Up', 'View Task'], 'OCP no longer knows task 1000'],
  'asking: still listed': [['Check Again', 'Give Up', 'View Task'], 'Is `shop:1001` gone from OCP?'],
  'asking: not back': [
    ['Check Again', 'Give Up', 'View Task'],
    'Why is `shop:1001` not back after the rollback?',
    'MOVINGOUT',
  ],
  'asking: key lost': [
    ['Enter Key', 'Give Up', 'View Task'],
    'cannot be read any more',
    '<@U0ADA> can enter the key again',
  ],
  rejected: [[], 'Rejected', 'By <@U0GRACE>', 'Not tonight'],
  cancelled: [[], 'Cancelled', 'By <@U0ADA>', 'Nothing was moved'],
  'cancelled: after the start': [[], 'Cancelled', 'Nothing was moved'],
  expired: [[], 'Expired', 'Not approved in time (0 of 1)'],
  'expired: window': [[], 'Expired', 'It was approved, and could not start in time. Nothing was moved.'],
  'expired: stopped run': [
    [],
    'Expired',
    'The run stopped and did not go on in time',
    '2026-11-23 21:40 UTC',
    'The key is forgotten. Nothing was moved.',
  ],
  completed: [['View Task'], 'Completed', 'is moved out, in 3 min 30 s: 3 hosts deleted, 2 hosts kept'],
  'rolled back': [['View Task'], 'Rolled back', 'OCP undid the task', '`shop:1001` is still in OCP'],
  'abandoned: task failed': [['View Task'], 'Abandoned', '<@U0LINUS> gave up', 'stay as they are'],
  'abandoned: step failed': [[], 'Abandoned', 'Moveout changed nothing in OCP'],
  'abandoned: outcome unknown': [[], 'Abandoned', 'may have reached OCP'],
};

describe('card', () => {
  it.each(SITUATION_NAMES)('says in words where it stands, with the buttons that fit: %s', (situation) => {
    const [labels, ...words] = CARDS[situation];
    const message = shown(situation);
    expect(labelsOf(message.blocks)).toEqual(labels);
    for (const part of words) expect(readable(message.blocks)).toContain(part);
    expect(message.text).toContain(statusWords(requestIn(situation)).words);
    expect(message.text).toContain('`shop:1001` (MO-7K3F2A)');
  });

  it.each(SITUATION_NAMES)('tells what was asked for, whatever happened: %s', (situation) => {
    const text = readable(shown(situation, { warnings: ['It is not off-peak.'] }).blocks);
    const seen = situation === 'changed' ? 'MOVINGOUT when last looked at' : 'RUNNING when requested';
    expect(text).toContain(`*Cluster* \`shop:1001\` · PRIMARY · ${seen} · OceanBase 4.2.1.0`);
    expect(text).toContain('*Out of OCP* `ocp-a`');
    expect(text).toContain('*Requested by* <@U0ADA>');
    expect(text).toContain('*Reason*\n> Moves to the new OCP');
    expect(text).toContain('*Hosts to delete (3)* `obs-001`, `obs-002`, `obs-003`');
    expect(text).toContain('*Hosts to keep (2)* `obs-004`, `obs-005`');
    expect(text).toContain('⚠️ It is not off-peak.');
  });

  it('names the first ten hosts, counts the rest, and offers all of them', () => {
    const change = { deleteHosts: hosts(64), keepHosts: [], skipHosts: hosts(1) };
    const text = readable(shown('awaiting approval', change).blocks);
    expect(text).toContain('*Hosts to delete (64)* `obs-001`');
    expect(text).toContain('`obs-010` … and 54 more');
    expect(text).not.toContain('obs-011');
    expect(text).toContain('*Hosts to keep (0)* none');
    expect(text).toContain('*Operations skipped on (1)* `obs-001`');
    expect(labelsOf(shown('running: follow', change).blocks)).toEqual(['View Task', 'All Hosts']);
    expect(labelsOf(shown('completed', change).blocks)).toEqual(['View Task']);
  });

  it('shows the chosen off-peak window', () => {
    const start = {
      kind: 'window',
      at: '2026-11-23T22:00:00.000Z',
      until: '2026-11-24T06:00:00.000Z',
    } as const;
    const text = readable(shown('awaiting approval', { start }).blocks);
    expect(text).toMatch(
      /\*Start\* in the off-peak window .*2026-11-23 22:00 UTC.* to .*2026-11-24 06:00 UTC/,
    );
  });

  it.each([
    ['expired', {}, 'Not approved in time (0 of 1). Nothing was moved.'],
    [
      'expired',
      { start: { kind: 'at', at: '2026-11-23T10:00:00.000Z' } },
      /^Not approved in time \(0 of 1\): it could start until .*2026-11-23 16:00 UTC.*\. Nothing was moved\.$/m,
    ],
    [
      'expired: window',
      { startTtlMs: 12 * 3_600_000 },
      'The off-peak window went by before the run could start. Nothing was moved.',
    ],
  ] as const)('says why nothing was started in time: %s, %j', (situation, change, words) => {
    expect(readable(shown(situation, change).blocks)).toMatch(words);
  });

  it('counts the votes of a quorum and names the voters', () => {
    const text = readable(shown('approved', { quorum: 2 }).blocks);
    expect(text).toContain('*Approvals* 1 of 2 (<@U0GRACE>)');
  });

  it('shows how far the task is, and since when OCP has not answered', () => {
    const sighting = { task: exampleTask(12, 5), noAnswerSince: '2026-11-22T21:50:00.000Z' };
    const text = readable(shown('running: follow', {}, { sighting }).blocks);
    expect(text).toContain('▓▓▓▓░░░░ 5/12');
    expect(text).toContain('Now: Delete host on `obs-006`');
    expect(text).toMatch(/No answer from OCP since .*21:50 UTC.* Moveout keeps trying\./);
  });

  it.each([
    'approved',
    'running: deliver',
    'step failed: export',
    'task failed',
    'asking: task lost',
  ] as const)('says what keeps it from going on, and since when: %s', (situation) => {
    const fault = { since: '2026-11-22T21:50:00.000Z', message: 'Slack asks to wait.' };
    const text = readable(shown(situation, {}, { sighting: { fault } }).blocks);
    expect(text).toMatch(/⚠️ Not possible since .*21:50 UTC.*: Slack asks to wait\. Moveout keeps trying\./);
    expect(readable(shown('completed', {}, { sighting: { fault } }).blocks)).not.toContain('Not possible');
  });

  it('carries the notice, the id and the link to the thread of the card that it replaces', () => {
    const earlierThread = 'https://x.slack.com/archives/C0/p1?a=1&b=2';
    const text = readable(shown('running: follow', {}, { notice: 'Embedded OCP', earlierThread }).blocks);
    expect(text).toContain(
      'MO-7K3F2A · <https://x.slack.com/archives/C0/p1?a=1&amp;b=2|Earlier thread> · Embedded OCP',
    );
  });

  it.each([
    ['step failed: export', '2026-11-23T21:39:00Z', ['Retry', 'Give Up'], 'Fix the cause, then Retry.'],
    ['step failed: export', '2026-11-23T21:40:00Z', ['Give Up'], 'Give Up, then request it again.'],
    ['step failed: deliver', '2026-11-23T21:40:00Z', ['Give Up'], 'first. Give Up, then request it again.'],
    ['step failed: submit', '2026-11-23T21:40:00Z', ['Retry', 'Give Up'], 'Retry looks for its task'],
    ['asking: key lost', '2026-11-23T21:40:00Z', ['Give Up'], 'OCP. Give Up, then request it again.'],
    [
      'asking: submit outcome',
      '2026-11-23T21:40:00Z',
      ['Check Again', 'Give Up'],
      'No task moves the cluster out: Give Up, then request it again.',
    ],
  ] as const)('offers nothing that can never be done any more: %s, %s', (situation, time, labels, words) => {
    const start = { kind: 'when approved' } as const;
    const { blocks } = shown(situation, { start }, { now: new Date(time), calendar: undefined });
    expect(labelsOf(blocks)).toEqual([...labels, 'View Task']);
    expect(readable(blocks)).toContain(words);
    if (!labels.some((label) => label === 'Retry')) expect(readable(blocks)).not.toContain('Retry');
  });

  it('still offers what a freeze, or the hours, only put off', () => {
    const calendar = calendarOf('Mon-Sun 02:00-03:00', '2026-11-22');
    expect(labelsOf(shown('step failed: export', {}, { calendar }).blocks)).toContain('Retry');
  });

  it('asks before what cannot be undone', () => {
    const asked = (situation: Situation, label: string) =>
      buttonsOf(shown(situation).blocks).find((button) => button.label === label)?.asks;
    expect(asked('awaiting approval', 'Approve')).toContain(
      'Cluster shop:1001 is moved out of OCP ocp-a, and 3 hosts are deleted from that OCP.',
    );
    expect(asked('task failed', 'Roll Back')).toContain('OCP undoes what the task did');
    expect(asked('asking: submit outcome', 'Submit Again')).toContain(
      'I looked in OCP, there is no task that moves the cluster out (shop:1001).',
    );
    for (const situation of ['step failed: recheck', 'step failed: export', 'asking: key lost'] as const)
      expect(asked(situation, 'Give Up')).toContain('Nothing was submitted to OCP, and nothing is moved.');
    for (const situation of [
      'step failed: submit',
      'task failed',
      'asking: submit outcome',
      'asking: task lost',
    ] as const)
      expect(asked(situation, 'Give Up')).toContain('The OCP task and the cluster stay as they are.');
    expect(asked('task failed', 'Skip')).toBeUndefined();
  });

  it('asks for no approval outside the off-peak hours where they never end', () => {
    const { blocks } = shown('scheduled', {}, { calendar: calendarOf('Mon-Sun 00:00-24:00') });
    expect(labelsOf(blocks)).not.toContain('Approve');
    expect(readable(blocks)).not.toContain('outside the off-peak hours');
  });

  it('says a rule that forbids it once, though it is a change, too', () => {
    expect(readable(shown('changed').blocks).split('The cluster is MOVINGOUT.')).toHaveLength(2);
  });

  it.each([
    { name: 'at once', now: NOW, says: 'starts at once' },
    { name: 'one of two', change: { quorum: 2 }, says: 'needs 1 more' },
    {
      name: 'later',
      change: { start: { kind: 'at', at: '2026-11-23T23:00:00.000Z' } },
      says: /^starts .*2026-11-23 23:00 UTC/,
      plainly: 'starts Mon 23 Nov 23:00 (UTC)',
    },
    {
      name: 'after a moment that has passed',
      change: { start: { kind: 'at', at: '2026-11-22T22:00:00.000Z' } },
      says: 'starts at once',
    },
    {
      name: 'in a freeze that is over in time',
      calendar: calendarOf('', '2026-11-22'),
      says: /^starts .*2026-11-23 00:00 UTC/,
      plainly: 'starts Mon 23 Nov 00:00 (UTC)',
    },
    {
      name: 'in a long freeze',
      calendar: calendarOf('', '2026-11-22..2026-11-30'),
      says: /^still cannot start in time: a freeze period lasts until .*2026-12-01 00:00 UTC/,
      plainly: 'still cannot start in time: a freeze period lasts until Tue 1 Dec 00:00 (UTC)',
    },
  ] as const)('tells before a vote whether the run starts with it: $name', (row) => {
    const change = 'change' in row ? row.change : {};
    const calendar = 'calendar' in row ? row.calendar : NIGHTS;
    const { blocks } = shown('awaiting approval', change, { calendar });
    const asks = buttonsOf(blocks).find(({ label }) => label === 'Approve')?.asks;
    const plainly = 'plainly' in row ? row.plainly : row.says;
    expect(asks).toContain(`With your approval it ${plainly}.`);
    const line = /^With one more approval it (.*)\.$/m.exec(readable(blocks))?.[1];
    if (row.name === 'one of two') expect(line).toBeUndefined();
    else expect(line).toMatch(row.says);
  });

  it.each<[Partial<Terms>, string]>([
    [
      { start: { kind: 'at', at: '2026-11-23T10:00:00.000Z' } },
      'The off-peak hours are over, so the next vote does not count: approval is asked for anew, of 2 people.',
    ],
    [{ blocking: ['The cluster is MOVINGOUT.'] }, 'It cannot be approved now: a rule forbids it.'],
  ])('tells before a vote that it would not count: %j', (change, says) => {
    const { blocks } = shown('awaiting approval', change, { calendar: NIGHTS });
    const asks = buttonsOf(blocks).find(({ label }) => label === 'Approve')?.asks;
    expect(asks).toContain(says);
    expect(asks).not.toContain('With your approval');
  });

  it.each([
    ['running: follow', {}, '*Started* <!date^', undefined],
    [
      'completed',
      { start: { kind: 'at', at: '2026-11-22T21:00:00.000Z' } },
      /\*Started\* .*2026-11-22 21:41 UTC.*, planned for .*2026-11-22 21:00 UTC/,
      undefined,
    ],
    [
      'completed',
      { start: { kind: 'window', at: '2026-11-22T18:00:00.000Z', until: '2026-11-23T06:00:00.000Z' } },
      /\*Started\* <[^,]*2026-11-22 21:41 UTC>$/m,
      undefined,
    ],
    [
      'completed',
      { quorum: 1, outsideWindows: true },
      '*Started* <!date^',
      'one more than in the off-peak hours',
    ],
  ] as const)(
    'says when it really started, and that one more approved: %s, %j',
    (situation, change, words, more) => {
      const text = readable(shown(situation, change).blocks);
      expect(text).toMatch(typeof words === 'string' ? new RegExp(words.replace(/[*^]/g, '\\$&')) : words);
      expect(text).not.toContain('*Start* ');
      if (more === undefined) expect(text).not.toContain('one more than');
      else expect(text).toContain(more);
    },
  );

  it.each([
    ['2026-11-22', {}, 'Nothing starts before'],
    ['2026-11-23', { startTtlMs: 1_000 }, 'a freeze period. It would expire: choose another start.'],
    ['2026-11-23', {}, 'a freeze period.'],
    ['2026-11-25', {}, undefined],
  ] as const)(
    'a scheduled one says that a freeze is now, or covers its start: %s, %j',
    (dates, change, words) => {
      const text = readable(shown('scheduled', change, { calendar: calendarOf('', dates) }).blocks);
      if (words === undefined) expect(text).not.toContain('freeze');
      else expect(text).toContain(words);
    },
  );

  it.each([
    ['', {}, /: a freeze period\. It starts then, not after .*2026-11-23 03:4\d UTC>\.$/m],
    [
      '',
      { startTtlMs: 7_200_000 },
      /: a freeze period\. It would expire .*2026-11-22 23:4\d UTC>: choose another start\.$/m,
    ],
    [
      'Mon-Sun 20:00-23:30',
      {},
      /: a freeze period\. The off-peak hours are over then: approval is asked for anew\.$/m,
    ],
  ] as const)(
    'an approved one says what comes of it when the freeze is over: %s, %j',
    (hours, change, words) => {
      const calendar = calendarOf(hours, '2026-11-22');
      expect(readable(shown('approved', change, { calendar }).blocks)).toMatch(words);
    },
  );

  it.each([
    [false, 'Any full member of this channel but <@U0ADA> can approve or reject, until <'],
    [
      true,
      'Anybody but <@U0ADA> who is on the list of approvers and in this channel can approve or reject, until <',
    ],
  ])('says who may vote; there is a list: %s', (approversListed, words) => {
    expect(readable(shown('awaiting approval', {}, { approversListed }).blocks)).toContain(words);
  });

  it('asks before a request is cancelled, and says who can', () => {
    const cancel = buttonsOf(shown('scheduled').blocks).find(({ label }) => label === 'Cancel');
    expect(cancel?.asks).toContain(
      'is not made. Its requester, those who may approve it and administrators can cancel.',
    );
  });

  it('does not change with the time unless something runs', () => {
    const still = SITUATION_NAMES.filter((name) => !name.startsWith('running') && name !== 'rolling back');
    for (const situation of still)
      expect(shown(situation, {}, { now: new Date('2026-11-22T23:59:59Z') })).toEqual(shown(situation));
  });
});

it.each(SITUATION_NAMES)(
  'names the OCP in its title and its one sentence where there are several: %s',
  (situation) => {
    const request = requestIn(situation);
    const titleOf = (severalOcps: boolean) =>
      readable(card(request, { now: NOW, severalOcps }).blocks).split('\n')[0];
    expect(titleOf(true)).toBe(`${titleOf(false)} in OCP ocp-a`);
    expect(card(request, { now: NOW, severalOcps: true }).text).toContain(
      'move-out of `shop:1001` in OCP `ocp-a` (MO-',
    );
    expect(card(request, { now: NOW, severalOcps: false }).text).toContain('move-out of `shop:1001` (MO-');
  },
);

describe('every card', () => {
  const task = exampleTask(600, 200, 'FAILED');
  const sizes = [0, 3, 64, 300];

  it.each(SITUATION_NAMES)('is one that Slack takes, with any number of hosts: %s', (situation) => {
    for (const count of sizes) {
      const change = { deleteHosts: hosts(count), keepHosts: hosts(count, 400), skipHosts: hosts(count) };
      expect(messageProblems(shown(situation, change, { sighting: { task } }))).toEqual([]);
    }
  });

  it.each(HOSTILE)('is harmless and fits whatever it is told, %#', (text) => {
    const { cluster } = exampleTerms();
    const some = hosts(12).map((host) => ({ ...host, name: text, address: text }));
    const change: Partial<Terms> = {
      cluster: { ...cluster, name: text, ocp: text, status: text, type: text, obVersion: text },
      reason: `${text}\n`.repeat(200),
      warnings: Array.from({ length: 50 }, () => text),
      deleteHosts: some,
      keepHosts: some,
      skipHosts: some,
    };
    for (const situation of SITUATION_NAMES) {
      const fault = { since: '2026-11-22T21:50:00.000Z', message: text };
      const sighting = { task, fault, noAnswerSince: fault.since };
      const message = shown(situation, change, { notice: text, sighting });
      expect(messageProblems(message)).toEqual([]);
      const said = readable(message.blocks.filter(({ type }) => type !== 'header' && type !== 'actions'));
      expect(said + message.text).not.toMatch(/<!(?!date\^)|<@U0GONE|<https|<img|\u202e/iu);
    }
  });
});

describe('the value of a button', () => {
  it('comes back as it was written', () => {
    const request = requestIn('awaiting approval');
    expect(parseButtonValue(buttonValue(request))).toEqual({ id: REQUEST, fingerprint: 'f0e1d2c3b4a59687' });
    const values = buttonsOf(card(request, { now: NOW }).blocks).map(({ value }) => value);
    expect(new Set(values)).toEqual(new Set([buttonValue(request)]));
  });

  it.each([
    undefined,
    null,
    7,
    {},
    '',
    'MO-7K3F2A',
    'MO-7K3F2A|',
    '|f0e1',
    'mo-7k3f2a|f0e1',
    'MO-7K3F2A|f0e1|more',
    '../../etc|f0e1',
    'MO-7K3F2A\n|f0e1',
    `MO-7K3F2A|${'f'.repeat(200)}`,
  ])('is refused when it is none of ours: %j', (value) => {
    expect(parseButtonValue(value)).toBeUndefined();
  });

  it('belongs to action ids that are all different', () => {
    const ids = Object.values(ACTION);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the small words', () => {
  it('names every status with an emoji and different words', () => {
    const texts = new Set(SITUATION_NAMES.map((name) => statusText(requestIn(name))));
    expect(texts.size).toBe(15);
  });

  it.each([
    [0, 0, '░░░░░░░░ 0/0'],
    [0, 12, '░░░░░░░░ 0/12'],
    [1, 600, '▓░░░░░░░ 1/600'],
    [5, 12, '▓▓▓▓░░░░ 5/12'],
    [599, 600, '▓▓▓▓▓▓▓░ 599/600'],
    [12, 12, '▓▓▓▓▓▓▓▓ 12/12'],
  ])('draws %i of %i', (done, total, bar) => {
    expect(progressBar(done, total)).toBe(bar);
  });

  it('counts what a rollback has undone', () => {
    expect(taskProgress({ ...exampleTask(4, 1), operation: 'ROLLBACK' })).toContain('2/4');
  });

  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [45, '45 s'],
    [60, '1 min'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [3905, '1 h 5 min'],
    [3605, '1 h'],
    [90_000, '1 d 1 h'],
  ])('says %i seconds as %s', (seconds, words) => {
    expect(elapsed(NOW, new Date(NOW.getTime() + seconds * 1000))).toBe(words);
  });
});
