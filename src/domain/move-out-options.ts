/** What may be said with a move-out beside the cluster. Which of it an OCP knows depends on its version. */
import type { Terms } from './events.ts';

/** What an OCP's version lets a move-out say. What it does not know is never sent: OCP would pass over it in silence. */
export interface MoveOutOptions {
  /** `each`: any of the cluster's hosts. `all or none`: only all of them together. `none`: the move-out deletes no host. */
  readonly deleteHosts: 'each' | 'all or none' | 'none';
  /** Whether hosts can be named on which OCP executes nothing. */
  readonly skipHosts: boolean;
  /** Whether OCP can keep the cluster's information, so that its config server goes on answering for the cluster. */
  readonly keepClusterInfo: boolean;
  /** Whether the cluster can be pointed to another config server. */
  readonly configAddress: boolean;
}

/** A move-out as it is sent to OCP, once. */
export interface MoveOutOrder {
  readonly deleteHostIds: readonly number[];
  readonly skipHostIds: readonly number[];
  /** False unless told. */
  readonly keepClusterInfo?: boolean | undefined;
  /** The new config server of the cluster, `http://ip:port`; it keeps the one it has when absent. */
  readonly configAddress?: string | undefined;
}

/**
 * What an order says that an OCP does not know, as clauses after "cannot"; empty when it knows all of it. That "all or none" of the
 * hosts are chosen is for whoever knows the hosts.
 */
export function unknownTo(options: MoveOutOptions, order: MoveOutOrder): string[] {
  return [
    ...(options.deleteHosts === 'none' && order.deleteHostIds.length > 0
      ? ['delete hosts with a move-out']
      : []),
    ...(!options.skipHosts && order.skipHostIds.length > 0 ? ['skip hosts'] : []),
    ...(!options.keepClusterInfo && order.keepClusterInfo === true ? ['keep the cluster information'] : []),
    ...(!options.configAddress && order.configAddress !== undefined ? ['set another config server'] : []),
  ];
}

/** What the terms of a request ask of OCP's version. */
type Chosen = Pick<Terms, 'deleteHosts' | 'keepHosts' | 'skipHosts' | 'keepClusterInfo' | 'configAddress'>;

/** The move-out as the terms have it. */
export function orderOf({ deleteHosts, skipHosts, keepClusterInfo, configAddress }: Chosen): MoveOutOrder {
  return {
    deleteHostIds: deleteHosts.map((host) => host.id),
    skipHostIds: skipHosts.map((host) => host.id),
    keepClusterInfo,
    configAddress,
  };
}

/** What was chosen and the OCP does not know, as clauses after "cannot"; empty when it knows all of it. */
export function beyond(options: MoveOutOptions, chosen: Chosen): string[] {
  const isPart = chosen.deleteHosts.length > 0 && chosen.keepHosts.length > 0;
  return [
    ...(options.deleteHosts === 'all or none' && isPart ? ['delete only some of the hosts'] : []),
    ...unknownTo(options, orderOf(chosen)),
  ];
}

/** The options of an OCP that knows them all. */
export const EVERY_OPTION: MoveOutOptions = {
  deleteHosts: 'each',
  skipHosts: true,
  keepClusterInfo: true,
  configAddress: true,
};
