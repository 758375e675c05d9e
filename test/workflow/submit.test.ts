import { beforeEach, describe, expect, it } from 'vitest';
import type { ClusterSummary, Task } from '../../src/domain/cluster.ts';
import { PACE } from '../../src/workflow/world.ts';
import { answerLost, delayed, type Fault, fine, lies, refused, unanswered } from '../faults.ts';
import { SHOP } from '../small-inventory.ts';
import { ANNA, BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.begun();
});

const noTasks = lies<Task[]>(() => []);
const tasks = () => world.ports.ocp.tasksOf(SHOP);

function moveOutsSent(): number {
  return world.faults.calls.filter(({ name }) => name === 'ocp.moveOut').length;
}

/** Somebody else moves the cluster out, right before our own call, which never arrives. */
function inTheConsole(deleteHostIds: readonly number[], skipHostIds: readonly number[] = []): Fault {
  const by = async () => {
    await world.ports.ocp.moveOut(SHOP, { deleteHostIds, skipHostIds });
    throw new Error('The connection was cut.');
  };
  return { kind: 'preceded', by };
}

async function asking(): Promise<string> {
  const request = await world.run(id);
  return request.status === 'asking' && request.question === 'submit outcome' ? request.why : request.status;
}

describe('a move-out that OCP refuses', () => {
  beforeEach(async () => {
    world.faults.next('ocp.moveOut', refused);
    await world.run(id);
  });

  it('fails the step, and Retry intends it anew', async () => {
    expect(await world.request(id)).toMatchObject({ status: 'step failed', at: { step: 'submit' } });
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.moveOut')).toBe(1);
    const types = await world.eventTypes(id);
    expect(types.filter((type) => type === 'submit intended')).toHaveLength(2);
  });

  it('can no longer be cancelled, only given up', async () => {
    const cancel = { kind: 'cancel' } as const;
    expect(await world.act(id, ANNA, cancel)).toMatchObject({ refusal: { why: 'too late to cancel' } });
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.act(id, ANNA, cancel)).toMatchObject({ refusal: { why: 'too late to cancel' } });
  });
});

describe('an answer that is lost', () => {
  it('is found: the task is adopted, and nothing is sent twice', async () => {
    world.faults.next('ocp.moveOut', answerLost);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.events(id)).toContainEqual(
      expect.objectContaining({ type: 'task submitted', adopted: true }),
    );
    expect(world.done('ocp.moveOut')).toBe(1);
  });

  it('before OCP took it: sent again after 30 s and two looks', async () => {
    world.faults.next('ocp.moveOut', unanswered);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await tasks()).toHaveLength(1);

    const events = await world.events(id);
    const [intent] = events.filter(({ type }) => type === 'submit intended');
    const absences = events.filter(({ type }) => type === 'task absent');
    const [first = 0, second = 0] = absences.map(({ at }) => Date.parse(at) - Date.parse(intent?.at ?? ''));
    expect(absences).toHaveLength(2);
    expect(first).toBeGreaterThanOrEqual(PACE.absentAfter);
    expect(second - first).toBeGreaterThanOrEqual(PACE.secondLook);
  });

  it('and lost again: sent a third time', async () => {
    world.faults.next('ocp.moveOut', unanswered, 2);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await tasks()).toHaveLength(1);
    expect((await world.eventTypes(id)).filter((type) => type === 'submit intended')).toHaveLength(3);
  });

  it('and lost again and again: a person is asked after five of them, and after five more', async () => {
    world.faults.next('ocp.moveOut', unanswered, 1_000);
    const why = 'The move-out was sent 5 times in a row, and OCP shows no task of it.';
    expect(await asking()).toBe(why);
    expect(moveOutsSent()).toBe(5);
    await world.act(id, BEN, { kind: 'submit again' });
    expect(await asking()).toBe(why);
    expect(moveOutsSent()).toBe(10);
    world.faults.clear();
    await world.act(id, BEN, { kind: 'submit again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await tasks()).toHaveLength(1);
  });

  it.each([
    { name: 'tasks', look: 'ocp.tasksOf', answersBefore: 1 },
    { name: 'clusters', look: 'ocp.listClusters', answersBefore: 2 },
  ])('is looked for until OCP shows its $name again', async ({ look, answersBefore }) => {
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next(look, fine, answersBefore);
    world.faults.next(look, unanswered, 5);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.errors).toHaveLength(5);
    expect(world.done('ocp.moveOut')).toBe(1);
  });
});

