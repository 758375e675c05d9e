/** What may be said with a move-out beside the cluster. Which of it an OCP knows depends on its version. */

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

/** The options of an OCP that knows them all. */
export const EVERY_OPTION: MoveOutOptions = {
  deleteHosts: 'each',
  skipHosts: true,
  keepClusterInfo: true,
  configAddress: true,
};
