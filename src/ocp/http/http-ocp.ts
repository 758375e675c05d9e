/** An OCP over HTTP, behind the same port as the embedded one. */
import type { Clock, Ocp } from '../../workflow/ports.ts';
import { LIMITS, type OcpLimits, openOcpApi, type SeenCall } from './api.ts';
import { listClusters, readCluster } from './clusters.ts';
import type { OcpConnection } from './connection.ts';
import { credentialExport } from './credential-export.ts';
import { createFollowedTasks } from './followed-tasks.ts';
import { sendMoveOut } from './move-out.ts';
import { type Probe, probe } from './probe.ts';
import { readTask, runningTasks, taskRequests, tasksOf } from './tasks.ts';
import { createVersion, moveOutOptionsOf } from './version.ts';

export interface HttpOcp {
  readonly ocp: Ocp;
  /** Whether it can be worked with now; for the log of a start. Never throws. */
  probe(): Promise<Probe>;
  /** Ends every connection, and what waits for an answer. */
  close(): Promise<void>;
}

/**
 * Opens an OCP; `seen` is told of every call. Nothing is sent before the first call: one that is down is no reason not to start. `clock` is the
 * time of day, `steady` one that is never set, by which is waited; the same unless told.
 */
export function openHttpOcp(
  connection: OcpConnection,
  {
    clock,
    steady = clock,
    limits = LIMITS,
    seen,
  }: {
    readonly clock: Clock;
    readonly steady?: Clock;
    readonly limits?: OcpLimits;
    readonly seen?: (call: SeenCall) => void;
  },
): HttpOcp {
  const api = openOcpApi(connection, { clock, steady, limits, seen });
  const version = createVersion(api, steady);
  const followed = createFollowedTasks(
    { detail: (taskId) => readTask(api, taskId), running: () => runningTasks(api) },
    steady,
  );
  const options = async () => moveOutOptionsOf(await version());
  const ocp: Ocp = {
    name: connection.name,
    ...credentialExport(api),
    listClusters: () => listClusters(api),
    readCluster: (id) => readCluster(api, id),
    moveOutOptions: options,
    moveOut: (clusterId, order) => sendMoveOut(api, options, clusterId, order),
    tasksOf: (clusterId) => tasksOf(api, clusterId),
    readTask: (taskId, asOf = 'now') => (asOf === 'now' ? readTask(api, taskId) : followed.look(taskId)),
    get lookEveryMs() {
      return followed.lookEveryMs();
    },
    ...taskRequests(api),
  };
  return { ocp, probe: () => probe(api, { version, clock }), close: api.close };
}
