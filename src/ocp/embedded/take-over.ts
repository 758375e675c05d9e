/** What a client may ask of the embedded OCP about clusters that it does not manage: to look at one, and to take it over. */
import { clusterKey } from '../../domain/cluster.ts';
import type { ClusterRecord } from '../wire/records.ts';
import { refusal } from '../wire/refusal.ts';
import type { OcpState, StoredTask, UnmanagedCluster } from './ocp-state.ts';
import { numbered, type Step, taskBegun } from './stages.ts';
import { type Change, withNewTask } from './task-requests.ts';

/** How a client names a cluster to take over: a server of it, and the password of root in its sys tenant. */
export interface TakeOverRequest {
  readonly address: string;
  /** 2881 of the server itself, or 2883 of an OBProxy. */
  readonly port: number;
  readonly rootSysPassword: string;
  /** Needed with a proxy, which serves several. */
  readonly clusterName?: string | undefined;
  readonly obClusterId?: number | undefined;
}

/** What a look at the cluster found. `messages` are sentences, empty when it can be taken over. */
export interface TakeOverVerdict {
  readonly found: UnmanagedCluster | undefined;
  readonly messages: readonly string[];
}

const SQL_PORT = 2881;

/** Whether the cluster can be taken over; nothing is changed. */
export function takeOverVerdict(state: OcpState, request: TakeOverRequest): TakeOverVerdict {
  const found = state.unmanaged.find((unmanaged) => answersAt(unmanaged, request));
  if (found === undefined)
    return { found, messages: [`No OceanBase cluster answers at ${request.address}:${request.port}.`] };
  const { cluster, rootSysPassword } = found;
  const messages = [
    ...(rootSysPassword === '' || rootSysPassword !== request.rootSysPassword
      ? [`The password of root@sys is wrong for ${clusterKey(cluster)}.`]
      : []),
    ...(state.clusters.some((known) => clusterKey(known) === clusterKey(cluster))
      ? [`This OCP manages ${clusterKey(cluster)} already.`]
      : []),
    ...found.hosts.flatMap((host) => otherPlace(state, host)),
  ];
  return { found, messages };
}

/** Takes a cluster over; it is TAKINGOVER at once. Throws OcpFault when it cannot be. `now` is as OCP writes times. */
export function takeOver(state: OcpState, request: TakeOverRequest, now: string): Change {
  const { found, messages } = takeOverVerdict(state, request);
  if (found === undefined || messages.length > 0) throw refusal('illegalArgument', messages.join(' '));
  const id = state.lastAddedId + 1;
  const cluster: ClusterRecord = { ...found.cluster, id, status: 'TAKINGOVER' };
  const task = takeOverTask(state, { ...found, cluster }, now);
  const next = { ...state, clusters: [...state.clusters, cluster], lastAddedId: id };
  return [withNewTask(next, task), task.record];
}

function answersAt({ cluster }: UnmanagedCluster, request: TakeOverRequest): boolean {
  const named =
    (request.clusterName === undefined || request.clusterName === cluster.name) &&
    (request.obClusterId === undefined || request.obClusterId === cluster.obClusterId);
  return (
    named &&
    cluster.zones.some(({ servers }) =>
      servers.some(
        (server) =>
          server.ip === request.address &&
          (request.clusterName !== undefined || request.port === (server.sqlPort ?? SQL_PORT)),
      ),
    )
  );
}

/** A host that this OCP knows already must be where the cluster says that it is. */
function otherPlace(state: OcpState, host: UnmanagedCluster['hosts'][number]): string[] {
  const known = state.hosts.find(({ innerIpAddress }) => innerIpAddress === host.innerIpAddress);
  const { idcName } = host;
  if (
    known === undefined ||
    known.idcName === undefined ||
    idcName === undefined ||
    known.idcName === idcName
  )
    return [];
  return [
    `The idc of host ${host.innerIpAddress} does not match: ${String(known.idcName)} here, ${String(idcName)} in the cluster.`,
  ];
}

function takeOverTask(state: OcpState, subject: UnmanagedCluster, now: string): StoredTask {
  const { cluster, hosts } = subject;
  const stages: readonly (readonly Step[])[] = [
    [{ className: 'PrepareTakeOver', name: 'Prepare take over' }],
    hosts.map((host) => ({ className: 'TakeOverHost', name: `Take over host ${host.name}`, host })),
    [{ className: 'WaitNode', name: 'Wait node' }],
    [{ className: 'FinishTakeOver', name: 'Update OB cluster status', prohibitRollback: true }],
  ];
  const subtasks = numbered(
    stages.filter((stage) => stage.length > 0),
    { lastSubtaskId: state.lastSubtaskId, now },
  );
  const id = state.lastTaskId + 1;
  const record = taskBegun(
    { id, name: 'Take over OB cluster', clusterId: cluster.id, context: {}, subtasks },
    now,
  );
  return { record, statusBefore: 'TAKINGOVER', stoppedHostIds: [], logs: {}, subject };
}
