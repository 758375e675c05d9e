import { beforeEach, describe, expect, it } from 'vitest';
import type { ClusterSummary, Task } from '../../src/domain/cluster.ts';
import type { Request } from '../../src/domain/request.ts';
import { answerLost, lies, refused, unanswered } from '../faults.ts';
import { SHOP } from '../small-inventory.ts';
import { ANNA, BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;

/** A run whose task failed, since the second host went down. */
beforeEach(async () => {
  world = await createWorld();
  id = await world.begun();
  world.faults.next('ocp.moveOut', { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') });
  await world.run(id);
});

async function shop(): Promise<ClusterSummary | undefined> {
  return (await world.ports.ocp.listClusters()).find((cluster) => cluster.id === SHOP);
}

async function failedIds(): Promise<number[]> {
  const request = await world.request(id);
  return request.status === 'task failed' ? request.task.subtasks.map((subtask) => subtask.id) : [];
}

async function taskId(): Promise<number> {
  const [task] = await world.ports.ocp.tasksOf(SHOP);
  return task?.id ?? 0;
}

async function skipAll(): Promise<Request> {
  await world.act(id, BEN, { kind: 'skip', subtaskIds: await failedIds() });
  return world.run(id);
}

describe('a task that failed', () => {
  it('is told with its failed subtask and OCP’s trace id', async () => {
    expect(await world.request(id)).toMatchObject({
      status: 'task failed',
      task: {
        failure: {
          message: expect.stringMatching(/^OCP task 1001 failed at “.*”\.$/),
          traceId: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
        subtasks: [{ id: expect.any(Number), host: 'shop-2' }],
        canRollBack: true,
        rollback: false,
      },
    });
  });

  it('is retried, and fails again while the host is down', async () => {
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'task failed' });
    await world.setHostStatus(102, 'ONLINE');
    await world.act(id, ANNA, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('goes on past the subtasks that are skipped', async () => {
    await skipAll();
    expect(await world.request(id)).toMatchObject({ status: 'task failed', task: { canRollBack: false } });
    expect(await skipAll()).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.skipSubtask')).toBe(2);
  });

  it('may not be rolled back once a host was deleted', async () => {
    await skipAll();
    expect(await world.act(id, BEN, { kind: 'roll back' })).toMatchObject({
      refusal: { why: 'rollback prohibited' },
    });
    expect(world.done('ocp.rollBackTask')).toBe(0);
  });

  it('is given up: the task and the cluster stay, and the cluster may be requested again', async () => {
    expect(await world.ask()).toMatchObject({ busy: { request: { id } } });
    await world.act(id, BEN, { kind: 'give up' });
    expect(await world.run(id)).toMatchObject({ status: 'abandoned', by: BEN });
    expect(await shop()).toMatchObject({ status: 'MOVINGOUT' });
    expect(await world.ports.ocp.tasksOf(SHOP)).toMatchObject([{ status: 'FAILED' }]);
    expect(await world.ask()).toHaveProperty('opened');
  });

  it('shows OCP’s words when OCP refuses the retry, and stays failed', async () => {
    world.faults.next('ocp.retryTask', refused);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({
      status: 'task failed',
      task: {
        failure: { message: 'The task was not retried. OCP refused it.', code: '10001' },
        canRollBack: true,
      },
    });
  });

  it.each([
    { fault: answerLost, name: 'after OCP did it', sent: 1 },
    { fault: unanswered, name: 'before OCP did it', sent: 2 },
  ])('a retry whose answer is lost $name is done once', async ({ fault, sent }) => {
    await world.setHostStatus(102, 'ONLINE');
    world.faults.next('ocp.retryTask', fault);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.retryTask')).toBe(1);
    expect(world.faults.calls.filter(({ name }) => name === 'ocp.retryTask')).toHaveLength(sent);
  });

  it('two people who retry at the same moment cause one retry', async () => {
    await world.setHostStatus(102, 'ONLINE');
    const both = await Promise.all([ANNA, BEN].map((person) => world.act(id, person, { kind: 'retry' })));
    expect(both.map((acted) => ('done' in acted ? 'done' : 'refused'))).toEqual(['done', 'refused']);
    await world.run(id);
    expect(world.done('ocp.retryTask')).toBe(1);
  });
});

describe('rolling back', () => {
  const moving = lies<ClusterSummary[]>((all) => all.map((one) => ({ ...one, status: 'MOVINGOUT' })));
  const absent = lies<ClusterSummary[]>(() => []);

  it('ends when the cluster is listed again and no longer MOVINGOUT', async () => {
    await world.act(id, BEN, { kind: 'roll back' });
    expect(await world.run(id)).toMatchObject({ status: 'rolled back' });
    expect(await shop()).toMatchObject({ status: 'RUNNING' });
    expect(await world.ask()).toHaveProperty('opened');
  });

  it.each([
    { name: 'cannot be read', listing: unanswered },
    { name: 'is MOVINGOUT', listing: moving },
    { name: 'is not listed', listing: absent },
  ])('does not end while the cluster $name, though the task did', async ({ listing }) => {
    world.faults.next('ocp.listClusters', listing, 5);
    await world.act(id, BEN, { kind: 'roll back' });
    for (let passes = 0; passes < 5; passes += 1) await world.pass(id);
    expect(await world.ports.ocp.readTask(await taskId())).toMatchObject({ status: 'SUCCESSFUL' });
    expect(await world.request(id)).toMatchObject({ status: 'rolling back' });
    expect(await world.run(id)).toMatchObject({ status: 'rolled back' });
  });

  describe('that fails', () => {
    beforeEach(async () => {
      await world.setHostStatus(101, 'OFFLINE');
      await world.act(id, BEN, { kind: 'roll back' });
      await world.run(id);
    });

    it('can only be skipped past or left', async () => {
      expect(await world.request(id)).toMatchObject({
        status: 'task failed',
        task: { rollback: true, canRollBack: false, subtasks: [{ host: 'shop-1' }] },
      });
      for (const kind of ['retry', 'roll back'] as const)
        expect(await world.act(id, BEN, { kind })).toMatchObject({ refusal: { why: 'not now' } });
      expect(await world.act(id, BEN, { kind: 'give up' })).toHaveProperty('done');
    });

    it('ends rolled back when its failed subtask is skipped', async () => {
      expect(await skipAll()).toMatchObject({ status: 'rolled back' });
      expect(await shop()).toMatchObject({ status: 'RUNNING' });
    });
  });
});

describe('a task that OCP no longer knows', () => {
  beforeEach(async () => {
    world.faults.next(
      'ocp.readTask',
      lies<Task | undefined>(() => undefined),
      2,
    );
    await world.setHostStatus(102, 'ONLINE');
    await world.act(id, BEN, { kind: 'retry' });
    await world.run(id);
  });

  it('is asked about', async () => {
    expect(await world.request(id)).toMatchObject({
      status: 'asking',
      question: 'task lost',
      why: 'OCP no longer knows task 1001.',
    });
  });

  it('is looked for again on Check Again, and what was owed is still done', async () => {
    await world.act(id, ANNA, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.retryTask')).toBe(1);
  });
});
