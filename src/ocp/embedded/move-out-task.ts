/** Builds the task that moves a cluster out: what it does, in which order, and what awaits what. */
import type { Cluster } from '../../domain/cluster.ts';
import type { StoredTask, UnmanagedCluster } from './ocp-state.ts';
import { numbered, type Step, taskBegun } from './stages.ts';

export interface MoveOutOrder {
  readonly cluster: Cluster;
  readonly deleteHostIds: readonly number[];
  readonly skipHostIds: readonly number[];
  readonly taskId: number;
  /** The subtasks take the ids after this one. */
  readonly lastSubtaskId: number;
  /** As OCP writes times. */
  readonly now: string;
  /** What is let go, for a later take-over. */
  readonly subject: UnmanagedCluster;
  readonly keepClusterInfo: boolean;
}

/**
 * Prepare, then monitoring is stopped on every host, then the chosen hosts are deleted, the configuration is detached and
 * the records are removed. Nothing is deleted before monitoring stopped everywhere, so that the task can be rolled back
 * until then; a join ("Wait node", as in other tasks of OCP) keeps the lists of what awaits what short.
 */
export function moveOutTask(order: MoveOutOrder): StoredTask {
  const { cluster, now } = order;
  const listMap = {
    deleteHostIds: order.deleteHostIds.map(String),
    skipOperationHostIds: order.skipHostIds.map(String),
  };
  const record = taskBegun(
    {
      id: order.taskId,
      name: 'Move out OB cluster',
      clusterId: cluster.id,
      context: { listMap },
      subtasks: numbered(stagesOf(order), order),
    },
    now,
  );
  const { subject, keepClusterInfo } = order;
  return { record, statusBefore: cluster.status, stoppedHostIds: [], logs: {}, subject, keepClusterInfo };
}

function stagesOf({ cluster, deleteHostIds }: MoveOutOrder): readonly (readonly Step[])[] {
  const doomed = cluster.hosts.filter((host) => deleteHostIds.includes(host.id));
  const stages: readonly (readonly Step[])[] = [
    [{ className: 'PrepareMoveOut', name: 'Prepare move out' }],
    cluster.hosts.map((host) => ({
      className: 'StopMonitoring',
      name: `Stop monitoring on ${host.name}`,
      host,
    })),
    [{ className: 'WaitNode', name: 'Wait node' }],
    doomed.map((host) => ({ className: 'DeleteHost', name: `Delete host ${host.name}`, host })),
    [{ className: 'DetachConfiguration', name: 'Detach configuration' }],
    [{ className: 'RemoveClusterRecords', name: 'Remove cluster records', prohibitRollback: true }],
  ];
  return stages.filter((stage) => stage.length > 0);
}
