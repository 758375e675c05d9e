/** A move-out whose answer was lost may still come: whatever people press, it is asked about before another one is sent. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import { delayed, type Fault, fine, lies, refused, unanswered } from '../faults.ts';
import { SHOP } from '../small-inventory.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.begun();
});

const unreadable = lies<Task[]>((all) => all.map((task) => ({ ...task, moveOut: undefined })));

function foreign(...ids: number[]): Fault {
  const task = { name: 'Restart cluster', clusterId: SHOP, status: 'SUCCESSFUL', operation: 'EXECUTE' };
  return lies<Task[]>((all) => [
    ...ids.map((taskId) => ({ ...task, id: taskId, prohibitRollback: false, subtasks: [] })),
    ...all,
  ]);
}

function sent(): number {
  return world.faults.calls.filter(({ name }) => name === 'ocp.moveOut').length;
}

async function asking(): Promise<string> {
  const request = await world.run(id);
  return request.status === 'asking' && request.question === 'submit outcome' ? request.why : request.status;
}

/** Unanswered, absent twice, and then OCP does not say its tasks: the step fails. */
async function failAfterAbsences(): Promise<void> {
  world.faults.next('ocp.moveOut', delayed);
  world.faults.next('ocp.tasksOf', fine, 5);
  world.faults.next('ocp.tasksOf', unanswered);
  expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step: 'submit' } });
  expect((await world.eventTypes(id)).filter((type) => type === 'task absent')).toHaveLength(2);
}

describe('absent twice, then the step fails, then Retry', () => {
  beforeEach(failAfterAbsences);

  it('a late task whose hosts cannot be read is asked about, and nothing is sent', async () => {
    await world.faults.arrive();
    world.faults.next('ocp.tasksOf', unreadable);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await asking()).toContain('a new task of this cluster (1001)');
    expect(sent()).toBe(1);
  });

  it('a late task that is ours is adopted', async () => {
    await world.faults.arrive();
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(sent()).toBe(1);
  });

  it('no task at all: it is sent again', async () => {
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(sent()).toBe(2);
  });
});

it('a task beside a refused move-out is asked about on Retry', async () => {
  world.faults.next('ocp.moveOut', refused);
  await world.run(id);
  world.faults.next('ocp.tasksOf', foreign(77));
  await world.act(id, BEN, { kind: 'retry' });
  expect(await asking()).toContain('(77)');
  expect(sent()).toBe(1);
});

describe('Submit Again after tasks were shown', () => {
  beforeEach(async () => {
    world.faults.next('ocp.moveOut', delayed);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', foreign(77));
    expect(await asking()).toContain('(77)');
  });

  it('disregards exactly those', async () => {
    world.faults.next('ocp.tasksOf', foreign(77));
    await world.act(id, BEN, { kind: 'submit again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(sent()).toBe(2);
  });

  it('asks about any other that cannot be told from ours', async () => {
    world.faults.next('ocp.tasksOf', foreign(77, 78));
    await world.act(id, BEN, { kind: 'submit again' });
    expect(await asking()).toContain('(77, 78)');
    expect(sent()).toBe(1);
  });

  it('asks about our own late one when its hosts cannot be read, also after a failed step and Retry', async () => {
    world.faults.next('ocp.tasksOf', unanswered);
    await world.act(id, BEN, { kind: 'submit again' });
    expect(await world.run(id)).toMatchObject({ status: 'step failed' });
    await world.faults.arrive();
    world.faults.next('ocp.tasksOf', unreadable);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await asking()).toContain('(1001)');
    expect(sent()).toBe(1);
  });

  it('adopts our own late one beside them', async () => {
    await world.faults.arrive();
    world.faults.next('ocp.tasksOf', foreign(77));
    await world.act(id, BEN, { kind: 'submit again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(sent()).toBe(1);
  });
});
