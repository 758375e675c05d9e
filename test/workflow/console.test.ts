import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import { PACE } from '../../src/workflow/world.ts';
import { fine, lies, unanswered } from '../faults.ts';
import { SHOP } from '../small-inventory.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;

/** A run whose task failed, since the second host went down. */
beforeEach(async () => {
  world = await createWorld();
  id = await world.begun();
  world.faults.next('ocp.moveOut', { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') });
  await world.run(id);
});

async function failedIds(): Promise<number[]> {
  const request = await world.request(id);
  return request.status === 'task failed' ? request.task.subtasks.map((subtask) => subtask.id) : [];
}

async function taskId(): Promise<number> {
  const [task] = await world.ports.ocp.tasksOf(SHOP);
  return task?.id ?? 0;
}

describe('steered in the console of OCP meanwhile', () => {
  it('retried: the run goes on', async () => {
    await world.setHostStatus(102, 'ONLINE');
    await world.ports.ocp.retryTask(await taskId());
    world.wait(PACE.watch);
    expect(await world.run(id, (request) => request.status === 'completed')).toMatchObject({
      status: 'completed',
    });
    expect(world.done('ocp.retryTask')).toBe(0);
  });

  it('rolled back: so it ends', async () => {
    await world.ports.ocp.rollBackTask(await taskId());
    expect(await world.run(id, (request) => request.status === 'rolled back')).toMatchObject({
      status: 'rolled back',
    });
  });

  it('skipped, and failed elsewhere: the new failure is told', async () => {
    const before = await failedIds();
    await world.ports.ocp.skipSubtask(await taskId(), before[0] ?? 0);
    world.wait(PACE.watch);
    await world.run(id, (request) => request.status === 'task failed' && !request.task.canRollBack);
    const after = await failedIds();
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  });

  it('retried when somebody asks Moveout for the same: nothing is sent twice', async () => {
    await world.setHostStatus(102, 'ONLINE');
    await world.ports.ocp.retryTask(await taskId());
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.retryTask')).toBe(0);
  });

  it('turned round while it ran: the card says so', async () => {
    await world.setHostStatus(102, 'ONLINE');
    const turned = lies<Task>((task) => ({ ...task, status: 'RUNNING', operation: 'ROLLBACK' }));
    world.faults.next('ocp.readTask', fine);
    world.faults.next('ocp.readTask', turned);
    await world.act(id, BEN, { kind: 'retry' });
    await world.run(id, (request) => request.status === 'rolling back' || request.status === 'completed');
    const turns = (await world.events(id)).filter(({ type }) => type === 'task steered');
    expect(turns.slice(0, 2)).toMatchObject([{ operation: 'RETRY' }, { operation: 'ROLLBACK' }]);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('is not asked about while OCP is silent', async () => {
    world.faults.next('ocp.readTask', unanswered, 3);
    for (let passes = 0; passes < 3; passes += 1) {
      expect(await world.pass(id)).toEqual(new Date(world.clock.now().getTime() + PACE.watch));
      world.wait(PACE.watch);
    }
    expect(await world.request(id)).toMatchObject({ status: 'task failed' });
    expect(world.errors).toEqual([]);
  });

  it('no longer to be rolled back: the button goes', async () => {
    world.faults.next(
      'ocp.readTask',
      lies<Task>((task) => ({ ...task, prohibitRollback: true })),
      2,
    );
    world.wait(PACE.watch);
    await world.run(id);
    expect(await world.request(id)).toMatchObject({ status: 'task failed', task: { canRollBack: false } });
  });
});

describe('two failed subtasks of which somebody skips one in the console', () => {
  it('are passed: the other one is skipped by Moveout, nothing is sent for the first', async () => {
    const both = await createWorld();
    const run = await both.approved();
    const down = async () => {
      for (const host of [101, 102]) await both.setHostStatus(host, 'OFFLINE');
    };
    both.faults.next('ocp.moveOut', { kind: 'preceded', by: down });
    const failed = await both.run(run);
    const subtaskIds =
      failed.status === 'task failed' ? failed.task.subtasks.map((subtask) => subtask.id) : [];
    expect(subtaskIds).toHaveLength(2);
    await both.act(run, BEN, { kind: 'skip', subtaskIds });
    await both.ports.ocp.skipSubtask(1001, subtaskIds[0] ?? 0);
    await setImmediate();
    await both.pass(run);
    const skipped = both.faults.calls
      .filter(({ name }) => name === 'ocp.skipSubtask')
      .map(({ args }) => args);
    expect(skipped).toEqual([[1001, subtaskIds[1]]]);
  });
});
