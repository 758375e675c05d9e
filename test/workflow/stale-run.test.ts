/** A run that began under its approval and was then interrupted for long: by a process that was down, or a Slack that took nothing. */
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/domain/request.ts';
import { type Fault, fine, refused, unanswered } from '../faults.ts';
import { BEN, CLEO, createWorld, IN_CONSOLE, type TestWorld } from '../world.ts';

const HOUR = 3_600_000;
const DAYS = 10 * 24 * HOUR;
const over = {
  message: 'The approval is no longer valid; nothing is submitted without one.',
  todo: 'Give Up, then request it again.',
};

function later(world: TestWorld): Fault {
  return { kind: 'preceded', by: async () => world.wait(DAYS) };
}

function sent(world: TestWorld): number {
  return world.faults.calls.filter(({ name }) => name === 'ocp.moveOut').length;
}

const hasExpired = ({ status }: Request) => status === 'expired';

describe('a run that goes on after its approval is over', () => {
  it('exports nothing, and expires', async () => {
    const world = await createWorld();
    const id = await world.begun();
    world.wait(DAYS);
    world.restart();
    expect(await world.run(id, hasExpired)).toMatchObject({ status: 'expired' });
    expect(await world.eventTypes(id)).toEqual([
      'requested',
      'approved',
      'started',
      'step failed',
      'expired',
    ]);
    expect(world.done('ocp.exportCredentials') + sent(world)).toBe(0);
  });

  it('exports nothing either after the recheck', async () => {
    const world = await createWorld();
    const id = await world.begun();
    const { seq } = await world.request(id);
    const at = world.clock.now().toISOString();
    await world.ports.journal.append(id, seq, [{ type: 'rechecked', at, actor: 'moveout' }]);
    world.wait(DAYS);
    expect(await world.run(id, hasExpired)).toMatchObject({ status: 'expired' });
    expect(world.done('ocp.exportCredentials') + sent(world)).toBe(0);
  });

  it('submits nothing, and can only be ended', async () => {
    const world = await createWorld();
    const id = await world.begun();
    world.faults.next('delivery.deliver', later(world));
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step: 'submit' },
      failure: over,
    });
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({ refusal: { why: 'approval over' } });
    await world.act(id, BEN, { kind: 'give up' });
    expect(await world.run(id)).toMatchObject({ status: 'abandoned' });
    expect(sent(world)).toBe(0);
  });

  it('submits nothing of what was exported in the console of OCP, and expires', async () => {
    const world = await createWorld();
    const id = await world.begun({ terms: IN_CONSOLE });
    world.faults.next('ocp.tasksOf', later(world));
    expect(await world.run(id, hasExpired)).toMatchObject({ status: 'expired' });
    expect(sent(world)).toBe(0);
  });

  it('does not send again what never arrived', async () => {
    const world = await createWorld();
    const id = await world.begun();
    world.faults.next('ocp.moveOut', unanswered);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', later(world));
    expect(await world.run(id)).toMatchObject({ status: 'step failed', failure: over });
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'step failed', failure: over });
    expect(sent(world)).toBe(1);
  });

  it('still lets people look for what may have arrived, and not send it again', async () => {
    const world = await createWorld();
    const id = await world.begun();
    world.faults.next('ocp.moveOut', { kind: 'answer lost' });
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', { kind: 'lies', say: () => [] });
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'submit outcome' });
    world.wait(DAYS);
    expect(await world.act(id, BEN, { kind: 'submit again' })).toMatchObject({
      refusal: { why: 'approval over' },
    });
    await world.act(id, BEN, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(sent(world)).toBe(1);
  });
});

describe('a run that began in the last minute of its approval', () => {
  it('has as long for a Retry as it had to start', async () => {
    const world = await createWorld();
    const id = await world.open();
    world.wait(24 * HOUR - 60_000);
    await world.approve(id, CLEO);
    world.faults.next('ocp.exportCredentials', refused);
    expect(await world.run(id)).toMatchObject({ status: 'step failed' });
    world.wait(5 * HOUR);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});
