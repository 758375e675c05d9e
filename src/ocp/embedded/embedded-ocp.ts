/** An OCP inside this process, behind the same port as a real one: its records are stored, its tasks are run here. */
import type { Adapter } from 'lowdb';
import { clusterKey } from '../../domain/cluster.ts';
import { EVERY_OPTION } from '../../domain/move-out-options.ts';
import { type Clock, type Ocp, OcpFault } from '../../workflow/ports.ts';
import { credentialFile, HOW_TO_OPEN } from '../credentials/credential-file.ts';
import type { TaskRecord } from '../wire/records.ts';
import { CODES, newTraceId, refusal } from '../wire/refusal.ts';
import { toClusterSummary, toTask } from '../wire/to-domain.ts';
import { wireTime } from '../wire/wire-time.ts';
import { credentialsOf, listedCluster, readCluster } from './cluster-queries.ts';
import type { Inventory } from './inventory.ts';
import { type OcpState, taskOf, withHost } from './ocp-state.ts';
import { type OcpStore, openOcpStore } from './ocp-store.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { createTaskEngine, type TaskEngine } from './task-engine.ts';
import { subtaskOf } from './task-machine.ts';
import { type Change, retry, rollBack, skip, submit } from './task-requests.ts';

export interface EmbeddedOcpOptions {
  /** The name of the stored state, for errors. */
  readonly file: string;
  /** Where the state is stored; `write` must resolve only when it is safe. */
  readonly adapter: Adapter<unknown>;
  /** Read only when nothing is stored yet. */
  readonly inventory: () => Promise<Inventory>;
  /** How long a subtask takes, in milliseconds. */
  readonly paceMs: number;
  readonly clock: Clock;
  /** Hears of writes that failed while a task runs; they are tried again. */
  readonly onFault: (error: unknown) => void;
  readonly name?: string | undefined;
  readonly notice?: string | undefined;
  /** The base-2 logarithm of scrypt's work for the credential file; 18 unless told. */
  readonly workFactor?: number | undefined;
}

/** The embedded OCP as its records have it, for whoever serves them as OCP does. */
export interface OcpBackend {
  /** Never to be changed in place. */
  state(): OcpState;
  /** OCP's own clock. */
  now(): Date;
  /** Applies a change about a task, and lets the task go on. Throws OcpFault when it is refused. `now` is as OCP writes times. */
  request(change: (state: OcpState, now: string) => Change): Promise<TaskRecord>;
  /** Applies any other change. Throws OcpFault when it is refused. */
  update<T>(change: (state: OcpState) => readonly [OcpState, T]): Promise<T>;
  exportCredentials: Ocp['exportCredentials'];
}

export interface EmbeddedOcp {
  readonly ocp: Ocp;
  readonly backend: OcpBackend;
  /** Whether it began with the inventory; false when it went on with its stored state. */
  readonly seeded: boolean;
  /** Goes on with the tasks that were running when the process ended. */
  start(): void;
  stop(): Promise<void>;
  /** Lets a host go down (`OFFLINE`) or come back (`ONLINE`), as it would by itself in a real OCP. */
  setHostStatus(hostId: number, status: string): Promise<void>;
}

/** Opens the embedded OCP. Throws when the stored state or the inventory cannot be read. */
export async function openEmbeddedOcp(options: EmbeddedOcpOptions): Promise<EmbeddedOcp> {
  const { store, seeded } = await openOcpStore(options);
  const engine = createTaskEngine({ ...options, store });
  const backend = backendOf({ ...options, store, engine });
  return {
    ocp: createOcp(options, backend),
    backend,
    seeded,
    start: engine.resume,
    stop: engine.stop,
    setHostStatus: (hostId, status) =>
      store.update((state) => [withHostStatus(state, hostId, status), undefined]),
  };
}

function withHostStatus(state: OcpState, hostId: number, status: string): OcpState {
  if (!state.hosts.some(({ id }) => id === hostId)) throw refusal('notFound', `There is no host ${hostId}.`);
  return withHost(state, hostId, { status, answersAtAttempt: undefined });
}

