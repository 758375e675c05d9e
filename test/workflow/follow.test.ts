import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import { PACE } from '../../src/workflow/world.ts';
import { lies, unanswered } from '../faults.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.approved();
});

const running = lies<Task>((task) => ({ ...task, status: 'RUNNING' }));

it('looks again every second while the task runs, and shows what it saw', async () => {
  world.faults.next('ocp.readTask', running, 3);
  await world.run(id, () => world.world.sightings.has(id));
  expect(world.world.sightings.get(id)).toMatchObject({ task: { id: 1001, status: 'RUNNING' } });
  expect(await world.pass(id)).toEqual(new Date(world.clock.now().getTime() + PACE.follow));
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
  expect(world.world.sightings.has(id)).toBe(false);
});

describe('OCP not answering while a task is followed', () => {
  it('is no failure: it says since when, and goes on by itself', async () => {
    world.faults.next('ocp.readTask', running);
    world.faults.next('ocp.readTask', unanswered, 20);
    await world.run(id, () => world.world.sightings.get(id)?.noAnswerSince !== undefined);
    const since = world.world.sightings.get(id)?.noAnswerSince;
    for (let passes = 0; passes < 10; passes += 1) {
      world.wait(PACE.follow);
      await world.pass(id);
    }
    expect(world.world.sightings.get(id)).toMatchObject({ noAnswerSince: since, task: { id: 1001 } });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.eventTypes(id)).not.toContain('step failed');
    expect(world.errors).toEqual([]);
  });

  it('is over with the first answer', async () => {
    world.faults.next('ocp.readTask', unanswered);
    world.faults.next('ocp.readTask', running, 5);
    await world.run(id, () => world.world.sightings.get(id)?.task !== undefined);
    expect(world.world.sightings.get(id)?.noAnswerSince).toBeUndefined();
  });
});

it('asks when OCP no longer knows the task, and goes on when it does again', async () => {
  world.faults.next(
    'ocp.readTask',
    lies<Task | undefined>(() => undefined),
    2,
  );
  expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'task lost' });
  await world.act(id, BEN, { kind: 'check again' });
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
});
