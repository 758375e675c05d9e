/**
 * What each subtask of a move-out does to the records of the embedded OCP, and how a rollback undoes it. Pure; each may be
 * repeated: a subtask that ran when the process died is run again.
 */
import { clusterKey, holdingServices, isOffline } from '../../domain/cluster.ts';
import type { ClusterRecord, HostRecord, SubtaskRecord } from '../wire/records.ts';
import { contextText, moveOutHosts } from '../wire/to-domain.ts';
import {
  type OcpState,
  type StoredTask,
  type UnmanagedCluster,
  withCluster,
  withHost,
  withTask,
} from './ocp-state.ts';
import { type Action, done, failed, type Outcome, type Place } from './subtask-action.ts';

/** What each subtask of a move-out does, by its class. */
export const MOVE_OUT_RUNS: Readonly<Record<string, Action>> = {
  PrepareMoveOut: prepare,
  StopMonitoring: stopMonitoring,
  WaitNode: ({ state }) => done(state, 'all subtasks before have finished'),
  DeleteHost: deleteHost,
  DetachConfiguration: ({ state, task }) =>
    done(
      state,
      `the config server ${task.keepClusterInfo === true ? 'goes on answering' : 'no longer answers'} for the cluster`,
    ),
  RemoveClusterRecords: removeRecords,
};

/** How it is undone. */
export const MOVE_OUT_UNDOES: Readonly<Record<string, Action>> = {
  PrepareMoveOut: ({ state, task }) =>
    done(
      withCluster(state, clusterIdOf(task), { status: task.statusBefore }),
      `the cluster is ${task.statusBefore} again`,
    ),
  StopMonitoring: resumeMonitoring,
};

function prepare({ state, task }: Place): Outcome {
  return done(withCluster(state, clusterIdOf(task), { status: 'MOVINGOUT' }), 'the cluster is MOVINGOUT');
}

function stopMonitoring({ state, task, subtask }: Place): Outcome {
  const host = hostOf(state, subtask);
  if (host === undefined) return done(state, 'OCP no longer knows the host; there is nothing to stop');
  if (isSkipped(task, host)) return done(state, `operations on ${named(host)} are skipped`);
  const reached = reach(state, host);
  if (!reached.ok) return reached;
  const stoppedHostIds = [...new Set([...task.stoppedHostIds, host.id])];
  return done(
    withTask(reached.state, task.record.id, { stoppedHostIds }),
    `monitoring of the cluster stopped on ${named(host)}`,
  );
}

function resumeMonitoring({ state, task, subtask }: Place): Outcome {
  const host = hostOf(state, subtask);
  if (host === undefined || !task.stoppedHostIds.includes(host.id))
    return done(state, 'nothing was done on the host; there is nothing to undo');
  const reached = reach(state, host);
  if (!reached.ok) return reached;
  const stoppedHostIds = task.stoppedHostIds.filter((id) => id !== host.id);
  return done(
    withTask(reached.state, task.record.id, { stoppedHostIds }),
    `monitoring of the cluster started again on ${named(host)}`,
  );
}

/** A host that other services hold is not deleted, whatever was ordered: they would lose their manager. */
function deleteHost({ state, task, subtask }: Place): Outcome {
  const host = hostOf(state, subtask);
  const cluster = clusterOf(state, task);
  if (host === undefined) return done(state, 'OCP no longer knows the host');
  if (cluster === undefined) return failed(state, 'OCP no longer knows the cluster');
  const holding = holdingServices(host, cluster).map(({ type, name }) => `${type} ${name}`);
  if (holding.length > 0)
    return failed(state, `${named(host)} cannot be deleted: it also carries ${holding.join(', ')}`);
  if (isSkipped(task, host))
    return erased(state, task, host, `only OCP's record of ${named(host)} is erased`);
  const reached = reach(state, host);
  return reached.ok ? erased(reached.state, task, host, `${named(host)} is deleted`) : reached;
}

