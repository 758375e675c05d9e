import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { durableJsonFile } from '../../../src/journal/durable-json-file.ts';
import {
  type EmbeddedOcp,
  type EmbeddedOcpOptions,
  openEmbeddedOcp,
} from '../../../src/ocp/embedded/embedded-ocp.ts';
import { type OcpState, ocpState } from '../../../src/ocp/embedded/ocp-state.ts';
import { OcpFault } from '../../../src/workflow/ports.ts';
import { describeOcpContract } from '../../contracts/ocp-contract.ts';
import { ended, KEEP_ALL } from '../../contracts/ocp-watch.ts';
import { type MemoryAdapter, memoryAdapter } from './memory-adapter.ts';
import { ORDERS, ORDERS_DR, PAYMENTS, shop, shopWithHosts } from './shop.ts';

/** A subtask that takes so long is never seen to end. */
const FOREVER = 3_600_000;

const opened: EmbeddedOcp[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ stop }) => stop()));
});

async function open(more: Partial<EmbeddedOcpOptions> = {}): Promise<EmbeddedOcp> {
  const embedded = await openEmbeddedOcp({
    file: '/data/ocp.json',
    adapter: memoryAdapter(),
    inventory: async () => shop(),
    paceMs: 0,
    clock: { now: () => new Date() },
    onFault: (error) => {
      throw error;
    },
    workFactor: 10,
    ...more,
  });
  opened.push(embedded);
  return embedded;
}

function stored(adapter: MemoryAdapter): OcpState {
  return ocpState.parse(JSON.parse(adapter.text() ?? ''));
}

describeOcpContract('The embedded OCP', async (inventory) => {
  const { ocp, setHostStatus, start, stop } = await open({ inventory: async () => inventory });
  start();
  return { ocp, setHostStatus, close: stop };
});

