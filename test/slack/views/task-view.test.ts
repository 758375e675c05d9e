import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/domain/cluster.ts';
import { ACTION } from '../../../src/slack/views/card-buttons.ts';
import { logExcerpt } from '../../../src/slack/views/log-excerpt.ts';
import { parseLogValue, SHOW_LOG } from '../../../src/slack/views/subtask-blocks.ts';
import { REFRESH, taskView } from '../../../src/slack/views/task-view.ts';
import { exampleTask, NOW, REQUEST, requestIn, SITUATION_NAMES, type Situation } from '../../requests.ts';
import { buttonsOf, HOSTILE, labelsOf, readable } from '../check-message.ts';
import { problemsOf } from '../check-view.ts';

function view(situation: Situation, shown: Partial<Parameters<typeof taskView>[1]> = {}) {
  return taskView(requestIn(situation), { now: NOW, ...shown });
}

describe('View Task', () => {
  it('shows the steps, and the subtasks in order with state, host and duration', () => {
    const modal = view('running: follow', { task: exampleTask(4, 2) });
    const text = readable(modal.blocks);
    expect(modal.title.text).toBe('OCP task 1000');
    expect(modal.private_metadata).toBe(REQUEST);
    expect(modal.close?.text).toBe('Close');
    expect(text).toContain('✅ 4. submit the move-out to OCP: done');
    expect(text).toContain('▶️ 5. follow the OCP task: *now*');
    expect(text).toContain('▫️ 6. confirm that the cluster is gone from OCP: not yet');
    expect(text).toContain('▓▓▓▓░░░░ 2/4');
    expect(text).toContain('OCP trace id `5f0d2c1b7a9e4c33`');
    expect(text).toContain(
      [
        '✅ Delete host on `obs-001` · SUCCESSFUL · 12 s',
        '✅ Delete host on `obs-002` · SUCCESSFUL · 12 s',
        '▶️ Delete host on `obs-003` · RUNNING · 27 min',
        '▫️ Delete host on `obs-004` · PENDING',
      ].join('\n'),
    );
  });

  it('offers the log of a failed subtask, and shows it in the same modal', () => {
    const task = exampleTask(4, 2, 'FAILED');
    const offered = buttonsOf(view('task failed', { task }).blocks).find(({ label }) => label === 'Log');
    expect(offered).toMatchObject({ action: SHOW_LOG, value: '13' });
    expect(parseLogValue(offered?.value)).toBe(13);
    const text = readable(
      view('task failed', { task, log: { subtask: 'Delete host', text: 'ssh: no route' } }).blocks,
    );
    expect(text).toContain('*Log of Delete host*, newest run first\n```ssh: no route```');
    expect(readable(view('task failed', { log: { subtask: 'x', text: ' \n' } }).blocks)).toContain(
      'it is empty',
    );
  });

  it.each([undefined, 3, '', '-1', '1.5', 'MO-7K3F2A|f0', '9'.repeat(16)])(
    'refuses the log of %j',
    (value) => {
      expect(parseLogValue(value)).toBeUndefined();
    },
  );

  it('says when OCP did not show the task, and keeps Refresh', () => {
    const modal = view('running: follow', { unreadable: 'OCP did not answer within 5 s.' });
    expect(readable(modal.blocks)).toContain(
      'OCP did not show the task. Press Refresh to try again.\n> OCP did not answer within 5 s.',
    );
    expect(buttonsOf(modal.blocks)).toMatchObject([{ label: 'Refresh', action: REFRESH }]);
  });

  it.each([
    ['awaiting approval', true],
    ['approved', true],
    ['scheduled', true],
    ['running: recheck', true],
    ['running: submit', true],
    ['step failed: deliver', true],
    ['running: submit sent', false],
    ['step failed: submit', false],
    ['running: follow', false],
    ['task failed', false],
    ['asking: submit outcome', false],
    ['rejected', false],
    ['completed', false],
  ] as const)('offers Cancel while that is possible: %s, %s', (situation, offered) => {
    const cancel = buttonsOf(view(situation).blocks).find(({ label }) => label === 'Cancel');
    expect(cancel !== undefined).toBe(offered);
    if (offered)
      expect(cancel).toMatchObject({ action: ACTION.cancel, asks: expect.stringContaining('Go Back') });
  });

  it('has a title also before there is a task', () => {
    expect(view('scheduled').title.text).toBe('View Task');
    expect(readable(view('scheduled').blocks)).toContain('There is no OCP task yet.');
    expect(readable(view('cancelled').blocks)).not.toContain('1. check');
  });

  it('puts what needs attention first when there are many subtasks', () => {
    const task: Task = {
      ...exampleTask(600, 300),
      subtasks: exampleTask(600, 300).subtasks.map((subtask, index) =>
        index % 20 === 19 ? { ...subtask, status: 'FAILED' } : subtask,
      ),
    };
    const modal = view('running: follow', { task });
    const text = readable(modal.blocks);
    expect(text).toMatch(/\*600 subtasks:\* 285 SUCCESSFUL · 30 FAILED · 1 RUNNING · 284 PENDING/);
    expect(labelsOf(modal.blocks).filter((label) => label === 'Log')).toHaveLength(20);
    expect(text.indexOf('FAILED ·')).toBeLessThan(text.indexOf('▶️ Delete host'));
    expect(text.indexOf('▶️ Delete host')).toBeLessThan(text.indexOf('✅ Delete host'));
  });
});