/** From here on there is no way back. */
function erased(state: OcpState, task: StoredTask, host: HostRecord, line: string): Outcome {
  const clusters = state.clusters.map((cluster) =>
    cluster.id === clusterIdOf(task) ? withoutServersOn(cluster, host) : cluster,
  );
  const hosts = state.hosts.filter(({ id }) => id !== host.id);
  const record = { ...task.record, prohibitRollback: true };
  return done(withTask({ ...state, clusters, hosts }, record.id, { record }), line);
}

function withoutServersOn(cluster: ClusterRecord, host: HostRecord): ClusterRecord {
  const zones = cluster.zones.map((zone) => ({
    ...zone,
    servers: zone.servers.filter(({ ip }) => ip !== host.innerIpAddress),
  }));
  return { ...cluster, zones };
}

/** Forgets the cluster: its record, its credentials, its services on the hosts that stay, and its primary's mention of it. */
function removeRecords({ state, task }: Place): Outcome {
  const cluster = clusterOf(state, task);
  if (cluster === undefined) return done(state, 'OCP no longer knows the cluster');
  const { name, obClusterId } = cluster;
  const clusters = state.clusters
    .filter(({ id }) => id !== cluster.id)
    .map((other) => withoutStandby(other, cluster));
  const credentials = state.credentials.filter(
    (credential) => credential.clusterName !== name || credential.obClusterId !== obClusterId,
  );
  const hosts = state.hosts.map((host) => withoutService(host, clusterKey(cluster)));
  const { subject, keepClusterInfo } = task;
  const unmanaged = subject === undefined ? state.unmanaged : [...others(state.unmanaged, subject), subject];
  const keptInfo = keepClusterInfo === true ? [...state.keptInfo, cluster] : state.keptInfo;
  return done(
    { ...state, clusters, credentials, hosts, unmanaged, keptInfo },
    `OCP no longer knows ${clusterKey(cluster)}`,
  );
}

function others(unmanaged: readonly UnmanagedCluster[], { cluster }: UnmanagedCluster): UnmanagedCluster[] {
  return unmanaged.filter((other) => clusterKey(other.cluster) !== clusterKey(cluster));
}

function withoutStandby(cluster: ClusterRecord, gone: ClusterRecord): ClusterRecord {
  if (!cluster.standbyClusters) return cluster;
  const standbyClusters = cluster.standbyClusters.filter(({ id, name, obClusterId }) =>
    name == null ? id !== gone.id : name !== gone.name || obClusterId !== gone.obClusterId,
  );
  return { ...cluster, standbyClusters };
}

function withoutService(host: HostRecord, key: string): HostRecord {
  const services = host.services.filter(({ type, name }) => type !== 'OB_CLUSTER' || name !== key);
  return services.length === host.services.length ? host : { ...host, services };
}

/** Tries to work on a host. One that is OFFLINE fails, until the attempt at which it is said to answer again. */
function reach(state: OcpState, host: HostRecord): Outcome {
  if (!isOffline(host)) return done(state);
  const { answersAtAttempt } = host;
  if (answersAtAttempt === 1)
    return done(withHost(state, host.id, { status: 'ONLINE', answersAtAttempt: undefined }));
  const next = answersAtAttempt == null ? {} : { answersAtAttempt: answersAtAttempt - 1 };
  return failed(
    withHost(state, host.id, next),
    `${named(host)} does not answer: it is OFFLINE. Bring it back and retry, or skip this subtask.`,
  );
}

function isSkipped(task: StoredTask, host: HostRecord): boolean {
  return moveOutHosts(task.record.context)?.skipHostIds.includes(host.id) ?? false;
}

function clusterIdOf(task: StoredTask): number {
  return task.record.clusterId ?? 0;
}

function clusterOf(state: OcpState, task: StoredTask): ClusterRecord | undefined {
  return state.clusters.find(({ id }) => id === task.record.clusterId);
}

function hostOf(state: OcpState, subtask: SubtaskRecord): HostRecord | undefined {
  const id = Number(contextText(subtask.context, 'hostId'));
  return state.hosts.find((host) => host.id === id);
}

function named(host: HostRecord): string {
  return `host ${host.name} (${host.innerIpAddress})`;
}
