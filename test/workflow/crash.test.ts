import { describe, expect, it } from 'vitest';
import type { Fault } from '../faults.ts';
import { SHOP } from '../small-inventory.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

/** More calls than any of these runs makes. */
const MANY = 200;

type Story = (world: TestWorld, id: string) => Promise<void>;

async function moveOut(world: TestWorld, id: string): Promise<void> {
  await world.run(id);
}

/** The task fails since a host is down; it comes back, and the task is retried. */
async function failAndRetry(world: TestWorld, id: string): Promise<void> {
  const down: Fault = { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') };
  world.faults.next('ocp.moveOut', down);
  await world.run(id);
  await world.setHostStatus(102, 'ONLINE');
  await stubbornly(() => world.act(id, BEN, { kind: 'retry' }));
  await world.run(id);
}

async function failAndRollBack(world: TestWorld, id: string): Promise<void> {
  const down: Fault = { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') };
  world.faults.next('ocp.moveOut', down);
  await world.run(id);
  await stubbornly(() => world.act(id, BEN, { kind: 'roll back' }));
  await world.run(id);
}

/** A person whose click failed clicks once more. */
async function stubbornly(click: () => Promise<unknown>): Promise<void> {
  await click().catch(click);
}

const STORIES: { name: string; story: Story; end: string; tasks: string }[] = [
  { name: 'a move-out', story: moveOut, end: 'completed', tasks: 'SUCCESSFUL' },
  { name: 'a failed task that is retried', story: failAndRetry, end: 'completed', tasks: 'SUCCESSFUL' },
  { name: 'a task that is rolled back', story: failAndRollBack, end: 'rolled back', tasks: 'SUCCESSFUL' },
];

/** Dies at the n-th call of the story; undefined when the story has fewer calls. */
async function lived(story: Story, n: number, when: 'before' | 'after') {
  const world = await createWorld();
  const id = await world.begun();
  world.faults.crashAt(n, when);
  await story(world, id);
  if (world.faults.isCrashDue()) return undefined;
  const request = await world.request(id);
  const tasks = await world.ports.ocp.tasksOf(SHOP);
  return {
    crash: String(world.errors[0]),
    end: request.status,
    tasks: tasks.map(({ status }) => status).join(),
    moveOuts: world.done('ocp.moveOut'),
    keys: await world.ports.vault.sealed(),
  };
}

describe.each(STORIES)('$name', ({ story, end, tasks }) => {
  it.each(['before', 'after'] as const)(
    'survives the death of the process right %s any call',
    async (when) => {
      let deaths = 0;
      for (let n = 1; n < MANY; n += 1) {
        const outcome = await lived(story, n, when);
        if (outcome === undefined) break;
        deaths += 1;
        expect(outcome).toEqual({ crash: outcome.crash, end, tasks, moveOuts: 1, keys: [] });
      }
      expect(deaths).toBeGreaterThan(15);
      expect(deaths).toBeLessThan(MANY - 1);
    },
  );
});

describe('a record that is not written', () => {
  it('after OCP took the move-out: the task is found, and nothing is sent twice', async () => {
    const world = await createWorld();
    const id = await world.begun();
    const fails: Fault = { kind: 'throws', error: new Error('The disk is full.') };
    world.faults.next('ocp.moveOut', {
      kind: 'preceded',
      by: async () => world.faults.next('journal.append', fails),
    });
    await world.run(id);
    expect(await world.request(id)).toMatchObject({ status: 'completed' });
    expect(world.faults.calls.filter(({ name }) => name === 'ocp.moveOut')).toHaveLength(1);
    expect(await world.events(id)).toContainEqual(expect.objectContaining({ adopted: true }));
  });

  it('of the intent: nothing is sent', async () => {
    const world = await createWorld();
    const id = await world.begun();
    const fails: Fault = { kind: 'throws', error: new Error('The disk is full.') };
    world.faults.next('ocp.tasksOf', {
      kind: 'preceded',
      by: async () => world.faults.next('journal.append', fails),
    });
    let sentBefore = -1;
    const count = async () => {
      sentBefore = world.done('ocp.moveOut');
    };
    world.faults.next('ocp.tasksOf', { kind: 'preceded', by: count });
    await world.run(id);
    expect(sentBefore).toBe(0);
    expect(await world.request(id)).toMatchObject({ status: 'completed' });
  });
});

it('two passes at the same moment send one move-out', async () => {
  const world = await createWorld();
  const id = await world.begun();
  await Promise.all([world.pass(id), world.pass(id), world.pass(id)]);
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
  expect(world.faults.calls.filter(({ name }) => name === 'ocp.moveOut')).toHaveLength(1);
});
