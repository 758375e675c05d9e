/** A request whose OCP was taken out of the configuration: nothing is tried for ever in silence, and somebody can give up. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createAdvance } from '../../src/workflow/advance.ts';
import type { World } from '../../src/workflow/world.ts';
import { answerLost, unanswered } from '../faults.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

const WHY = 'No OCP named "embedded" is configured; it was when the request was made. Configure it again.';
let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.begun();
});

/** A pass of a Moveout that was started without that OCP. */
async function passWithout(): Promise<unknown> {
  const without: World = { ...world.world, ocps: [] };
  return createAdvance(without)(id);
}

async function stopAt(step: string, status = 'running'): Promise<void> {
  await world.run(id, (request) => request.status === status && 'at' in request && request.at.step === step);
}

describe('a run whose OCP is not configured', () => {
  it.each(['recheck', 'export', 'deliver', 'submit'] as const)('fails at the step %s', async (step) => {
    const cut = { kind: 'throws', error: new Error('cut') } as const;
    if (step === 'deliver') world.faults.next('delivery.deliver', cut);
    if (step === 'deliver') await stopAt('deliver');
    if (step === 'export') world.faults.next('vault.unseal', cut);
    if (step === 'export') await stopAt('export');
    if (step === 'submit') await stoppedBeforeSubmit();
    await passWithout();
    expect(await world.request(id)).toMatchObject({
      status: 'step failed',
      at: { step },
      failure: { message: WHY, todo: 'Retry when that is done, or Give Up.' },
    });
    expect(world.done('ocp.moveOut')).toBe(0);
  });

  /** The key is gone and the file delivered, when the process dies before it submits. */
  async function stoppedBeforeSubmit(): Promise<void> {
    world.faults.next('ocp.tasksOf', { kind: 'preceded', by: () => new Promise(() => undefined) });
    void world.pass(id);
    for (let turns = 0; turns < 200; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    world.restart();
  }

  it('asks how the submit ended, when it was sent', async () => {
    world.faults.next('ocp.moveOut', answerLost);
    await world.pass(id);
    await passWithout();
    expect(await world.request(id)).toMatchObject({ status: 'asking', question: 'submit outcome', why: WHY });
    expect(await world.act(id, BEN, { kind: 'give up' })).toHaveProperty('done');
  });

  it('asks where its task is, and goes on when it is configured again', async () => {
    world.faults.next('ocp.readTask', unanswered);
    await stopAt('follow');
    await passWithout();
    expect(await world.request(id)).toMatchObject({ status: 'asking', question: 'task lost', why: WHY });
    await world.act(id, BEN, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('asks where its task is also when it was to be steered, and steers it later', async () => {
    world.faults.next('ocp.moveOut', { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') });
    await world.run(id);
    await world.setHostStatus(102, 'ONLINE');
    await world.act(id, BEN, { kind: 'retry' });
    await passWithout();
    expect(await world.request(id)).toMatchObject({ status: 'asking', question: 'task lost', why: WHY });
    await world.act(id, BEN, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.retryTask')).toBe(1);
  });

  it('asks whether the cluster is gone, at the end', async () => {
    await stopAt('confirm');
    await passWithout();
    expect(await world.request(id)).toMatchObject({ status: 'asking', question: 'still listed', why: WHY });
    await world.act(id, BEN, { kind: 'give up' });
    expect(await world.request(id)).toMatchObject({ status: 'abandoned' });
  });

  it('keeps quiet about a request that still waits for approval', async () => {
    const waiting = await world.open({ cluster: 2 });
    const without: World = { ...world.world, ocps: [] };
    await createAdvance(without)(waiting);
    expect(await world.request(waiting)).toMatchObject({ status: 'awaiting approval' });
  });
});
