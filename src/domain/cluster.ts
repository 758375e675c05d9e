/**
 * The clusters, hosts and tasks of OCP as the rules see them. The names of statuses and services are OCP's own; values
 * that OCP may add later stay strings and are shown as they come.
 */

/** `name:obClusterId` is a cluster's true identity; `id` is the number one OCP gives it, `ocp` that OCP's name. */
export interface ClusterIdentity {
  readonly ocp: string;
  readonly id: number;
  readonly name: string;
  readonly obClusterId: number;
}

/** A cluster as a listing shows it. */
export interface ClusterSummary extends ClusterIdentity {
  /** `PRIMARY` or `STANDBY`. */
  readonly type: string;
  /** `RUNNING`, `STOPPED`, `UNAVAILABLE`, `MOVINGOUT`, ... */
  readonly status: string;
  readonly obVersion?: string | undefined;
  /** Whether it is OCP's own metadata cluster, which OCP refuses to move; undefined when OCP does not say. */
  readonly metaDb: boolean | undefined;
  readonly standbys: readonly { readonly name: string; readonly obClusterId: number }[];
}

/** Something that OCP runs on a host. */
export interface Service {
  readonly type: string;
  readonly name: string;
}

/** A host of a cluster. */
export interface Host {
  /** The host id, which the move-out takes; never a server id. */
  readonly id: number;
  readonly name: string;
  readonly address: string;
  readonly zone: string;
  /** `AVAILABLE`, `ONLINE`, `OFFLINE`, `NEW`, `DELETING`, ... */
  readonly status: string;
  readonly services: readonly Service[];
}

/** A cluster with its hosts. */
export interface Cluster extends ClusterSummary {
  /** In OCP's order. */
  readonly zones: readonly string[];
  readonly hosts: readonly Host[];
  /** Addresses of servers for which OCP has no host record; nothing can be deleted there. */
  readonly serversWithoutHost: readonly string[];
  readonly tenantCount: number;
  /** The names of the OBProxy clusters that link to it; undefined when OCP did not say. */
  readonly proxyClusters?: readonly string[] | undefined;
}

/** One of the steps of a task. */
export interface Subtask {
  readonly id: number;
  readonly name: string;
  /** `PENDING`, `READY`, `RUNNING`, `CANCELING`, `FAILED`, `SUCCESSFUL`. */
  readonly status: string;
  readonly operation: string;
  /** The name of the host it works on, when it works on one. */
  readonly host?: string | undefined;
  /** ISO 8601. */
  readonly startTime?: string | undefined;
  readonly finishTime?: string | undefined;
}

/** Work of OCP's that takes some time, such as a move-out. */
export interface Task {
  readonly id: number;
  readonly name: string;
  readonly clusterId?: number | undefined;
  /** `RUNNING`, `FAILED`, `SUCCESSFUL`. */
  readonly status: string;
  /** `EXECUTE`, `RETRY`, `ROLLBACK`. A finished rollback is `SUCCESSFUL` with `ROLLBACK`. */
  readonly operation: string;
  readonly prohibitRollback: boolean;
  /** In the order in which they run. */
  readonly subtasks: readonly Subtask[];
  /** The hosts of a move-out; absent when the task moves nothing out or its hosts cannot be read. */
  readonly moveOut?:
    | { readonly deleteHostIds: readonly number[]; readonly skipHostIds: readonly number[] }
    | undefined;
  readonly startTime?: string | undefined;
  readonly finishTime?: string | undefined;
  readonly traceId?: string | undefined;
}

/** Whether a task may be one of that cluster: not every answer of OCP's says of which it is. */
export function isTaskOf({ clusterId }: Pick<Task, 'clusterId'>, id: number): boolean {
  return clusterId === undefined || clusterId === id;
}

/** The name under which OCP ties a host's OB_CLUSTER service to its cluster. */
export function clusterKey(cluster: { readonly name: string; readonly obClusterId: number }): string {
  return `${cluster.name}:${cluster.obClusterId}`;
}

/** What tells clusters apart over all OCPs: the OCP's name and the cluster's true identity there. At most one request is open for it. */
export function openKey({ ocp, name, obClusterId }: Omit<ClusterIdentity, 'id'>): string {
  return JSON.stringify([ocp, name, obClusterId]);
}

/** Whether both are one cluster in one OCP, whatever number that OCP gives it. */
export function sameCluster(a: Omit<ClusterIdentity, 'id'>, b: Omit<ClusterIdentity, 'id'>): boolean {
  return openKey(a) === openKey(b);
}

/**
 * The services that forbid deleting a host: every service holds it but this cluster's own OB_CLUSTER and OCP's own
 * OCP_AGENT; an unknown type holds it too.
 */
export function holdingServices(
  host: Pick<Host, 'services'>,
  cluster: { readonly name: string; readonly obClusterId: number },
): readonly Service[] {
  return host.services.filter(
    (service) =>
      service.type !== 'OCP_AGENT' &&
      !(service.type === 'OB_CLUSTER' && service.name === clusterKey(cluster)),
  );
}

/** Whether OCP cannot reach the host, so that operations on it should be skipped. */
export function isOffline(host: Pick<Host, 'status'>): boolean {
  return host.status === 'OFFLINE';
}
