/** An OCP under whose ids other clusters may turn up, that shows half of what it has, and that forgets a task for a moment. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cluster, ClusterSummary, Task } from '../../src/domain/cluster.ts';
import { answerLost, delayed, fine, lies } from '../faults.ts';
import { DEPOT, SHOP } from '../small-inventory.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

const MANY = 1_000;
let world: TestWorld;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

/** A list in which the cluster that is moved has another record. */
const shopBecomes = (change: Partial<ClusterSummary>) =>
  lies<readonly ClusterSummary[]>((all) => all.map((one) => (one.id === SHOP ? { ...one, ...change } : one)));
const unknownTask = lies<Task | undefined>(() => undefined);

async function failedTask(): Promise<string> {
  const id = await world.begun();
  world.faults.next('ocp.moveOut', { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') });
  await world.run(id);
  return id;
}

describe('after a rollback', () => {
  it('another cluster under the id of the one that was moved is not the cluster back', async () => {
    const id = await failedTask();
    world.faults.next('ocp.listClusters', shopBecomes({ name: 'stranger', obClusterId: 7 }), MANY);
    await world.act(id, BEN, { kind: 'roll back' });
    expect(await world.run(id)).toMatchObject({
      status: 'asking',
      question: 'not back',
      why: 'The rollback is completed, but OCP does not list shop:1001.',
    });
  });

  it('the cluster is back also under another id', async () => {
    const id = await failedTask();
    world.faults.next('ocp.listClusters', shopBecomes({ id: 99 }), MANY);
    await world.act(id, BEN, { kind: 'roll back' });
    expect(await world.run(id)).toMatchObject({ status: 'rolled back' });
  });

  it('that nobody asked for, a finished task is no move-out', async () => {
    const id = await world.begun();
    const undone = lies<Task>((task) => ({ ...task, status: 'SUCCESSFUL', operation: 'ROLLBACK' }));
    world.faults.next('ocp.listClusters', fine, 2);
    world.faults.next('ocp.listClusters', shopBecomes({ status: 'RUNNING' }), MANY);
    // The task itself goes on in OCP; what counts is what OCP says of it.
    world.faults.next('ocp.moveOut', { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') });
    world.faults.next('ocp.readTask', undone, MANY);
    expect(await world.run(id)).toMatchObject({ status: 'rolled back' });
    expect(await world.eventTypes(id)).not.toContain('task succeeded');
  });
});

describe('after a submit whose answer is lost, and without a task to be seen', () => {
  it.each([
    {
      name: 'the id belongs to another cluster now',
      change: { name: 'stranger', obClusterId: 7 },
      why: 'OCP no longer lists the cluster, yet shows no task of Moveout’s.',
    },
    {
      name: 'the cluster has another id now',
      change: { id: 99 },
      why: 'OCP lists shop:1001 under another id now (99 instead of 1), so Moveout cannot tell which tasks are its own.',
    },
  ])('$name: a person is asked, and nothing is sent again', async ({ change, why }) => {
    const id = await world.begun();
    world.faults.next('ocp.listClusters', fine, 2);
    world.faults.next('ocp.listClusters', shopBecomes(change), MANY);
    world.faults.next('ocp.moveOut', delayed);
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'submit outcome', why });
    expect(world.faults.calls.filter(({ name }) => name === 'ocp.moveOut')).toHaveLength(1);
  });

  it('tasks in any order, with one that was known before: the new one is adopted', async () => {
    const before = await failedTask();
    await world.act(before, BEN, { kind: 'roll back' });
    await world.run(before);
    await world.setHostStatus(102, 'ONLINE');
    const id = await world.begun();
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next(
      'ocp.tasksOf',
      lies<readonly Task[]>((tasks) => [...tasks].reverse()),
      MANY,
    );
    expect(await world.run(id)).toMatchObject({ status: 'completed', at: { taskId: 1002 } });
  });

  it('a task that does not say what it moves is asked about', async () => {
    const id = await world.begun();
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next(
      'ocp.tasksOf',
      lies<readonly Task[]>((tasks) => tasks.map(({ moveOut: _, ...task }) => task)),
      MANY,
    );
    expect(await world.run(id)).toMatchObject({
      status: 'asking',
      question: 'submit outcome',
      taskIds: [1001],
    });
  });
});

describe('at the recheck', () => {
  it('another cluster under the id stops the run before anything left OCP', async () => {
    const id = await world.begun();
    const stranger = await world.ports.ocp.readCluster(DEPOT);
    world.faults.next(
      'ocp.readCluster',
      lies<Cluster | undefined>(() => stranger && { ...stranger, id: SHOP }),
    );
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      failure: { message: expect.stringContaining('is now depot:1002 in OCP embedded') },
    });
    expect(world.done('ocp.exportCredentials')).toBe(0);
  });

  it('a list without the very cluster that OCP shows is half a list, and no proof that its standby is gone', async () => {
    const id = await world.begun();
    const standbys = [{ name: 'shop', obClusterId: 1009 }];
    world.faults.next(
      'ocp.readCluster',
      lies<Cluster>((cluster) => ({ ...cluster, standbys })),
    );
    world.faults.next(
      'ocp.listClusters',
      lies<readonly ClusterSummary[]>((all) => all.filter(({ id: one }) => one !== SHOP)),
    );
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      failure: {
        message:
          'OCP embedded may still list its standby shop:1009, since its list is not whole: it lacks shop:1001 itself.',
      },
    });
  });
});

