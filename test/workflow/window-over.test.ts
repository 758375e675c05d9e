import { describe, expect, it } from 'vitest';
import { answerLost, delayed, type Fault, fine, refused, unanswered } from '../faults.ts';
import { ANNA, BEN, createWorld, type TestWorld } from '../world.ts';

const HOUR = 3_600_000;
/** The world begins at 10:00. */
const window = { kind: 'window', at: '2026-11-02T09:00:00.000Z', until: '2026-11-02T12:00:00.000Z' } as const;
const over = {
  message: 'The off-peak window that was approved is over; nothing is submitted outside it.',
  todo: 'Give Up, then request it again.',
};

async function inWindow(): Promise<{ world: TestWorld; id: string }> {
  const world = await createWorld();
  return { world, id: await world.begun({ terms: { start: window } }) };
}

function passing(world: TestWorld): Fault {
  return { kind: 'preceded', by: async () => world.wait(2 * HOUR) };
}

function sent(world: TestWorld): number {
  return world.faults.calls.filter(({ name }) => name === 'ocp.moveOut').length;
}

describe('a window that ends during the run', () => {
  it.each([
    { step: 'recheck', call: 'ocp.readCluster', before: 0 },
    { step: 'submit', call: 'delivery.deliver', before: 0 },
    { step: 'submit', call: 'ocp.readCluster', before: 1 },
  ])('stops it at the $step: nothing is sent, and Retry is refused', async ({ step, call, before }) => {
    const { world, id } = await inWindow();
    world.faults.next(call, fine, before);
    world.faults.next(call, passing(world));
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step },
      failure: over,
    });
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({ refusal: { why: 'window over' } });
    await world.act(id, BEN, { kind: 'give up' });
    expect(await world.run(id)).toMatchObject({ status: 'abandoned' });
    expect(sent(world)).toBe(0);
  });

  it('sends nothing again after two absences', async () => {
    const { world, id } = await inWindow();
    world.faults.next('ocp.moveOut', unanswered);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', passing(world));
    expect(await world.run(id)).toMatchObject({ status: 'step failed', failure: over });
    expect(sent(world)).toBe(1);
  });

  it('still lets Retry find a move-out that was sent in it', async () => {
    const { world, id } = await inWindow();
    world.faults.next('ocp.moveOut', delayed);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', passing(world));
    expect(await world.run(id)).toMatchObject({ status: 'step failed' });
    await world.faults.arrive();
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(sent(world)).toBe(1);
  });

  it('refuses Submit Again', async () => {
    const { world, id } = await inWindow();
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', { kind: 'lies', say: () => [] });
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'submit outcome' });
    world.wait(2 * HOUR);
    expect(await world.act(id, BEN, { kind: 'submit again' })).toMatchObject({
      refusal: { why: 'window over' },
    });
    await world.act(id, ANNA, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('refuses the key and Retry before the export, too', async () => {
    const { world, id } = await inWindow();
    world.faults.next('ocp.exportCredentials', refused);
    await world.run(id);
    world.wait(2 * HOUR);
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({ refusal: { why: 'window over' } });
  });
});
