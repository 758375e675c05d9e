/** What an OCP refuses. Part of the contract of the port Ocp. */
import { expect, it } from 'vitest';
import { META, PAYMENTS, shop } from '../ocp/embedded/shop.ts';
import { ended, KEEP_ALL, type Open, refused, type Traits } from './ocp-watch.ts';

export function describeRefusals(open: Open, { choosesHosts }: Traits): void {
  it.each([
    { what: 'an unknown cluster', id: 999, hosts: KEEP_ALL, says: /999/ },
    { what: 'the MetaDB', id: META, hosts: KEEP_ALL, says: /not allowed in cluster ocp_meta:1/i },
    {
      what: 'a foreign host to delete',
      id: PAYMENTS,
      hosts: { deleteHostIds: [100, 5000], skipHostIds: [] },
      says: /5000/,
    },
    {
      what: 'a foreign host to skip',
      id: PAYMENTS,
      hosts: { deleteHostIds: [], skipHostIds: [6001] },
      says: /6001/,
    },
    {
      what: 'a server id instead of a host id',
      id: PAYMENTS,
      hosts: { deleteHostIds: [9100], skipHostIds: [] },
      says: /9100/,
    },
  ])('refuses to move out with $what, and does nothing', async ({ id, hosts, says }) => {
    const { ocp } = await open(shop());
    const before = await ocp.listClusters();
    const hasHosts = hosts.deleteHostIds.length + hosts.skipHostIds.length > 0;
    const unknownToVersion = hasHosts && !choosesHosts;
    const fault = await refused(ocp.moveOut(id, hosts), { local: unknownToVersion });
    expect(fault.message).toMatch(unknownToVersion ? /its version cannot (delete|skip) hosts/ : says);
    expect(await ocp.listClusters()).toEqual(before);
    expect(await ocp.tasksOf(id)).toEqual([]);
  });

  it.each([
    ['RUNNING', true],
    ['STOPPED', true],
    ['UNAVAILABLE', true],
    ['OPERATING', false],
    ['MOVINGOUT', false],
    ['TAKINGOVER', false],
    ['SOMETHING_NEW', false],
  ])('moves out a cluster that is %s: %s', async (status, moves) => {
    const inventory = shop();
    const clusters = inventory.clusters.map((cluster) =>
      cluster.id === PAYMENTS ? { ...cluster, status } : cluster,
    );
    const { ocp } = await open({ ...inventory, clusters });
    const call = ocp.moveOut(PAYMENTS, KEEP_ALL);
    if (moves) await ended(ocp, (await call).id);
    else expect((await refused(call)).message).toContain(status);
  });

  it('takes one move-out of two at the same moment', async () => {
    const { ocp } = await open(shop());
    const [first, second] = await Promise.allSettled([
      ocp.moveOut(PAYMENTS, KEEP_ALL),
      ocp.moveOut(PAYMENTS, KEEP_ALL),
    ]);
    expect([first?.status, second?.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const tasks = await ocp.tasksOf(PAYMENTS);
    expect(tasks).toHaveLength(1);
    await ended(ocp, tasks[0]?.id ?? 0);
  });

  it('refuses to steer a task that did not fail, and what it does not know', async () => {
    const { ocp } = await open(shop());
    const task = await ended(ocp, (await ocp.moveOut(PAYMENTS, KEEP_ALL)).id);
    const subtaskId = task.subtasks[0]?.id ?? 0;
    const refusals = [
      await refused(ocp.retryTask(task.id)),
      await refused(ocp.rollBackTask(task.id)),
      await refused(ocp.skipSubtask(task.id, subtaskId)),
    ];
    for (const { message } of refusals) expect(message).toContain('SUCCESSFUL');
    const ofTask1 = [
      () => ocp.retryTask(1),
      () => ocp.rollBackTask(1),
      () => ocp.skipSubtask(1, 1),
      () => ocp.subtaskLog(1, 1),
    ];
    for (const call of ofTask1) expect((await refused(call())).message).toContain('no task 1');
    expect((await refused(ocp.skipSubtask(task.id, 1))).message).toContain('no subtask 1');
    expect((await refused(ocp.subtaskLog(task.id, 1))).message).toContain('no subtask 1');
  });
}
