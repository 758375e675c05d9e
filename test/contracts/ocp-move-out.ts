/** What an OCP does when a cluster is moved out. Part of the contract of the port Ocp. */
import { expect, it } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import { META, ORDERS, ORDERS_DR, PAYMENTS, shop } from '../ocp/embedded/shop.ts';
import { ended, KEEP_ALL, named, type Open, type Traits } from './ocp-watch.ts';

export function describeMoveOut(open: Open, { choosesHosts, tellsHosts }: Traits): void {
  it('moves a cluster out and is done when the task is', async () => {
    const { ocp } = await open(shop());
    const order = choosesHosts ? { deleteHostIds: [100, 101], skipHostIds: [] } : KEEP_ALL;
    const task = await ocp.moveOut(PAYMENTS, order);
    expect(task).toMatchObject({ clusterId: PAYMENTS, status: 'RUNNING', operation: 'EXECUTE' });
    expect(task.moveOut).toEqual(tellsHosts ? order : undefined);
    expect(new Set(task.subtasks.map(({ status }) => status))).toEqual(new Set(['PENDING']));
    const end = await ended(ocp, task.id);
    expect(end).toMatchObject({ status: 'SUCCESSFUL', operation: 'EXECUTE' });
    expect(end.subtasks.filter((subtask) => !subtask.startTime || !subtask.finishTime)).toEqual([]);
    expect(named(end, 'SUCCESSFUL')).toHaveLength(end.subtasks.length);
    expect(await ocp.readCluster(PAYMENTS)).toBeUndefined();
    expect((await ocp.listClusters()).map(({ id }) => id)).toEqual([ORDERS, ORDERS_DR, META]);
    expect((await ocp.tasksOf(PAYMENTS)).map(({ id }) => id)).toEqual([task.id]);
  });

  it('frees a host that stays: its service of the cluster goes, the others stay', async () => {
    const { ocp } = await open(shop());
    const task = await ocp.moveOut(PAYMENTS, KEEP_ALL);
    await ended(ocp, task.id);
    const kept = (await ocp.readCluster(ORDERS))?.hosts.find(({ id }) => id === 102);
    expect(kept?.services).toEqual([
      { type: 'OCP_AGENT', name: 'ocp_agent' },
      { type: 'OB_CLUSTER', name: 'orders:1002' },
    ]);
  });

  it('lets the primary forget a standby that was moved out', async () => {
    const { ocp } = await open(shop());
    await ended(ocp, (await ocp.moveOut(ORDERS_DR, KEEP_ALL)).id);
    expect((await ocp.readCluster(ORDERS))?.standbys).toEqual([]);
  });

  it('names the host that a subtask works on where it can, and keeps its log', async () => {
    const { ocp } = await open(shop());
    const task = await ended(ocp, (await ocp.moveOut(PAYMENTS, KEEP_ALL)).id);
    const subtask = task.subtasks.find(({ name, host }) =>
      tellsHosts ? host === 'host-101' : name.endsWith('host-101'),
    );
    if (subtask === undefined) throw new Error('no subtask works on host-101');
    expect(await ocp.subtaskLog(task.id, subtask.id)).toMatch(
      /^#{12}\{EXECUTE\}\{\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)\}#{12}\n.*host-101/,
    );
  });

  it('gives every task and subtask a new number, and lists the newest task first', async () => {
    const { ocp, setHostStatus } = await open(shop());
    await setHostStatus(100, 'OFFLINE');
    const first = await ended(ocp, (await ocp.moveOut(PAYMENTS, KEEP_ALL)).id);
    await ocp.rollBackTask(first.id);
    await ended(ocp, first.id);
    const second = await ocp.moveOut(PAYMENTS, KEEP_ALL);
    expect((await ocp.tasksOf(PAYMENTS)).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(Math.min(...second.subtasks.map(({ id }) => id))).toBeGreaterThan(
      Math.max(...first.subtasks.map(({ id }) => id)),
    );
    await ended(ocp, second.id);
  });
}

export function describeSizes(open: Open, { choosesHosts }: Traits): void {
  it.each([1, 64, 300])('moves out a cluster with %i hosts, at most ten subtasks at once', async (count) => {
    const { ocp } = await open(shop(count));
    const cluster = await ocp.readCluster(PAYMENTS);
    expect(cluster?.hosts).toHaveLength(count);
    const shared = 100 + count - 1;
    const free = (cluster?.hosts ?? []).map(({ id }) => id).filter((id) => id !== shared);
    const deleteHostIds = choosesHosts ? free : [];
    const task = await ocp.moveOut(PAYMENTS, { deleteHostIds, skipHostIds: [] });
    let most = 0;
    for (let now: Task | undefined = task; now?.status === 'RUNNING'; now = await ocp.readTask(task.id)) {
      most = Math.max(most, named(now, 'RUNNING').length + named(now, 'READY').length);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(most).toBeLessThanOrEqual(10);
    expect((await ended(ocp, task.id)).status).toBe('SUCCESSFUL');
    expect(await ocp.readCluster(PAYMENTS)).toBeUndefined();
  });
}
