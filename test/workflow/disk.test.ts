import { beforeEach, expect, it } from 'vitest';
import { StoreFault } from '../../src/workflow/ports.ts';
import type { Fault } from '../faults.ts';
import { ANNA, BEN, createWorld, KEY, type TestWorld } from '../world.ts';

const WHY = 'The data directory of Moveout cannot be written: no space is left on the disk (ENOSPC).';
const full: Fault = { kind: 'throws', error: new StoreFault(WHY) };

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.open();
});

it.each(['exports.save', 'exports.load', 'vault.unseal', 'vault.forget', 'journal.append'])(
  'a disk that refuses %s fails no step: the run goes on by itself when it works again',
  async (call) => {
    await world.approve(id);
    world.faults.next(call, full, 5);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.errors.map(String)).toEqual(Array.from({ length: 5 }, () => `StoreFault: ${WHY}`));
    const { events } = (await world.ports.journal.read(id)) ?? { events: [] };
    expect(events.map(({ type }) => type)).not.toContain('step failed');
    expect([world.done('ocp.moveOut'), await world.ports.vault.sealed()]).toEqual([1, []]);
  },
);

it('what the disk refuses of an answer is not done, and no key of it is kept', async () => {
  await world.approve(id);
  await world.ports.vault.forget(id);
  expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'key lost' });
  for (const call of ['vault.seal', 'journal.append']) {
    world.faults.next(call, full);
    await expect(world.act(id, ANNA, { kind: 'give key' }, KEY)).rejects.toThrow(WHY);
    expect(await world.request(id)).toMatchObject({ status: 'asking' });
    expect(await world.ports.vault.sealed()).toEqual([]);
  }
  world.faults.next('journal.append', full);
  await expect(world.act(id, BEN, { kind: 'give up' })).rejects.toThrow(WHY);
  await world.act(id, ANNA, { kind: 'give key' }, KEY);
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
});
