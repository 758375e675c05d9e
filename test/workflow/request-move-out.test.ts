import { beforeEach, describe, expect, it } from 'vitest';
import { REQUEST_ID, type Terms } from '../../src/domain/events.ts';
import { fingerprint } from '../../src/workflow/fingerprint.ts';
import { DEPOT } from '../small-inventory.ts';
import { ANNA, BEN, CLEO, createWorld, KEY, type TestWorld } from '../world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await createWorld();
});

describe('asking for a move-out', () => {
  it('opens a request under an id that is short enough to type, seals the key and wakes the run', async () => {
    const id = await world.open();
    expect(id).toMatch(REQUEST_ID);
    expect(await world.ports.vault.unseal(id)).toEqual({ key: KEY });
    expect(world.woken).toEqual([id]);
    expect(await world.events(id)).toMatchObject([{ type: 'requested', actor: ANNA }]);
  });

  it('seals the key before anything is written', async () => {
    await world.open();
    const names = world.faults.calls.map(({ name }) => name);
    expect(names).toEqual(['vault.seal', 'journal.open']);
  });

  it('twice from one modal is one request', async () => {
    const id = await world.open({ viewId: 'V0SAME' });
    expect(await world.open({ viewId: 'V0SAME' })).toBe(id);
    expect(await world.ports.vault.sealed()).toEqual([id]);
  });

  it('twice from one modal at the same moment is one request, with its key', async () => {
    const both = await Promise.all([world.ask({ viewId: 'V0SAME' }), world.ask({ viewId: 'V0SAME' })]);
    const ids = both.map((result) => ('opened' in result ? result.opened.request.id : 'busy'));
    expect(new Set(ids).size).toBe(1);
    expect(await world.ports.vault.sealed()).toEqual([ids[0]]);
  });

  it('again from the modal of a request that ended is still that request', async () => {
    const id = await world.open({ viewId: 'V0SAME' });
    await world.act(id, ANNA, { kind: 'cancel' });
    await world.run(id);
    expect(await world.open({ viewId: 'V0SAME' })).toBe(id);
    expect(await world.ports.vault.sealed()).toEqual([]);
  });

  it('for a cluster that has an open request gives that one, and keeps no second key', async () => {
    const id = await world.open();
    expect(await world.ask({ requester: CLEO })).toMatchObject({ busy: { request: { id } } });
    expect(await world.ports.vault.sealed()).toEqual([id]);
    expect(await world.ask({ cluster: DEPOT, requester: CLEO })).toHaveProperty('opened');
  });

  it('by two people at the same moment opens one', async () => {
    const both = await Promise.all([world.ask({ requester: ANNA }), world.ask({ requester: BEN })]);
    expect(both.filter((result) => 'opened' in result)).toHaveLength(1);
    expect(await world.ports.vault.sealed()).toHaveLength(1);
  });

  it('keeps no key when the disk refuses the request', async () => {
    world.faults.next('journal.open', { kind: 'throws', error: new Error('The disk is full.') });
    await expect(world.ask()).rejects.toThrow('The disk is full.');
    expect(await world.ports.vault.sealed()).toEqual([]);
    expect(await world.ports.journal.active()).toEqual([]);
  });

  it('is possible again after the last request ended', async () => {
    const id = await world.open();
    await world.act(id, ANNA, { kind: 'cancel' });
    expect(await world.open()).not.toBe(id);
  });
});

describe('the fingerprint of what the card shows', () => {
  const changes: Partial<Terms>[] = [
    { reason: 'another reason' },
    { quorum: 2 },
    { deleteHosts: [] },
    { warnings: ['It is not off-peak hours now.'] },
    { start: { kind: 'window', at: '2026-11-02T22:00:00.000Z', until: '2026-11-03T06:00:00.000Z' } },
  ];

  it.each(changes)('is another one with %j', async (change) => {
    const { terms } = await world.request(await world.open());
    expect(fingerprint({ ...terms, ...change })).not.toBe(terms.fingerprint);
    expect(fingerprint(terms)).toBe(terms.fingerprint);
  });
});
