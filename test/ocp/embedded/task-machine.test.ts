import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AT_ONCE,
  advanced,
  finished,
  retried,
  rolledBack,
  skipped,
} from '../../../src/ocp/embedded/task-machine.ts';
import { type SubtaskRecord, type TaskRecord, taskRecord } from '../../../src/ocp/wire/records.ts';

const NOW = '2026-11-22T10:00:00.000+00:00';

/** A task whose subtasks `1..n` await those of the stage before; `sizes` are the sizes of the stages. */
function taskOf(sizes: readonly number[], more: object = {}): TaskRecord {
  let last = 0;
  const stages = sizes.map((size) => Array.from({ length: size }, () => ++last));
  const subtasks = stages.flatMap((stage, depth) =>
    stage.map((id) => ({
      id,
      name: `subtask ${id}`,
      status: 'PENDING',
      operation: 'EXECUTE',
      upstreams: stages[depth - 1] ?? [],
      downstreams: stages[depth + 1] ?? [],
    })),
  );
  return taskRecord.parse({
    id: 7,
    name: 'task',
    status: 'RUNNING',
    operation: 'EXECUTE',
    subtasks,
    ...more,
  });
}

/** Runs a task to its end; the subtasks in `failing` fail. `order` are the ended subtasks, one after the other. */
function ran(
  begin: TaskRecord,
  failing: ReadonlySet<number>,
): { task: TaskRecord; order: readonly number[] } {
  const order: number[] = [];
  let { task, started } = advanced(begin, NOW);
  const queue = [...started];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    order.push(id);
    ({ task, started } = advanced(finished(task, id, !failing.has(id), NOW), NOW));
    queue.push(...started);
    expect(active(task)).toBeLessThanOrEqual(AT_ONCE);
  }
  return { task, order };
}

function active({ subtasks }: TaskRecord): number {
  return subtasks.filter(({ status }) => status === 'RUNNING' || status === 'READY').length;
}

function at(task: TaskRecord, id: number): SubtaskRecord {
  const subtask = task.subtasks.find((each) => each.id === id);
  if (subtask === undefined) throw new Error(`no subtask ${id}`);
  return subtask;
}

const failedForwards = () => ran(taskOf([1, 3, 1]), new Set([3])).task;
const failedBackwards = () => ran(rolledBack(failedForwards()), new Set([2])).task;