type Parts = EmbeddedOcpOptions & { readonly store: OcpStore; readonly engine: TaskEngine };

function backendOf(parts: Parts): OcpBackend {
  const { store, clock, engine } = parts;
  return {
    state: store.state,
    now: () => clock.now(),
    async request(change) {
      const task = await store.update((state) => change(state, wireTime(clock.now()))).catch(fault);
      engine.wake(task.id);
      return task;
    },
    update: (change) => store.update(change).catch(fault),
    exportCredentials: createExport(parts),
  };
}

function createOcp({ name = 'embedded', notice }: EmbeddedOcpOptions, backend: OcpBackend): Ocp {
  const { state } = backend;
  return {
    name,
    notice,
    howToOpenCredentials: HOW_TO_OPEN,
    isFileReadable: true,
    async listClusters() {
      const { clusters } = state();
      return clusters.map((cluster) => toClusterSummary(name, cluster, clusters));
    },
    readCluster: async (id) => readCluster(name, state(), id),
    exportCredentials: backend.exportCredentials,
    ...taskReads(state),
    ...taskRequests(name, backend),
  };
}

/** A file that would hold nothing is refused. One export at a time: each takes some hundred megabytes for some seconds, and windows let many begin at once. */
function createExport({ store, clock, workFactor = 18 }: Parts): Ocp['exportCredentials'] {
  const alone = oneAtATime();
  return (cluster, key) =>
    alone(() => {
      const state = store.state();
      const credentials = credentialsOf(state, listedCluster(state, cluster));
      if (credentials.length === 0)
        throw refusal(
          'notFound',
          `OCP has no credentials of ${clusterKey(cluster)}; nothing would be saved before OCP forgets the cluster. ` +
            'Store them in OCP first.',
        );
      return credentialFile({ cluster, credentials, exportedAt: clock.now(), key, workFactor });
    });
}

function taskReads(state: () => OcpState): Pick<Ocp, 'tasksOf' | 'readTask' | 'lookEveryMs' | 'subtaskLog'> {
  return {
    // Read from memory: nothing has to be spared.
    lookEveryMs: 0,
    async tasksOf(clusterId) {
      const tasks = state().tasks.filter(({ record }) => record.clusterId === clusterId);
      return tasks.map(({ record }) => toTask(record)).reverse();
    },
    async readTask(taskId) {
      const task = taskOf(state(), taskId);
      return task && toTask(task.record);
    },
    async subtaskLog(taskId, subtaskId) {
      const task = taskOf(state(), taskId);
      if (task === undefined) throw refusal('taskNotFound', `There is no task ${taskId}.`);
      return task.logs[subtaskOf(task.record, subtaskId).id] ?? '';
    },
  };
}

function taskRequests(
  ocp: string,
  { request }: OcpBackend,
): Pick<Ocp, 'moveOut' | 'moveOutOptions' | 'retryTask' | 'skipSubtask' | 'rollBackTask'> {
  return {
    moveOutOptions: async () => EVERY_OPTION,
    moveOut: async (clusterId, order) =>
      toTask(await request((state, now) => submit(state, { ocp, clusterId, ...order }, now))),
    async retryTask(taskId) {
      await request((state) => retry(state, taskId));
    },
    async skipSubtask(taskId, subtaskId) {
      await request((state, now) => skip(state, { taskId, subtaskId }, now));
    },
    async rollBackTask(taskId) {
      await request((state) => rollBack(state, taskId));
    },
  };
}

/** A refusal stays what it is; when the disk refused, nobody knows what it holds. */
function fault(cause: unknown): never {
  if (cause instanceof OcpFault) throw cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `The embedded OCP could not store what was asked: ${why.replace(/\.$/, '')}.`;
  throw new OcpFault({ message, code: CODES.unexpected, traceId: newTraceId() }, { unanswered: true, cause });
}