describe('a move-out that arrives late', () => {
  beforeEach(() => world.faults.next('ocp.moveOut', delayed));

  it('while it is looked for: what the list shows of it is no sign of somebody else', async () => {
    world.faults.next('ocp.listClusters', fine, 2);
    world.faults.next('ocp.listClusters', { kind: 'preceded', by: () => world.faults.arrive() });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(moveOutsSent()).toBe(1);
  });

  it('between the two looks: it is adopted', async () => {
    // The known tasks; nothing; absent for the first time; too early; then it arrives.
    arriveBeforeLook(5);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(moveOutsSent()).toBe(1);
  });

  it('after the second look: it is adopted, and not sent again', async () => {
    arriveBeforeLook(6);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect((await world.eventTypes(id)).filter((type) => type === 'task absent')).toHaveLength(2);
    expect(moveOutsSent()).toBe(1);
  });

  it('after the second look, with others beside it: that is asked', async () => {
    world.faults.next('ocp.tasksOf', fine, 5);
    const foreign = lies<Task[]>(() => [exampleTask(77), exampleTask(78)]);
    world.faults.next('ocp.tasksOf', foreign);
    expect(await asking()).toContain('new tasks of this cluster (77, 78)');
    expect(moveOutsSent()).toBe(1);
  });

  it('after it was sent again: OCP refuses one of the two, and Retry finds the task', async () => {
    world.faults.next('ocp.moveOut', { kind: 'preceded', by: () => world.faults.arrive() });
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step: 'submit' } });
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await tasks()).toHaveLength(1);
  });

  function arriveBeforeLook(n: number): void {
    world.faults.next('ocp.tasksOf', fine, n - 1);
    world.faults.next('ocp.tasksOf', { kind: 'preceded', by: () => world.faults.arrive() });
  }

  function exampleTask(taskId: number): Task {
    const nothing = { operation: 'EXECUTE', prohibitRollback: false, subtasks: [] };
    return { id: taskId, name: 'Restart cluster', clusterId: SHOP, status: 'RUNNING', ...nothing };
  }
});

describe('an outcome that nobody knows is asked', () => {
  it.each([
    { name: 'none of our hosts', fault: inTheConsole([]) },
    { name: 'some of our hosts', fault: inTheConsole([101]) },
    { name: 'our hosts, but one skipped', fault: inTheConsole([101, 102], [102]) },
  ])('a new task that deletes $name', async ({ fault }) => {
    world.faults.next('ocp.moveOut', fault);
    expect(await asking()).toBe(
      'OCP shows a new task of this cluster (1001), and Moveout cannot tell whether it is the one it asked for.',
    );
    await world.act(id, BEN, { kind: 'check again' });
    expect(await asking()).toContain('1001');
    expect(world.done('ocp.moveOut')).toBe(0);
  });

  it('a new task whose hosts cannot be read', async () => {
    const unreadable = lies<Task[]>((all) => all.map((task) => ({ ...task, moveOut: undefined })));
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', unreadable);
    expect(await asking()).toContain('cannot tell');
    await world.act(id, ANNA, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('two new tasks', async () => {
    const doubled = lies<Task[]>((all) => [...all, ...all.map((task) => ({ ...task, id: task.id + 1 }))]);
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', doubled);
    expect(await asking()).toContain('new tasks of this cluster (1001, 1002)');
  });

  it('the cluster gone without a task of ours', async () => {
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', noTasks);
    expect(await asking()).toBe('OCP no longer lists the cluster, yet shows no task of Moveout’s.');
  });

  it('the cluster MOVINGOUT without a task of ours', async () => {
    const moving = lies<ClusterSummary[]>((all) => all.map((one) => ({ ...one, status: 'MOVINGOUT' })));
    world.faults.next('ocp.listClusters', fine, 2);
    world.faults.next('ocp.listClusters', moving);
    world.faults.next('ocp.moveOut', unanswered);
    expect(await asking()).toBe('OCP says that shop:1001 is MOVINGOUT, yet shows no task of Moveout’s.');

    expect(await world.act(id, ANNA, { kind: 'submit again' })).toMatchObject({
      refusal: { why: 'somebody else must' },
    });
    await world.act(id, BEN, { kind: 'submit again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await tasks()).toHaveLength(1);
  });

  it('Submit Again finds a task of ours that came after all', async () => {
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', noTasks);
    expect(await asking()).toContain('yet shows no task of Moveout’s');
    await world.act(id, BEN, { kind: 'submit again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await tasks()).toHaveLength(1);
  });

  it('Give Up leaves everything as it is', async () => {
    world.faults.next('ocp.moveOut', inTheConsole([]));
    await asking();
    await world.act(id, BEN, { kind: 'give up' });
    expect(await world.run(id)).toMatchObject({ status: 'abandoned', by: BEN });
    expect(world.done('ocp.moveOut')).toBe(0);
  });
});
