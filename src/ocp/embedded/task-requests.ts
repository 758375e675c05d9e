/**
 * What a client may ask of the tasks of the embedded OCP, as changes of its state; each gives the task that is to go on.
 * All throw OcpFault when OCP refuses.
 */
import { type Cluster, clusterKey } from '../../domain/cluster.ts';
import type { MoveOutOrder } from '../../domain/move-out-options.ts';
import type { ClusterRecord, TaskRecord } from '../wire/records.ts';
import { refusal } from '../wire/refusal.ts';
import { credentialsOf, readCluster } from './cluster-queries.ts';
import { moveOutTask } from './move-out-task.ts';
import {
  type OcpState,
  type StoredTask,
  taskOf,
  type UnmanagedCluster,
  withCluster,
  withTaskRecord,
} from './ocp-state.ts';
import { withLog } from './run-task.ts';
import { cancelled, retried, rolledBack, skipped, subtaskOf, subtaskRetried } from './task-machine.ts';

/** The state after a request, and the task in it that was asked about. */
export type Change = readonly [state: OcpState, task: TaskRecord];

/** OCP moves out clusters in these states only. */
const MOVABLE = ['STOPPED', 'RUNNING', 'UNAVAILABLE'];
/** So many finished tasks are remembered. */
const REMEMBERED = 50;

export interface MoveOutRequest extends MoveOutOrder {
  /** The name of this OCP. */
  readonly ocp: string;
  readonly clusterId: number;
}

/** Submits a move-out. Host ids given twice count once. `now` is as OCP writes times. */
export function submit(state: OcpState, request: MoveOutRequest, now: string): Change {
  const cluster = movableCluster(state, request);
  requireOwnHosts(cluster, [...request.deleteHostIds, ...request.skipHostIds]);
  const task = moveOutTask({
    cluster,
    deleteHostIds: [...new Set(request.deleteHostIds)],
    skipHostIds: [...new Set(request.skipHostIds)],
    taskId: state.lastTaskId + 1,
    lastSubtaskId: state.lastSubtaskId,
    now,
    subject: subjectOf(state, cluster, request.configAddress),
    keepClusterInfo: request.keepClusterInfo === true,
  });
  const moving = withCluster(state, cluster.id, { status: 'MOVINGOUT' });
  return [withNewTask(moving, task), task.record];
}

/** The cluster as it is before anything is done to it. Another config server is what it will ask from then on. */
function subjectOf(
  state: OcpState,
  { id, hosts }: Cluster,
  configAddress: string | undefined,
): UnmanagedCluster {
  const record = listedRecord(state, id);
  const own = new Set(hosts.map((host) => host.id));
  const sys = credentialsOf(state, record).find(({ tenantName }) => tenantName === 'sys');
  return {
    cluster: configAddress === undefined ? record : { ...record, configUrl: configAddress },
    hosts: state.hosts.filter((host) => own.has(host.id)),
    rootSysPassword: sys?.password ?? '',
  };
}

function listedRecord(state: OcpState, id: number): ClusterRecord {
  const record = state.clusters.find((cluster) => cluster.id === id);
  if (record === undefined) throw refusal('notFound', `This OCP lists no cluster with the id ${id}.`);
  return record;
}

function movableCluster(state: OcpState, { ocp, clusterId }: MoveOutRequest): Cluster {
  const cluster = readCluster(ocp, state, clusterId);
  if (cluster === undefined) throw refusal('notFound', `This OCP lists no cluster with the id ${clusterId}.`);
  if (cluster.metaDb)
    throw refusal(
      'notAllowedInCluster',
      `Operation not allowed in cluster ${clusterKey(cluster)}: it is OCP's own MetaDB.`,
    );
  if (!MOVABLE.includes(cluster.status))
    throw refusal(
      'illegalArgument',
      `Cluster ${clusterKey(cluster)} is ${cluster.status}; only a cluster that is ${MOVABLE.join(', ')} can be moved out.`,
    );
  return cluster;
}

function requireOwnHosts(cluster: Cluster, hostIds: readonly number[]): void {
  const own = new Set(cluster.hosts.map(({ id }) => id));
  const foreign = [...new Set(hostIds)].filter((id) => !own.has(id));
  if (foreign.length > 0)
    throw refusal(
      'illegalArgument',
      `No host of cluster ${clusterKey(cluster)} has the id ${foreign.join(', ')}.`,
    );
}

/** The state with one more task; the oldest finished ones are forgotten. */
export function withNewTask(state: OcpState, task: StoredTask): OcpState {
  const finished = state.tasks.filter(({ record }) => record.status === 'SUCCESSFUL');
  const forgotten = new Set(finished.slice(0, Math.max(finished.length + 1 - REMEMBERED, 0)));
  return {
    ...state,
    tasks: [...state.tasks.filter((old) => !forgotten.has(old)), task],
    lastTaskId: task.record.id,
    lastSubtaskId: state.lastSubtaskId + task.record.subtasks.length,
  };
}

/** Retries all failed subtasks of a failed task. */
export function retry(state: OcpState, taskId: number): Change {
  const record = retried(storedTask(state, taskId).record);
  return [withTaskRecord(state, record), record];
}

/** Retries one failed subtask of a failed task; the task goes on with it. */
export function retrySubtask(
  state: OcpState,
  { taskId, subtaskId }: { readonly taskId: number; readonly subtaskId: number },
): Change {
  const record = subtaskRetried(storedTask(state, taskId).record, subtaskId);
  return [withTaskRecord(state, record), record];
}

/** Interrupts a running subtask: it counts as failed. */
export function cancelSubtask(
  state: OcpState,
  { taskId, subtaskId }: { readonly taskId: number; readonly subtaskId: number },
  now: string,
): Change {
  const record = cancelled(storedTask(state, taskId).record, subtaskId, now);
  const lines = ['ERROR interrupted by hand'];
  const next = withLog(withTaskRecord(state, record), taskId, subtaskOf(record, subtaskId), { now, lines });
  return [next, record];
}

/** Rolls a failed task back. */
export function rollBack(state: OcpState, taskId: number): Change {
  const record = rolledBack(storedTask(state, taskId).record);
  return [withTaskRecord(state, record), record];
}

/** Passes over one failed subtask. */
export function skip(
  state: OcpState,
  { taskId, subtaskId }: { readonly taskId: number; readonly subtaskId: number },
  now: string,
): Change {
  const record = skipped(storedTask(state, taskId).record, subtaskId);
  const lines = ['INFO skipped by hand: nothing was done'];
  const next = withLog(withTaskRecord(state, record), taskId, subtaskOf(record, subtaskId), { now, lines });
  return [next, record];
}

function storedTask(state: OcpState, taskId: number): StoredTask {
  const task = taskOf(state, taskId);
  if (task === undefined) throw refusal('taskNotFound', `There is no task ${taskId}.`);
  return task;
}
