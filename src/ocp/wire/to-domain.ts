/** Translates OCP's records into the clusters, hosts and tasks of the domain. */
import {
  type Cluster,
  type ClusterSummary,
  clusterKey,
  type Host,
  type Subtask,
  type Task,
} from '../../domain/cluster.ts';
import type { ClusterRecord, ContextRecord, HostRecord, SubtaskRecord, TaskRecord } from './records.ts';

/** The zone of a host that is tied to a cluster by its service alone: no server of the cluster has its address. */
const NO_ZONE = 'no zone';

/**
 * A cluster without its hosts. `known` are the clusters of the same OCP, in which a standby that is given by id alone is
 * looked up; one that is not among them is not listed there, and is left out.
 */
export function toClusterSummary(
  ocp: string,
  record: ClusterRecord,
  known: readonly ClusterRecord[],
): ClusterSummary {
  const { id, name, obClusterId, type, status, obVersion, metaDb } = record;
  const standbys = standbysOf(record, known);
  return {
    ocp,
    id,
    name,
    obClusterId,
    type,
    status,
    obVersion: obVersion ?? undefined,
    metaDb: metaDb ?? false,
    standbys,
  };
}

function standbysOf(record: ClusterRecord, known: readonly ClusterRecord[]): ClusterSummary['standbys'] {
  return (record.standbyClusters ?? []).flatMap((standby) => {
    const listed = known.find((cluster) => cluster.id === standby.id);
    const name = standby.name ?? listed?.name;
    const obClusterId = standby.obClusterId ?? listed?.obClusterId;
    return name == null || obClusterId == null ? [] : [{ name, obClusterId }];
  });
}

/**
 * A cluster with its zones and hosts. A host is of the cluster when a server of the cluster has its address, or when it
 * carries an OB_CLUSTER service named `<cluster name>:<obClusterId>`.
 */
export function toCluster(
  ocp: string,
  record: ClusterRecord,
  all: { readonly clusters: readonly ClusterRecord[]; readonly hosts: readonly HostRecord[] },
): Cluster {
  const addresses = new Set(all.hosts.map((host) => host.innerIpAddress));
  const servers = record.zones.flatMap((zone) => zone.servers.map((server) => server.ip));
  return {
    ...toClusterSummary(ocp, record, all.clusters),
    zones: record.zones.map((zone) => zone.name),
    hosts: hostsOf(record, all.hosts),
    serversWithoutHost: [...new Set(servers)].filter((ip) => !addresses.has(ip)),
    tenantCount: record.tenantCount ?? record.tenants?.length ?? 0,
  };
}

/** The hosts of a cluster, zone by zone, each once; those without a zone last. */
function hostsOf(cluster: ClusterRecord, hosts: readonly HostRecord[]): readonly Host[] {
  const byAddress = new Map<string, HostRecord[]>();
  for (const host of hosts)
    byAddress.set(host.innerIpAddress, [...(byAddress.get(host.innerIpAddress) ?? []), host]);
  const found = new Map<number, Host>();
  for (const zone of cluster.zones)
    for (const server of zone.servers)
      for (const host of hostsAt(byAddress.get(server.ip) ?? [], cluster))
        if (!found.has(host.id)) found.set(host.id, toHost(host, zone.name));
  for (const host of hosts)
    if (!found.has(host.id) && isTied(host, cluster)) found.set(host.id, toHost(host, NO_ZONE));
  return [...found.values()];
}

/** Nothing may be deleted of which OCP does not say that it carries this cluster. */
const NOT_TOLD = { type: 'UNKNOWN', name: 'OCP does not say that the cluster is on it' };

/** Several networks may use one address: then the host that carries the cluster is meant. One that does not carry it is held. */
function hostsAt(hosts: readonly HostRecord[], cluster: ClusterRecord): readonly HostRecord[] {
  const tied = hosts.filter((host) => isTied(host, cluster));
  if (tied.length > 0) return tied;
  return hosts.map((host) => ({ ...host, services: [...host.services, NOT_TOLD] }));
}

function isTied(host: HostRecord, cluster: ClusterRecord): boolean {
  return host.services.some(({ type, name }) => type === 'OB_CLUSTER' && name === clusterKey(cluster));
}

function toHost(record: HostRecord, zone: string): Host {
  const { id, name, innerIpAddress: address, status } = record;
  const services = record.services.map((service) => ({ type: service.type, name: service.name }));
  return { id, name, address, zone, status, services };
}

/** A task with its subtasks in the order in which they run. */
export function toTask(record: TaskRecord): Task {
  const { id, name, status, operation, prohibitRollback } = record;
  const subtasks = record.subtasks.toSorted((a, b) => a.seriesId - b.seriesId || a.id - b.id);
  return {
    id,
    name,
    clusterId: record.clusterId ?? undefined,
    status,
    operation,
    prohibitRollback,
    subtasks: subtasks.map(toSubtask),
    moveOut: moveOutHosts(record.context),
    ...toTimes(record),
    traceId: record.traceId ?? undefined,
  };
}

function toSubtask(record: SubtaskRecord): Subtask {
  const { id, name, status, operation } = record;
  return { id, name, status, operation, host: contextText(record.context, 'hostName'), ...toTimes(record) };
}

function toTimes(record: TaskRecord | SubtaskRecord): Pick<Task, 'startTime' | 'finishTime'> {
  return { startTime: record.startTime ?? undefined, finishTime: record.finishTime ?? undefined };
}

/** What the body of a move-out calls the hosts; its task's context names them alike. */
const DELETE_LIST = 'deleteHostIds';
const SKIP_LIST = 'skipOperationHostIds';

/** The hosts that the context of a move-out task names; undefined when it is not a move-out, or they cannot be read. */
export function moveOutHosts(context: ContextRecord): Task['moveOut'] {
  if (typeof context !== 'object') return undefined;
  const lists = context?.listMap ?? {};
  const deleteHostIds = numbers(lists[DELETE_LIST]);
  const skipHostIds = numbers(lists[SKIP_LIST]);
  return deleteHostIds && skipHostIds && { deleteHostIds, skipHostIds };
}

/** A text of a context; undefined when it is not there. */
export function contextText(context: ContextRecord, name: string): string | undefined {
  return typeof context === 'object' ? context?.stringMap?.[name] : undefined;
}

function numbers(texts: readonly string[] | undefined): readonly number[] | undefined {
  const ids = texts?.map(Number);
  return ids?.every(Number.isSafeInteger) ? ids : undefined;
}
