/** Builds the task that moves a cluster out: what it does, in which order, and what awaits what. */
import type { Cluster, Host } from '../../domain/cluster.ts';
import type { SubtaskRecord } from '../wire/records.ts';
import type { StoredTask } from './ocp-state.ts';

export interface MoveOutOrder {
  readonly cluster: Cluster;
  readonly deleteHostIds: readonly number[];
  readonly skipHostIds: readonly number[];
  readonly taskId: number;
  /** The subtasks take the ids after this one. */
  readonly lastSubtaskId: number;
  /** As OCP writes times. */
  readonly now: string;
  readonly traceId: string;
}

/**
 * Prepare, then monitoring is stopped on every host, then the chosen hosts are deleted, the configuration is detached and
 * the records are removed. Nothing is deleted before monitoring stopped everywhere, so that the task can be rolled back
 * until then; a join ("Wait node", as in other tasks of OCP) keeps the lists of what awaits what short.
 */
export function moveOutTask(order: MoveOutOrder): StoredTask {
  const { cluster, now } = order;
  const record = {
    id: order.taskId,
    name: 'Move out OB cluster',
    clusterId: cluster.id,
    type: 'MANUAL',
    status: 'RUNNING',
    operation: 'EXECUTE',
    creator: 'admin',
    prohibitRollback: false,
    context: {
      listMap: {
        deleteHostIds: order.deleteHostIds.map(String),
        skipOperationHostIds: order.skipHostIds.map(String),
      },
    },
    subtasks: numbered(stagesOf(order), order),
    createTime: now,
    startTime: now,
    traceId: order.traceId,
  };
  return { record, statusBefore: cluster.status, stoppedHostIds: [], logs: {} };
}

interface Step {
  readonly className: string;
  readonly name: string;
  readonly host?: Host;
}
type Stage = readonly Step[];

function stagesOf({ cluster, deleteHostIds }: MoveOutOrder): readonly Stage[] {
  const doomed = cluster.hosts.filter((host) => deleteHostIds.includes(host.id));
  const stages: readonly Stage[] = [
    [{ className: 'PrepareMoveOut', name: 'Prepare move out' }],
    cluster.hosts.map((host) => ({
      className: 'StopMonitoring',
      name: `Stop monitoring on ${host.name}`,
      host,
    })),
    [{ className: 'WaitNode', name: 'Wait node' }],
    doomed.map((host) => ({ className: 'DeleteHost', name: `Delete host ${host.name}`, host })),
    [{ className: 'DetachConfiguration', name: 'Detach configuration' }],
    [{ className: 'RemoveClusterRecords', name: 'Remove cluster records' }],
  ];
  return stages.filter((stage) => stage.length > 0);
}

/** Each subtask awaits all of the stage before it. */
function numbered(stages: readonly Stage[], { lastSubtaskId, now }: MoveOutOrder): SubtaskRecord[] {
  let seriesId = 0;
  const named = stages.map((stage) =>
    stage.map((step) => ({ step, seriesId: ++seriesId, id: lastSubtaskId + seriesId })),
  );
  const idsOf = (depth: number) => (named[depth] ?? []).map(({ id }) => id);
  return named.flatMap((stage, depth) =>
    stage.map(({ step, ...numbers }, index) => ({
      ...numbers,
      ...pending(step, now),
      parallelIdx: stage.length > 1 ? index : -1,
      upstreams: idsOf(depth - 1),
      downstreams: idsOf(depth + 1),
    })),
  );
}

function pending({ className, name, host }: Step, createTime: string) {
  return {
    className,
    name,
    status: 'PENDING',
    operation: 'EXECUTE',
    runTime: 0,
    prohibitRollback: className === 'RemoveClusterRecords',
    context: host && { stringMap: { hostId: String(host.id), hostName: host.name } },
    createTime,
  };
}
