/** What an OCP does when a move-out fails: retry, skip, rollback. Part of the contract of the port Ocp. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import { ORDERS, PAYMENTS, shop, shopWithHosts } from '../ocp/embedded/shop.ts';
import {
  ended,
  failedSubtask,
  KEEP_ALL,
  named,
  type Open,
  type OpenOcp,
  refused,
  type Traits,
} from './ocp-watch.ts';

export function describeFailures(open: Open, { choosesHosts }: Traits): void {
  describe('with a host that does not answer', () => {
    let opened: OpenOcp;
    let task: Task;
    beforeEach(async () => {
      opened = await open(shopWithHosts({ 101: { status: 'OFFLINE' } }));
      const { ocp } = opened;
      const order = choosesHosts ? { deleteHostIds: [100], skipHostIds: [] } : KEEP_ALL;
      task = await ended(ocp, (await ocp.moveOut(PAYMENTS, order)).id);
    });

    it('fails, says why in the log, and deletes nothing', async () => {
      const { ocp } = opened;
      expect(task).toMatchObject({ status: 'FAILED', operation: 'EXECUTE', prohibitRollback: false });
      expect(named(task, 'FAILED')).toEqual(['Stop monitoring on host-101']);
      expect(await ocp.subtaskLog(task.id, failedSubtask(task))).toMatch(/host-101 .*OFFLINE/);
      expect(await ocp.readCluster(PAYMENTS)).toMatchObject({ status: 'MOVINGOUT', hosts: { length: 3 } });
    });

    it('fails again when retried in vain, and ends well when the host is back', async () => {
      const { ocp, setHostStatus } = opened;
      await ocp.retryTask(task.id);
      const again = await ended(ocp, task.id);
      expect(again).toMatchObject({ status: 'FAILED', operation: 'RETRY' });
      expect(await ocp.subtaskLog(task.id, failedSubtask(again))).toMatch(/\{EXECUTE\}.*\{RETRY\}/s);
      await setHostStatus(101, 'ONLINE');
      await ocp.retryTask(task.id);
      expect(await ended(ocp, task.id)).toMatchObject({ status: 'SUCCESSFUL', operation: 'RETRY' });
      expect(await ocp.readCluster(PAYMENTS)).toBeUndefined();
    });

    it('goes on when the failed subtask is skipped', async () => {
      const { ocp } = opened;
      const subtaskId = failedSubtask(task);
      await ocp.skipSubtask(task.id, subtaskId);
      const end = await ended(ocp, task.id);
      expect(end.status).toBe('SUCCESSFUL');
      expect(end.subtasks.find(({ id }) => id === subtaskId)).toMatchObject({
        status: 'SUCCESSFUL',
        operation: 'SKIP',
      });
      expect(await ocp.subtaskLog(task.id, subtaskId)).toContain('{SKIP}');
      expect(await ocp.readCluster(PAYMENTS)).toBeUndefined();
    });

    it('rolls back to where it was', async () => {
      const { ocp } = opened;
      await ocp.rollBackTask(task.id);
      const end = await ended(ocp, task.id);
      expect(end).toMatchObject({ status: 'SUCCESSFUL', operation: 'ROLLBACK' });
      expect(named(end, 'PENDING')).toHaveLength(end.subtasks.length);
      expect(await ocp.readCluster(PAYMENTS)).toMatchObject({ status: 'RUNNING', hosts: { length: 3 } });
      await refused(ocp.retryTask(task.id));
      await refused(ocp.rollBackTask(task.id));
    });

    it('lets a rollback that fails only be skipped', async () => {
      const { ocp, setHostStatus } = opened;
      await setHostStatus(100, 'OFFLINE');
      await ocp.rollBackTask(task.id);
      const stuck = await ended(ocp, task.id);
      expect(stuck).toMatchObject({ status: 'FAILED', operation: 'ROLLBACK' });
      expect(named(stuck, 'FAILED')).toEqual(['Stop monitoring on host-100']);
      expect((await refused(ocp.retryTask(task.id))).message).toContain('skipped');
      expect((await refused(ocp.rollBackTask(task.id))).message).toContain('skipped');
      await ocp.skipSubtask(task.id, failedSubtask(stuck));
      expect(await ended(ocp, task.id)).toMatchObject({ status: 'SUCCESSFUL', operation: 'ROLLBACK' });
      expect((await ocp.readCluster(PAYMENTS))?.status).toBe('RUNNING');
    });
  });

  it.runIf(choosesHosts)(
    'does nothing on a host whose operations are skipped, and still deletes its record',
    async () => {
      const { ocp } = await open(shopWithHosts({ 101: { status: 'OFFLINE' } }));
      const task = await ocp.moveOut(PAYMENTS, { deleteHostIds: [101], skipHostIds: [101] });
      expect(task.moveOut).toEqual({ deleteHostIds: [101], skipHostIds: [101] });
      expect(await ended(ocp, task.id)).toMatchObject({ status: 'SUCCESSFUL', operation: 'EXECUTE' });
    },
  );

  it.runIf(choosesHosts)(
    'does not delete a host that another service holds, and then cannot go back',
    async () => {
      const { ocp } = await open(shop());
      const task = await ended(
        ocp,
        (await ocp.moveOut(PAYMENTS, { deleteHostIds: [100, 102], skipHostIds: [] })).id,
      );
      expect(named(task, 'FAILED')).toEqual(['Delete host host-102']);
      expect(await ocp.subtaskLog(task.id, failedSubtask(task))).toContain('OB_CLUSTER orders:1002');
      expect(task.prohibitRollback).toBe(true);
      expect((await refused(ocp.rollBackTask(task.id))).message).toContain('rolled back');
      expect((await ocp.readCluster(PAYMENTS))?.hosts.map(({ id }) => id)).toEqual([101, 102]);
      await ocp.skipSubtask(task.id, failedSubtask(task));
      expect((await ended(ocp, task.id)).status).toBe('SUCCESSFUL');
      expect((await ocp.readCluster(ORDERS))?.hosts.map(({ id }) => id)).toContain(102);
    },
  );
}