describe('The states of a task', () => {
  it.each([
    { task: 'RUNNING', begin: () => taskOf([1]), retry: /RUNNING/, rollBack: /RUNNING/ },
    {
      task: 'SUCCESSFUL',
      begin: () => ran(taskOf([1]), new Set()).task,
      retry: /SUCCESSFUL/,
      rollBack: /SUCCESSFUL/,
    },
    { task: 'FAILED', begin: failedForwards, retry: 'RETRY', rollBack: 'ROLLBACK' },
    {
      task: 'FAILED, rollback prohibited',
      begin: () => ({ ...failedForwards(), prohibitRollback: true }),
      retry: 'RETRY',
      rollBack: /cannot be rolled back/,
    },
    { task: 'FAILED while rolling back', begin: failedBackwards, retry: /skipped/, rollBack: /skipped/ },
    {
      task: 'rolled back',
      begin: () => ran(rolledBack(failedForwards()), new Set()).task,
      retry: /SUCCESSFUL/,
      rollBack: /SUCCESSFUL/,
    },
  ])('answers retry and rollback of a task that is $task', ({ begin, retry, rollBack }) => {
    const verbs = [
      { verb: retried, answer: retry },
      { verb: rolledBack, answer: rollBack },
    ];
    for (const { verb, answer } of verbs) {
      if (answer instanceof RegExp) expect(() => verb(begin())).toThrow(answer);
      else expect(verb(begin())).toMatchObject({ status: 'RUNNING', operation: answer });
    }
  });

  it('tries what does not depend on the failed subtask before it fails', () => {
    const task = failedForwards();
    expect(task).toMatchObject({ status: 'FAILED', operation: 'EXECUTE', finishTime: NOW });
    expect(task.subtasks.map(({ status }) => status)).toEqual([
      'SUCCESSFUL',
      'SUCCESSFUL',
      'FAILED',
      'SUCCESSFUL',
      'PENDING',
    ]);
  });

  it('runs only what failed and what comes after when it is retried', () => {
    const { task, order } = ran(retried(failedForwards()), new Set());
    expect(order).toEqual([3, 5]);
    expect(task).toMatchObject({ status: 'SUCCESSFUL', operation: 'RETRY' });
    expect(at(task, 3)).toMatchObject({ status: 'SUCCESSFUL', operation: 'RETRY', runTime: 2 });
    expect(at(task, 2)).toMatchObject({ operation: 'EXECUTE', runTime: 1 });
  });

  it('counts a skipped subtask as successful without running it', () => {
    const ready = skipped(failedForwards(), 3);
    expect(at(ready, 3)).toMatchObject({ status: 'READY', operation: 'SKIP' });
    expect(ready.status).toBe('RUNNING');
    const { task, order } = ran(ready, new Set());
    expect(order).toEqual([5]);
    expect(task).toMatchObject({ status: 'SUCCESSFUL', operation: 'EXECUTE' });
    expect(at(task, 3)).toMatchObject({ status: 'SUCCESSFUL', operation: 'SKIP', runTime: 1 });
  });

  it('fails again while another failed subtask is left, which can then be skipped too', () => {
    const both = ran(taskOf([1, 3, 1]), new Set([2, 3])).task;
    const one = ran(skipped(both, 2), new Set()).task;
    expect(one.status).toBe('FAILED');
    expect(ran(skipped(one, 3), new Set()).task.status).toBe('SUCCESSFUL');
    expect(ran(skipped(skipped(both, 2), 3), new Set()).task.status).toBe('SUCCESSFUL');
  });

  it('refuses to skip a subtask that did not fail', () => {
    expect(() => skipped(failedForwards(), 1)).toThrow(/SUCCESSFUL/);
    expect(() => skipped(failedForwards(), 99)).toThrow(/no subtask 99/);
  });

  it('passes over what could not be undone when that is skipped', () => {
    const stuck = failedBackwards();
    expect(stuck).toMatchObject({ status: 'FAILED', operation: 'ROLLBACK' });
    const ready = skipped(stuck, 2);
    expect(at(ready, 2)).toMatchObject({ status: 'READY', operation: 'ROLLBACK_SKIP' });
    const { task, order } = ran(ready, new Set());
    expect(order).toEqual([1]);
    expect(task).toMatchObject({ status: 'SUCCESSFUL', operation: 'ROLLBACK' });
    expect(new Set(task.subtasks.map(({ status }) => status))).toEqual(new Set(['PENDING']));
  });

  it('prohibits rollback as soon as a subtask that forbids it has started', () => {
    const task = taskOf([1, 1]);
    const subtasks = task.subtasks.map((subtask) => ({ ...subtask, prohibitRollback: subtask.id === 2 }));
    const first = advanced({ ...task, subtasks }, NOW).task;
    expect(first.prohibitRollback).toBe(false);
    expect(advanced(finished(first, 1, true, NOW), NOW).task.prohibitRollback).toBe(true);
  });

  it('runs forwards and backwards in the order of what awaits what, whatever fails', () => {
    const stages = fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(stages, fc.array(fc.integer({ min: 1, max: 70 })), (sizes, fails) => {
        const forwards = ran(taskOf(sizes), new Set(fails));
        expectOrder(forwards.order, forwards.task, 'upstreams');
        if (forwards.task.status === 'SUCCESSFUL') return;
        expect(ran(retried(forwards.task), new Set()).task.status).toBe('SUCCESSFUL');
        const back = ran(rolledBack(forwards.task), new Set());
        expectOrder(back.order, back.task, 'downstreams');
        expect(back.order.toSorted()).toEqual(forwards.order.toSorted());
        expect(back.task).toMatchObject({ status: 'SUCCESSFUL', operation: 'ROLLBACK' });
      }),
      { numRuns: 60 },
    );
  });
});

function expectOrder(order: readonly number[], task: TaskRecord, side: 'upstreams' | 'downstreams'): void {
  for (const [place, id] of order.entries()) {
    const before = at(task, id)[side].filter((each) => order.includes(each));
    expect(before.every((each) => order.indexOf(each) < place)).toBe(true);
  }
}
