/** Sends a move-out to OCP, once, with nothing in it that OCP's version does not know. */
import { holdingServices, isTaskOf, type Task } from '../../domain/cluster.ts';
import { type MoveOutOptions, type MoveOutOrder, unknownTo } from '../../domain/move-out-options.ts';
import { OcpFault } from '../../workflow/ports.ts';
import { toTask } from '../wire/to-domain.ts';
import type { OcpApi } from './api.ts';
import { readCluster } from './clusters.ts';
import { readTaskRecord } from './read-record.ts';

/**
 * The task that OCP began. Throws OcpFault; a definite one when nothing was sent, because the order says what this version does
 * not know. An answer that cannot be read leaves the outcome open.
 */
export async function sendMoveOut(
  api: OcpApi,
  readOptions: () => Promise<MoveOutOptions>,
  clusterId: number,
  order: MoveOutOrder,
): Promise<Task> {
  const body = await bodyOf(api, readOptions, clusterId, order).catch((error: unknown) => {
    throw error instanceof OcpFault ? notSent(api, error) : error;
  });
  const data = await api.post(`/api/v2/ob/clusters/${clusterId}/moveOut`, body);
  const task = toTask(readTaskRecord(api.connection.name, data));
  if (isTaskOf(task, clusterId)) return task;
  const message = `OCP ${api.connection.name} answered the move-out with a task of another cluster (task ${task.id}).`;
  throw new OcpFault({ message }, { unanswered: true });
}

/** What could not be read before the move-out was sent leaves nothing open. */
function notSent(api: OcpApi, { failure }: OcpFault): OcpFault {
  const lead = `Nothing was sent to OCP ${api.connection.name}`;
  const message = failure.message.startsWith(lead) ? failure.message : `${lead}. ${failure.message}`;
  return new OcpFault({ ...failure, message }, { unanswered: false });
}

async function bodyOf(
  api: OcpApi,
  readOptions: () => Promise<MoveOutOptions>,
  clusterId: number,
  order: MoveOutOrder,
): Promise<object> {
  const options = await readOptions();
  const missing = unknownTo(options, order);
  if (missing.length > 0) {
    const message = `Nothing was sent to OCP ${api.connection.name}: its version cannot ${missing.join(', and it cannot ')}. Request the move-out again without that.`;
    throw new OcpFault({ message }, { unanswered: false });
  }
  return { ...(await hostParameters(api, options, clusterId, order)), ...otherParameters(options, order) };
}

/** How `deleteHost` and `deleteHostIds` go together is not documented, so only one of them is ever sent. */
async function hostParameters(
  api: OcpApi,
  { deleteHosts, skipHosts }: MoveOutOptions,
  clusterId: number,
  { deleteHostIds, skipHostIds }: MoveOutOrder,
): Promise<object> {
  if (deleteHosts === 'none') return {};
  if (deleteHosts === 'all or none')
    return { deleteHost: deleteHostIds.length > 0 && (await requireAll(api, clusterId, deleteHostIds)) };
  return { deleteHostIds, ...(skipHosts ? { skipOperationHostIds: skipHostIds } : {}) };
}

/** "All hosts" is said only when the chosen ones are all that OCP has now, and no other service holds one of them. */
async function requireAll(api: OcpApi, clusterId: number, chosen: readonly number[]): Promise<true> {
  const cluster = await readCluster(api, clusterId);
  const hosts = cluster?.hosts ?? [];
  const isWhole = hosts.length === new Set(chosen).size && hosts.every(({ id }) => chosen.includes(id));
  const isFree = cluster !== undefined && hosts.every((host) => holdingServices(host, cluster).length === 0);
  if (isWhole && isFree) return true;
  const why = isWhole
    ? 'other services run on hosts of the cluster'
    : 'the hosts that were chosen are not all the hosts that the cluster has now';
  const message = `Nothing was sent to OCP ${api.connection.name}: its version deletes all hosts of a cluster or none, and ${why}.`;
  throw new OcpFault({ message }, { unanswered: false });
}

function otherParameters(options: MoveOutOptions, { keepClusterInfo, configAddress }: MoveOutOrder): object {
  return {
    ...(options.keepClusterInfo ? { retainClusterInfo: keepClusterInfo === true } : {}),
    ...(configAddress === undefined ? {} : { targetConfigAddress: configAddress }),
  };
}