describe('every View Task', () => {
  it.each(SITUATION_NAMES)('is one that Slack takes: %s', (situation) => {
    expect(problemsOf(view(situation, { task: exampleTask(64, 30) }))).toEqual([]);
    expect(problemsOf(view(situation))).toEqual([]);
  });

  it.each([0, 3, 64, 300, 3000])('is one that Slack takes with %i subtasks', (count) => {
    expect(problemsOf(view('running: follow', { task: exampleTask(count, count / 2) }))).toEqual([]);
    const failed = exampleTask(count, count / 2).subtasks.map((subtask) => ({
      ...subtask,
      status: 'FAILED',
    }));
    expect(problemsOf(view('task failed', { task: { ...exampleTask(0, 0), subtasks: failed } }))).toEqual([]);
  });

  it.each(HOSTILE)('is harmless and fits whatever it is told, %#', (text) => {
    const base = exampleTask(300, 100, 'FAILED');
    const subtasks = base.subtasks.map((subtask, index) => ({
      ...subtask,
      name: text,
      host: text,
      status: index % 3 === 0 ? 'FAILED' : index % 3 === 1 ? text : 'RUNNING',
    }));
    const task = { ...base, name: text, status: text, operation: text, traceId: text, subtasks };
    const log = { subtask: text, text: `${text}\n`.repeat(200) };
    const modal = view('task failed', { task, log, unreadable: text, notice: text });
    expect(problemsOf(modal)).toEqual([]);
    expect(readable(modal.blocks)).not.toMatch(/<!|<@|<https|<img|\u202e/iu);
    const fences = readable(modal.blocks).match(/```/g) ?? [];
    expect(fences.length).toBeLessThanOrEqual(2);
  });
});

describe('the end of a log', () => {
  const runs = [
    'first run',
    '############{RETRY}{2026-01-02T03:06:00.123+08:00}############',
    'second run',
    '############{RETRY}{2026-01-02T03:09:00.123+08:00}############',
    'third run',
  ];

  it('shows the newest run first', () => {
    const lines = logExcerpt(runs.join('\n'), 2500).split('\n');
    expect(lines.filter((line) => line.endsWith('run'))).toEqual(['third run', 'second run', 'first run']);
    expect(lines[0]).toContain('03:09');
  });

  it('keeps the end of a long run, with a mark, and leaves out older runs', () => {
    const text = logExcerpt(`old\n${runs[1]}\n${'x'.repeat(5000)}the end`, 100);
    expect(text).toHaveLength(100);
    expect(text).toMatch(/^…x+the end$/);
  });

  it('never tears what it escaped, and cannot end the code block', () => {
    for (let limit = 1; limit < 40; limit += 1) {
      const text = logExcerpt('a & b < c > d ``` & & &', limit);
      expect(text.length).toBeLessThanOrEqual(limit);
      expect(text).not.toContain('`');
      expect(text.replaceAll(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>;]/);
    }
  });
});
