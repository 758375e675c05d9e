import { describe, expect, it } from 'vitest';
import { type OcpState, withCluster } from '../../../src/ocp/embedded/ocp-state.ts';
import { openOcpStore } from '../../../src/ocp/embedded/ocp-store.ts';
import { memoryAdapter } from './memory-adapter.ts';
import { PAYMENTS, shop } from './shop.ts';

const FILE = '/data/ocp.json';
const inventory = async () => shop();

function renamed(name: string): (state: OcpState) => readonly [OcpState, string] {
  return (state) => [withCluster(state, PAYMENTS, { name }), name];
}

describe('The store of the embedded OCP', () => {
  it.each([
    ['another kind of file', { version: 1, requests: [] }, /not a state of the embedded OCP .*backup/],
    ['a list', [], /not a state of the embedded OCP/],
    ['a file without a version', { clusters: [] }, /not a state of the embedded OCP \(version/],
    ['a file of a newer version', { version: 2 }, /newer Moveout/],
    ['a falsy value', false, /not a state of the embedded OCP/],
  ])('does not start over %s', async (_what, stored, says) => {
    const adapter = memoryAdapter(stored);
    const before = adapter.text();
    const opening = openOcpStore({ file: FILE, adapter, inventory });
    await expect(opening).rejects.toThrow(says);
    await expect(opening).rejects.toThrow(FILE);
    expect(adapter.text()).toBe(before);
  });

  it('stores nothing when the inventory cannot be read', async () => {
    const adapter = memoryAdapter();
    const broken = () => Promise.reject(new Error('/inv.json: it is not JSON.'));
    await expect(openOcpStore({ file: FILE, adapter, inventory: broken })).rejects.toThrow('/inv.json');
    expect(adapter.text()).toBeUndefined();
  });

  it('applies changes in order, each on the one before, and writes those that wait as one', async () => {
    const memory = memoryAdapter();
    let writes = 0;
    const write = (data: unknown) => {
      writes += 1;
      return memory.write(data);
    };
    const adapter = { ...memory, write };
    const { store } = await openOcpStore({ file: FILE, adapter, inventory });
    writes = 0;
    const names = Array.from({ length: 20 }, (_, at) => `payments${at}`);
    expect(await Promise.all(names.map((name) => store.update(renamed(name))))).toEqual(names);
    expect(store.state().clusters[0]?.name).toBe('payments19');
    expect(memory.text()).toContain('"payments19"');
    expect(writes).toBe(1);
  });

  it('writes nothing when nothing changed', async () => {
    const adapter = memoryAdapter();
    const { store } = await openOcpStore({ file: FILE, adapter, inventory });
    adapter.fail(new Error('must not be written'));
    expect(await store.update((state) => [state, 7])).toBe(7);
  });

  it('does not let a refused change touch the others', async () => {
    const { store } = await openOcpStore({ file: FILE, adapter: memoryAdapter(), inventory });
    const refuse = () => {
      throw new Error('refused');
    };
    const outcomes = await Promise.allSettled([
      store.update(renamed('first')),
      store.update(refuse),
      store.update((state) => [state, state.clusters[0]?.name]),
    ]);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'refused'))).toEqual([
      'first',
      'refused',
      'first',
    ]);
  });

  it('is as before when the disk refuses', async () => {
    const adapter = memoryAdapter();
    const { store } = await openOcpStore({ file: FILE, adapter, inventory });
    const before = [adapter.text(), store.state()];
    adapter.fail(new Error('ENOSPC'));
    await expect(store.update(renamed('lost'))).rejects.toThrow('ENOSPC');
    expect([adapter.text(), store.state()]).toEqual(before);
    adapter.fail(undefined);
    expect(await store.update(renamed('kept'))).toBe('kept');
  });
});
