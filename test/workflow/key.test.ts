import { beforeEach, describe, expect, it } from 'vitest';
import { createKeySweep, forgetStaleKeys } from '../../src/workflow/forget-keys.ts';
import { refused } from '../faults.ts';
import { ANNA, BEN, createWorld, KEY, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.open();
});

describe('the key is forgotten', () => {
  const sealed = () => world.ports.vault.sealed();

  it('is kept until the export', async () => {
    await world.approve(id);
    world.faults.next('ocp.exportCredentials', refused);
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step: 'export' } });
    expect(await sealed()).toEqual([id]);
  });

  it('once the export is recorded, before the file is sent', async () => {
    await world.approve(id);
    let atDelivery: readonly string[] = [id];
    const look = async () => {
      atDelivery = await sealed();
    };
    world.faults.next('delivery.deliver', { kind: 'preceded', by: look });
    await world.run(id);
    expect(atDelivery).toEqual([]);
  });

  it.each([
    { end: 'rejected', by: BEN },
    { end: 'cancelled', by: ANNA },
  ])('when it is $end', async ({ end, by }) => {
    const { fingerprint } = (await world.request(id)).terms;
    const reject = { kind: 'reject', fingerprint, reason: 'no' } as const;
    await world.act(id, by, by === ANNA ? { kind: 'cancel' } : reject);
    expect(await world.run(id)).toMatchObject({ status: end });
    expect(await sealed()).toEqual([]);
  });

  it('when it expires', async () => {
    world.wait(24 * 3_600_000);
    expect(await world.run(id)).toMatchObject({ status: 'expired' });
    expect(await sealed()).toEqual([]);
  });

  it('when it is given up', async () => {
    await world.approve(id);
    world.faults.next('ocp.exportCredentials', refused);
    await world.run(id);
    await world.act(id, BEN, { kind: 'give up' });
    expect(await world.run(id)).toMatchObject({ status: 'abandoned' });
    expect(await sealed()).toEqual([]);
  });

  it('at the start, unless a request still needs it', async () => {
    const { vault } = world.ports;
    await vault.seal('MO-ZZZZZZ', KEY);
    await forgetStaleKeys(world.world);
    expect(await sealed()).toEqual([id]);
    await world.act(id, ANNA, { kind: 'cancel' });
    await forgetStaleKeys(world.world);
    expect(await sealed()).toEqual([]);
  });
});

describe('a key that is lost', () => {
  beforeEach(async () => {
    await world.approve(id);
    await world.ports.vault.forget(id);
    await world.run(id);
  });

  it('is asked for, and the run goes on with the one that is given', async () => {
    expect(await world.request(id)).toMatchObject({
      status: 'asking',
      question: 'key lost',
      why: `No encryption key is kept for ${id}.`,
    });
    expect(world.done('ocp.exportCredentials')).toBe(0);

    await world.act(id, ANNA, { kind: 'give key' }, 'Another-Horse-8');
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    const exports = world.faults.calls.filter(({ name }) => name === 'ocp.exportCredentials');
    expect(exports.map(({ args }) => args[1])).toEqual(['Another-Horse-8']);
    expect(await world.ports.vault.sealed()).toEqual([]);
  });

  it('is taken from the requester only, and nothing is kept of a refused one', async () => {
    expect(await world.act(id, BEN, { kind: 'give key' }, KEY)).toMatchObject({
      refusal: { why: 'not the requester' },
    });
    expect(await world.ports.vault.sealed()).toEqual([]);
  });

  it('may be left: cancelled by the requester', async () => {
    await world.act(id, ANNA, { kind: 'cancel' });
    expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
  });

  it('is not kept when the request ends while it is given', async () => {
    const giveUp = async () => {
      await world.act(id, BEN, { kind: 'give up' });
      await world.run(id);
    };
    world.faults.next('vault.seal', { kind: 'preceded', by: giveUp });
    const acted = await world.act(id, ANNA, { kind: 'give key' }, KEY);
    expect(acted).toMatchObject({ refusal: { why: 'not now', status: 'abandoned' } });
    expect(await world.ports.vault.sealed()).toEqual([]);
  });

  it('given twice at the same moment is used once', async () => {
    const twice = [KEY, KEY].map((key) => world.act(id, ANNA, { kind: 'give key' }, key));
    const [first, second] = await Promise.all(twice);
    expect(first).toHaveProperty('done');
    expect(second).toMatchObject({ refusal: { why: 'not now' } });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});

it('a key whose request was never opened is forgotten by the sweep, and one that is just being opened is not', async () => {
  const sweep = createKeySweep(world.world);
  const { ports } = world;
  await ports.vault.seal('MO-LOST01', KEY);
  await sweep();
  expect([...(await ports.vault.sealed())].sort()).toEqual(['MO-LOST01', id].sort());
  await ports.vault.seal('MO-NEW001', KEY);
  await sweep();
  expect([...(await ports.vault.sealed())].sort()).toEqual(['MO-NEW001', id].sort());
});