describe('What the embedded OCP stores', () => {
  it('begins with the inventory once, and goes on with what it stored', async () => {
    const adapter = memoryAdapter();
    expect((await open({ adapter })).seeded).toBe(true);
    const inventory = vi.fn(async () => shop());
    const again = await open({ adapter, inventory });
    expect(again.seeded).toBe(false);
    expect(inventory).not.toHaveBeenCalled();
    expect(await again.ocp.listClusters()).toHaveLength(4);
  });

  it('keeps the fields of the inventory that it does not know', async () => {
    const adapter = memoryAdapter();
    const { clusters, ...rest } = shop();
    const inventory = { ...rest, clusters: clusters.map((cluster) => ({ ...cluster, vpcId: 'vpc-7' })) };
    await open({ adapter, inventory: async () => inventory });
    expect(stored(adapter).clusters[0]?.vpcId).toBe('vpc-7');
  });

  it('erases the deleted hosts, the records and the credentials of a cluster that is out, and nothing else', async () => {
    const adapter = memoryAdapter();
    const { ocp } = await open({ adapter });
    await ended(ocp, (await ocp.moveOut(PAYMENTS, { deleteHostIds: [100], skipHostIds: [] })).id);
    const { hosts, clusters, credentials } = stored(adapter);
    expect(hosts.map(({ id }) => id)).toEqual([101, 102, 5000, 5001, 5002, 6000, 6001, 6002, 7000]);
    expect(hosts[0]?.services).toEqual([{ type: 'OCP_AGENT', name: 'ocp_agent' }]);
    expect(clusters.map(({ id }) => id)).not.toContain(PAYMENTS);
    expect(credentials.map(({ clusterName }) => clusterName)).toEqual(['orders']);
  });

  it('leaves nothing of a key or of the exported file behind', async () => {
    const adapter = memoryAdapter();
    const { ocp } = await open({ adapter });
    const cluster = await ocp.readCluster(PAYMENTS);
    if (cluster) await ocp.exportCredentials(cluster, 'Correct-horse-7');
    expect(adapter.text()).not.toContain('Correct-horse-7');
  });

  it('remembers the last fifty finished tasks, and every failed one', async () => {
    const { ocp, setHostStatus } = await open();
    await setHostStatus(100, 'OFFLINE');
    const failed = await ended(ocp, (await ocp.moveOut(PAYMENTS, KEEP_ALL)).id);
    await setHostStatus(5000, 'OFFLINE');
    for (let round = 0; round < 55; round++) {
      const task = await ended(ocp, (await ocp.moveOut(ORDERS, KEEP_ALL)).id);
      await ocp.rollBackTask(task.id);
      await ended(ocp, task.id);
    }
    const tasks = await ocp.tasksOf(ORDERS);
    expect(tasks).toHaveLength(50);
    expect(tasks[0]?.id).toBe(failed.id + 55);
    expect(await ocp.tasksOf(PAYMENTS)).toHaveLength(1);
  });

  it('exports no file that would hold nothing: a cluster without credentials is refused', async () => {
    const { ocp } = await open();
    const [cluster] = (await ocp.listClusters()).filter(({ id }) => id === ORDERS_DR);
    if (cluster === undefined) throw new Error('The standby is not listed.');
    const fault = await ocp.exportCredentials(cluster, 'Correct-Horse-7').catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(OcpFault);
    expect(fault).toMatchObject({
      unanswered: false,
      message: expect.stringMatching(/^OCP has no credentials of orders:1003; nothing would be saved/),
    });
  });

  it('works on a real file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moveout-ocp-'));
    try {
      const file = join(folder, 'ocp.json');
      const first = await open({ file, adapter: durableJsonFile(file) });
      await ended(first.ocp, (await first.ocp.moveOut(PAYMENTS, KEEP_ALL)).id);
      await first.stop();
      const second = await open({ file, adapter: durableJsonFile(file) });
      expect(second.seeded).toBe(false);
      expect((await second.ocp.listClusters()).map(({ id }) => id)).not.toContain(PAYMENTS);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('The embedded OCP after its process ended in the middle of a task', () => {
  it('waits for its start, and then goes on', async () => {
    const adapter = memoryAdapter();
    const first = await open({ adapter, paceMs: FOREVER });
    const { id } = await first.ocp.moveOut(PAYMENTS, KEEP_ALL);
    await vi.waitFor(
      async () => expect((await first.ocp.readTask(id))?.subtasks[0]?.status).toBe('RUNNING'),
      { timeout: 15_000 },
    );
    await first.stop();
    const second = await open({ adapter });
    expect(await second.ocp.readTask(id)).toMatchObject({ status: 'RUNNING' });
    expect((await second.ocp.readCluster(PAYMENTS))?.status).toBe('MOVINGOUT');
    second.start();
    second.start();
    const end = await ended(second.ocp, id);
    expect(end.status).toBe('SUCCESSFUL');
    expect(await second.ocp.readCluster(PAYMENTS)).toBeUndefined();
  });

  it.each([
    ['a move-out', 'EXECUTE'],
    ['a rollback', 'ROLLBACK'],
  ])('ends %s well, whatever of it was stored last', async (_what, operation) => {
    const { snapshots, id } = await storedOnTheWay(operation);
    expect(snapshots.length).toBeGreaterThan(3);
    for (const snapshot of snapshots) {
      const { ocp, start } = await open({ adapter: memoryAdapter(snapshot) });
      start();
      expect(await ended(ocp, id)).toMatchObject({ status: 'SUCCESSFUL', operation });
      const cluster = await ocp.readCluster(PAYMENTS);
      if (operation === 'EXECUTE') expect(cluster).toBeUndefined();
      else expect(cluster).toMatchObject({ status: 'RUNNING', hosts: { length: 3 } });
    }
  });
});

/** Every state that was stored while a move-out ran, or while one that failed was rolled back. */
async function storedOnTheWay(operation: string): Promise<{ snapshots: readonly unknown[]; id: number }> {
  const memory = memoryAdapter();
  let snapshots: unknown[] = [];
  const adapter = {
    ...memory,
    async write(data: unknown) {
      await memory.write(data);
      snapshots.push(structuredClone(data));
    },
  };
  const { ocp, setHostStatus } = await open({ adapter });
  if (operation === 'ROLLBACK') await setHostStatus(101, 'OFFLINE');
  snapshots = [];
  const { id } = await ocp.moveOut(PAYMENTS, { deleteHostIds: [100, 101], skipHostIds: [] });
  await ended(ocp, id);
  if (operation === 'EXECUTE') return { snapshots, id };
  snapshots = [];
  await ocp.rollBackTask(id);
  await ended(ocp, id);
  return { snapshots, id };
}

describe('The embedded OCP whose disk refuses', () => {
  it('says that nobody knows, and has done nothing', async () => {
    const adapter = memoryAdapter();
    const { ocp } = await open({ adapter });
    adapter.fail(new Error('ENOSPC: no space left on device'));
    const fault = await ocp.moveOut(PAYMENTS, KEEP_ALL).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(OcpFault);
    expect(fault).toMatchObject({ unanswered: true, message: expect.stringContaining('no space left') });
    expect((await ocp.readCluster(PAYMENTS))?.status).toBe('RUNNING');
    adapter.fail(undefined);
    expect((await ended(ocp, (await ocp.moveOut(PAYMENTS, KEEP_ALL)).id)).status).toBe('SUCCESSFUL');
  });

  it('reports that a running task cannot be stored, and goes on when it can', async () => {
    const adapter = memoryAdapter();
    const onFault = vi.fn(() => adapter.fail(undefined));
    const { ocp } = await open({ adapter, onFault });
    const { id } = await ocp.moveOut(PAYMENTS, KEEP_ALL);
    adapter.fail(new Error('EIO: i/o error'));
    expect((await ended(ocp, id)).status).toBe('SUCCESSFUL');
    expect(onFault).toHaveBeenCalledWith(expect.objectContaining({ message: 'EIO: i/o error' }));
  });
});

describe('The hosts of the embedded OCP', () => {
  it('come back at the attempt that the inventory says', async () => {
    const inventory = shopWithHosts({ 101: { status: 'OFFLINE', answersAtAttempt: 2 } });
    const { ocp } = await open({ inventory: async () => inventory });
    const task = await ended(ocp, (await ocp.moveOut(PAYMENTS, KEEP_ALL)).id);
    expect(task.status).toBe('FAILED');
    await ocp.retryTask(task.id);
    expect((await ended(ocp, task.id)).status).toBe('SUCCESSFUL');
  });

  it('are tied to their cluster by their service, also where no server has their address', async () => {
    const inventory = shopWithHosts({ 101: { innerIpAddress: '192.168.7.7' } });
    const { ocp } = await open({ inventory: async () => inventory });
    const cluster = await ocp.readCluster(PAYMENTS);
    expect(cluster?.hosts.map(({ id, zone }) => [id, zone])).toEqual([
      [100, 'zone1'],
      [102, 'zone3'],
      [101, 'no zone'],
    ]);
    expect(cluster?.serversWithoutHost).toEqual(['10.1.0.2']);
  });

  it('cannot be made to go down when there is no such host', async () => {
    const { setHostStatus } = await open();
    await expect(setHostStatus(1, 'OFFLINE')).rejects.toThrow('There is no host 1.');
  });
});

describe('The name of the embedded OCP', () => {
  it('is in every cluster, with a notice when there is one', async () => {
    const { ocp } = await open({ name: 'east', notice: 'no real cluster is touched' });
    expect([ocp.name, ocp.notice]).toEqual(['east', 'no real cluster is touched']);
    expect(new Set((await ocp.listClusters()).map((cluster) => cluster.ocp))).toEqual(new Set(['east']));
  });
});
