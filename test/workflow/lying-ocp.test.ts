/** An OCP that can lie: about time, about what it lists, about the order and the shape of what it shows. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClusterSummary, Task } from '../../src/domain/cluster.ts';
import { taskView } from '../../src/slack/views/task-view.ts';
import { lies, unanswered } from '../faults.ts';
import { SHOP } from '../small-inventory.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

const nothing = lies<readonly ClusterSummary[]>(() => []);
/** A run whose task OCP calls completed, while the cluster is still there: it waits for the list. */
async function confirming(): Promise<string> {
  const id = await world.begun();
  const done = lies<Task>((task) => ({ ...task, status: 'SUCCESSFUL' }));
  world.faults.next('ocp.readTask', done);
  await world.run(id, (request) => 'at' in request && request.at.step === 'confirm');
  return id;
}

describe('a list of clusters that is wholly empty', () => {
  it('ends no run while the cluster can be read by its id', async () => {
    const there = await world.ports.ocp.readCluster(SHOP);
    const id = await confirming();
    world.faults.next('ocp.listClusters', nothing, 400);
    world.faults.next(
      'ocp.readCluster',
      lies(() => there),
      400,
    );
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'still listed' });
    expect(await world.eventTypes(id)).not.toContain('completed');
  });

  it('is unknown when the cluster cannot be read either, and a person is asked', async () => {
    const id = await confirming();
    world.faults.next('ocp.listClusters', nothing, 400);
    world.faults.next('ocp.readCluster', unanswered, 400);
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'still listed' });
  });

  it('counts when OCP knows no such cluster, twice', async () => {
    const id = await confirming();
    world.faults.next('ocp.listClusters', nothing, 400);
    world.faults.next(
      'ocp.readCluster',
      lies(() => undefined),
      400,
    );
    expect((await world.run(id)).status).toBe('completed');
    expect(world.done('ocp.readCluster')).toBeGreaterThanOrEqual(4);
  });
});

describe('a list that lacks the cluster alone', () => {
  it('ends no run while the cluster can be read by its id: somebody may see less than before', async () => {
    const there = await world.ports.ocp.readCluster(SHOP);
    const id = await confirming();
    world.faults.next(
      'ocp.readCluster',
      lies(() => there),
      400,
    );
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'still listed' });
  });
});

describe('an OCP that takes a minute to give no answer to the move-out', () => {
  it('has its time to take it from when the answer was given up, not from the intent', async () => {
    const id = await world.begun();
    world.faults.next('ocp.moveOut', { kind: 'delayed' });
    await world.run(
      id,
      (request) => 'at' in request && request.at.step === 'submit' && request.at.intent !== undefined,
    );
    const timeOf = async (wanted: string) =>
      Date.parse((await world.events(id)).find(({ type }) => type === wanted)?.at ?? '');
    const intended = await timeOf('submit intended');
    world.world.sightings.set(id, { submitGivenUpAt: new Date(intended + 60_000).toISOString() });
    await world.run(id, (request) => 'at' in request && request.at.step === 'follow');
    expect((await timeOf('task absent')) - intended).toBeGreaterThanOrEqual(90_000);
  });
});

describe('a move-out whose answer a process did not live to see', () => {
  it('has as long to come from the first look of the next process, however much later that is', async () => {
    const id = await world.begun();
    world.faults.next('ocp.moveOut', { kind: 'delayed' });
    await world.run(
      id,
      (request) => 'at' in request && request.at.step === 'submit' && request.at.intent !== undefined,
    );
    world.restart();
    world.wait(3_600_000);
    const restarted = world.clock.now().getTime();
    await world.run(id, (request) => 'at' in request && request.at.step === 'follow');
    const absent = (await world.events(id)).filter(({ type }) => type === 'task absent');
    expect(absent).toHaveLength(2);
    expect(Date.parse(absent[0]?.at ?? '') - restarted).toBeGreaterThanOrEqual(30_000);
  });
});

describe('an OCP that gives no answer to what is asked of a failed task', () => {
  it.each(['retry', 'roll back'] as const)(
    'is not asked to %s for ever, and people can act again',
    async (kind) => {
      const id = await world.begun();
      const failed = lies<Task>((task) => ({
        ...task,
        status: 'FAILED',
        operation: 'EXECUTE',
        prohibitRollback: false,
        subtasks: [],
      }));
      world.faults.next('ocp.readTask', failed, 400);
      expect(await world.run(id)).toMatchObject({ status: 'task failed' });
      const call = kind === 'retry' ? 'ocp.retryTask' : 'ocp.rollBackTask';
      world.faults.next(call, unanswered, 400);
      await world.act(id, BEN, { kind });
      const request = await world.run(id, ({ status }) => status === 'task failed');
      const message = expect.stringMatching(/^The task was not (retried|rolled back)\. OCP did not answer/);
      expect(request).toMatchObject({ task: { failure: { message } } });
      expect(world.faults.calls.filter(({ name }) => name === call).length).toBeLessThan(40);
    },
  );
});

describe('the times of a task', () => {
  const NOW = new Date('2026-11-25T10:00:00Z');

  it.each([
    ['in the future', '2027-01-01T00:00:00Z', '2027-01-02T00:00:00Z', '1 d'],
    ['ended before it began', '2026-11-25T09:00:00Z', '2026-11-24T09:00:00Z', '0 s'],
    ['in another zone', '2026-11-25T17:59:00.000+08:00', '2026-11-25T17:59:30.000+08:00', '30 s'],
    ['no times', 'yesterday', '', undefined],
    ['no end that is a time', '2026-11-25T09:00:00Z', 'soon', undefined],
    ['missing', undefined, undefined, undefined],
  ])('are shown without nonsense: %s', async (_what, startTime, finishTime, took) => {
    const id = await world.begun();
    await world.run(id, (request) => 'at' in request && request.at.step === 'follow');
    const [task] = await world.ports.ocp.tasksOf(SHOP);
    if (task === undefined) throw new Error('there is no task');
    const subtasks = task.subtasks.map((subtask) => ({ ...subtask, startTime, finishTime }));
    const view = taskView(await world.request(id), {
      now: NOW,
      task: { ...task, startTime, finishTime, subtasks },
    });
    const text = JSON.stringify(view.blocks);
    expect(text).not.toMatch(/NaN|Invalid|-\d+ (s|min|h|d)\b/);
    // What cannot be told is not told.
    if (took === undefined) expect(text).not.toMatch(/(RUNNING|SUCCESSFUL|PENDING) · \d/);
    else expect(text).toContain(` · ${took}`);
  });
});