describe('a task that OCP does not know', () => {
  it('once, is looked for again', async () => {
    const id = await world.begun();
    world.faults.next('ocp.readTask', unknownTask);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.eventTypes(id)).not.toContain('asked');
  });

  it('once before it is steered, is looked for again, and steered once', async () => {
    const id = await failedTask();
    await world.setHostStatus(102, 'ONLINE');
    world.faults.next('ocp.readTask', unknownTask);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.eventTypes(id)).not.toContain('asked');
    expect(world.done('ocp.retryTask')).toBe(1);
  });

  it('twice, is asked about, and not before the second look is due', async () => {
    const id = await world.begun();
    world.faults.next('ocp.readTask', unknownTask, 2);
    await world.run(id, (request) => 'at' in request && request.at.step === 'follow');
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'task lost' });
    const reads = world.faults.calls.filter(({ name }) => name === 'ocp.readTask').length;
    expect(reads).toBe(2);
  });
});

describe('a task of another cluster under the number of the one that is followed', () => {
  const stranger = (change: Partial<Task>) =>
    lies<Task>((task) => ({ ...task, clusterId: DEPOT, ...change }));

  it.each(['FAILED', 'SUCCESSFUL'])('that is %s is not taken for it: people are asked', async (status) => {
    const id = await world.begun();
    world.faults.next('ocp.readTask', stranger({ status }), MANY);
    expect(await world.run(id)).toMatchObject({
      status: 'asking',
      question: 'task lost',
      why: 'OCP task 1001 belongs to another cluster now.',
    });
  });

  it('is not steered', async () => {
    const id = await failedTask();
    world.faults.next('ocp.readTask', stranger({ status: 'FAILED' }), MANY);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'task lost' });
    expect(world.done('ocp.retryTask')).toBe(0);
  });
});

it('a move-out that is answered with a task that was known before has begun another one, or none: it is looked for', async () => {
  const before = await failedTask();
  await world.act(before, BEN, { kind: 'roll back' });
  await world.run(before);
  await world.setHostStatus(102, 'ONLINE');
  const id = await world.begun();
  world.faults.next(
    'ocp.moveOut',
    lies<Task>((task) => ({ ...task, id: 1001 })),
  );
  expect(await world.run(id)).toMatchObject({ status: 'completed', at: { taskId: 1002 } });
  // Once for each of the two requests.
  expect(world.done('ocp.moveOut')).toBe(2);
});
