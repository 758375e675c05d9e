import { describe, expect, it } from 'vitest';
import type { Terms } from '../../../src/domain/events.ts';
import { card } from '../../../src/slack/views/card.ts';
import { calendarOf } from '../../calendar-of.ts';
import {
  exampleTask,
  exampleTerms,
  hosts,
  NOW,
  requestIn,
  SITUATION_NAMES,
  type Situation,
} from '../../requests.ts';
import { buttonsOf, HOSTILE, labelsOf, messageProblems, readable } from '../check-message.ts';
import { shown } from './shown-card.ts';

describe('card', () => {
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

  it.each<[Situation, boolean]>([
    ['awaiting approval', false],
    ['running: follow', false],
    ['task failed', false],
    ['completed', true],
    ['rolled back', true],
    ['abandoned: task failed', true],
    ['rejected', true],
  ])('tells of what has ended that its warnings were given before: %s %s', (situation, isOver) => {
    const text = readable(shown(situation, { warnings: ['The task will fail there.'] }).blocks);
    const warned = '*Warned when approval was asked for*\n⚠️ The task will fail there.';
    expect(text.includes(warned)).toBe(isOver);
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

  it.each([
    ['Mon-Sun 02:00-03:00', '2026-11-22', true],
    ['Mon-Sun 22:30-23:00', '2026-11-22', false],
    ['Sat 02:00-03:00', '', false],
    ['', '2026-11-22..2026-11-24', false],
  ])(
    'offers what the hours %s, or a freeze %s, put off, as long as its approval counts then: %s',
    (hours, dates, isOffered) => {
      const start = { kind: 'when approved' } as const;
      const { blocks } = shown('step failed: export', { start }, { calendar: calendarOf(hours, dates) });
      expect(labelsOf(blocks).includes('Retry')).toBe(isOffered);
      expect(readable(blocks).includes('Nothing has moved. Give Up, then request it again.')).toBe(
        !isOffered,
      );
    },
  );

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

  it('says a rule that forbids it once, though it is a change, too', () => {
    expect(readable(shown('changed').blocks).split('The cluster is MOVINGOUT.')).toHaveLength(2);
  });
  it('asks before a request is cancelled, and says who can', () => {
    const cancel = buttonsOf(shown('scheduled').blocks).find(({ label }) => label === 'Cancel');
    expect(cancel?.asks).toContain('is not made. Its requester and those who may approve it can cancel.');
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
