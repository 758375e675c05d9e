import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetStaleKeys } from '../../src/workflow/forget-keys.ts';
import { type Fault, refused } from '../faults.ts';
import { DEPOT } from '../small-inventory.ts';
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

  it.each([
    { second: 'the same person', by: ANNA },
    { second: 'somebody else', by: BEN },
  ])(
    'given at the same moment as another one, by $second, is used when it is the accepted one',
    async ({ by }) => {
      const acted = await Promise.all([
        world.act(id, ANNA, { kind: 'give key' }, 'Accepted-Horse-8'),
        world.act(id, by, { kind: 'give key' }, 'Refused-Horse-9'),
      ]);
      expect(acted).toMatchObject([{ done: {} }, { refusal: { why: 'not now' } }]);
      expect(await world.ports.vault.unseal(id)).toEqual({ key: 'Accepted-Horse-8' });
      expect(await world.run(id)).toMatchObject({ status: 'completed' });
      const exports = world.faults.calls.filter(({ name }) => name === 'ocp.exportCredentials');
      expect(exports.map(({ args }) => args[1])).toEqual(['Accepted-Horse-8']);
    },
  );

  it('that the disk will not record is not kept, and the one that was given beside it is used', async () => {
    world.faults.next('journal.append', { kind: 'throws', error: new Error('The disk is full.') });
    const acted = await Promise.allSettled([
      world.act(id, ANNA, { kind: 'give key' }, 'Unrecorded-Horse-8'),
      world.act(id, ANNA, { kind: 'give key' }, 'Recorded-Horse-9'),
    ]);
    expect(acted).toMatchObject([{ status: 'rejected' }, { value: { done: {} } }]);
    expect(await world.ports.vault.unseal(id)).toEqual({ key: 'Recorded-Horse-9' });
  });

  it('given twice at the same moment is used once', async () => {
    const twice = [KEY, KEY].map((key) => world.act(id, ANNA, { kind: 'give key' }, key));
    const [first, second] = await Promise.all(twice);
    expect(first).toHaveProperty('done');
    expect(second).toMatchObject({ refusal: { why: 'not now' } });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});

describe('the sweep of keys', () => {
  const SAME = { viewId: 'V0SAME', cluster: DEPOT };
  const sealed = async () => (await world.ports.vault.sealed()).filter((one) => one !== id);
  const sweep = () => forgetStaleKeys(world.world);
  const disk: Fault = { kind: 'throws', error: new Error('The disk is full.') };

  /** A submission that leaves its key behind: neither the request could be written nor the key forgotten. */
  async function leftBehind(): Promise<string | undefined> {
    world.faults.next('journal.open', disk);
    world.faults.next('vault.forget', disk);
    await expect(world.ask(SAME)).rejects.toThrow('The disk is full.');
    return (await sealed())[0];
  }

  it('forgets a key whose request was never opened, and none that is needed', async () => {
    expect(await leftBehind()).toBeDefined();
    await sweep();
    expect(await world.ports.vault.sealed()).toEqual([id]);
  });

  it('leaves the key of a modal that is submitted again, also while it is being opened', async () => {
    const left = await leftBehind();
    const sweeps = async () => {
      await sweep();
      await sweep();
    };
    world.faults.next('journal.open', { kind: 'preceded', by: sweeps });
    const opened = await world.open(SAME);
    expect(opened).toBe(left);
    expect(await world.ports.vault.unseal(opened)).toEqual({ key: KEY });
  });

  it('leaves the key of a modal that is submitted again while the sweep reads the journal', async () => {
    const left = await leftBehind();
    let again: Promise<string> | undefined;
    const { journal } = world.world;
    const read: typeof journal.read = async (of) => {
      const before = await journal.read(of);
      if (of !== left) return before;
      again = world.open(SAME);
      for (let turn = 0; turn < 20; turn += 1) await setImmediate();
      return before;
    };
    await forgetStaleKeys({ ...world.world, journal: { ...journal, read } });
    expect(await again).toBe(left);
    expect(await world.ports.vault.unseal(String(left))).toEqual({ key: KEY });
  });

  it('passes over a key that is being sealed, and does not wait for it', async () => {
    let release = (): void => undefined;
    const hangs = () =>
      new Promise<void>((resolve) => {
        release = resolve;
      });
    world.faults.next('journal.open', { kind: 'preceded', by: hangs });
    const opening = world.open(SAME);
    await vi.waitUntil(async () => (await sealed()).length === 1);
    await world.ports.vault.seal('MO-ZZZZZZ', KEY);
    await sweep();
    release();
    expect(await sealed()).toEqual([await opening]);
  });

  it('leaves a key that is given again until its record is on disk', async () => {
    await world.approve(id);
    await world.ports.vault.forget(id);
    await world.run(id);
    world.faults.next('journal.append', { kind: 'preceded', by: sweep });
    await world.act(id, ANNA, { kind: 'give key' }, KEY);
    expect(await world.ports.vault.unseal(id)).toEqual({ key: KEY });
  });
});
