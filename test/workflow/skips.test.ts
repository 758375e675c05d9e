import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import { answerLost, lies, refused, unanswered } from '../faults.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;
let ids: readonly number[];

/** A task with two failed subtasks, both of which are to be skipped. */
beforeEach(async () => {
  world = await createWorld();
  id = await world.approved();
  const down = async () => {
    for (const host of [101, 102]) await world.setHostStatus(host, 'OFFLINE');
  };
  world.faults.next('ocp.moveOut', { kind: 'preceded', by: down });
  const failed = await world.run(id);
  ids = failed.status === 'task failed' ? failed.task.subtasks.map((subtask) => subtask.id) : [];
  expect(ids).toHaveLength(2);
  await world.act(id, BEN, { kind: 'skip', subtaskIds: ids });
});

function skipsDone(): unknown[] {
  return world.faults.calls
    .filter(({ name, done }) => name === 'ocp.skipSubtask' && done === true)
    .map(({ args }) => args[1]);
}

/** The task runs again since one of two is skipped, and the other one is failed still. */
const runs = lies<Task>((task) => ({ ...task, status: 'RUNNING' }));

describe('two skips', () => {
  it.each([
    { name: 'after the first', call: 2, when: 'after' },
    { name: 'before the second', call: 3, when: 'before' },
    { name: 'after the second', call: 3, when: 'after' },
  ] as const)('are both made when the process dies $name and the task runs again', async ({ call, when }) => {
    world.faults.crashAt(call, when);
    await world.pass(id);
    expect(String(world.errors[0])).toContain(`${when} ocp.skipSubtask`);
    world.faults.next('ocp.readTask', runs);
    await world.pass(id);
    expect(new Set(skipsDone())).toEqual(new Set(ids));
  });

  it('are both made when the answer of one is lost and the task runs again', async () => {
    world.faults.next('ocp.skipSubtask', answerLost);
    await world.pass(id);
    world.faults.next('ocp.readTask', runs);
    await world.pass(id);
    expect(skipsDone()).toEqual(ids);
    expect((await world.eventTypes(id)).at(-1)).not.toBe('skip asked');
  });

  it('are given back to people when OCP refuses one', async () => {
    world.faults.next('ocp.skipSubtask', refused);
    await world.pass(id);
    expect(await world.request(id)).toMatchObject({ status: 'task failed' });
  });

  it('are over when OCP refuses one while the task runs again', async () => {
    world.faults.next('ocp.readTask', runs);
    world.faults.next('ocp.skipSubtask', refused);
    await world.pass(id);
    const types = await world.eventTypes(id);
    expect(types.slice(types.indexOf('skip asked') + 1)[0]).toBe('task steered');
  });

  it('are not made in a task that somebody turned round', async () => {
    world.faults.next(
      'ocp.readTask',
      lies<Task>((task) => ({ ...task, status: 'RUNNING', operation: 'ROLLBACK' })),
    );
    world.faults.next('ocp.readTask', unanswered, 3);
    await world.pass(id);
    expect(skipsDone()).toEqual([]);
    expect(await world.request(id)).toMatchObject({ status: 'rolling back' });
  });
});
