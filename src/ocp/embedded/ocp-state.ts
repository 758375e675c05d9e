/** What the embedded OCP remembers, as one plain JSON value, and the small replacements that make a new one of it. */
import { z } from 'zod';
import {
  type ClusterRecord,
  clusterRecord,
  credentialRecord,
  type HostRecord,
  hostRecord,
  proxyClusterRecord,
  type TaskRecord,
  taskRecord,
} from '../wire/records.ts';

/** The version of the stored state below. */
export const STATE_VERSION = 1;

/** A cluster that no OCP manages, with what a take-over finds there: its hosts, and the password of root in its sys tenant. */
export const unmanagedCluster = z.object({
  cluster: clusterRecord,
  hosts: z.array(hostRecord),
  rootSysPassword: z.string(),
});
export type UnmanagedCluster = z.infer<typeof unmanagedCluster>;

const storedTask = z.object({
  record: taskRecord,
  /** The status that a finished rollback gives back to the cluster. */
  statusBefore: z.string(),
  /** The hosts on which the task has stopped monitoring, and where a rollback must start it again. */
  stoppedHostIds: z.array(z.int()),
  /** The logs of the subtasks by their ids. */
  logs: z.record(z.string(), z.string()),
  /** The cluster that a move-out lets go, or a take-over takes, as it was when the task was submitted. */
  subject: unmanagedCluster.optional(),
  /** Whether the config server goes on answering for the cluster that moved out. */
  keepClusterInfo: z.boolean().optional(),
});
/** A task with what its engine needs beside the record that OCP shows. */
export type StoredTask = z.infer<typeof storedTask>;

export const ocpState = z.object({
  version: z.literal(STATE_VERSION),
  clusters: z.array(clusterRecord),
  hosts: z.array(hostRecord),
  credentials: z.array(credentialRecord),
  /** Oldest first. */
  tasks: z.array(storedTask),
  lastTaskId: z.int(),
  lastSubtaskId: z.int(),
  proxyClusters: z.array(proxyClusterRecord).default([]),
  /** What is there for a take-over: named in the inventory, or moved out. */
  unmanaged: z.array(unmanagedCluster).default([]),
  /** The clusters that moved out and for which the config server still answers. */
  keptInfo: z.array(clusterRecord).default([]),
  /** Ids that were given to what came later than the inventory are higher than this. */
  lastAddedId: z.int().default(100_000),
  /** Credentials that people made or imported by the API: of hosts, and of clusters that are not known yet. */
  hostCredentials: z
    .array(z.looseObject({ id: z.int(), name: z.string(), targetType: z.string() }))
    .default([]),
});
/** Treated as immutable: a change makes a new one. */
export type OcpState = z.infer<typeof ocpState>;

/** The state with one cluster changed; the same when there is none of that id. */
export function withCluster(state: OcpState, id: number, patch: Partial<ClusterRecord>): OcpState {
  return { ...state, clusters: patched(state.clusters, id, patch) };
}

/** The state with one host changed; the same when there is none of that id. */
export function withHost(state: OcpState, id: number, patch: Partial<HostRecord>): OcpState {
  return { ...state, hosts: patched(state.hosts, id, patch) };
}

function patched<R extends { id: number }>(records: R[], id: number, patch: Partial<R>): R[] {
  return records.map((record) => (record.id === id ? { ...record, ...patch } : record));
}

/** The stored task of that id; undefined when there is none. */
export function taskOf(state: OcpState, taskId: number): StoredTask | undefined {
  return state.tasks.find((task) => task.record.id === taskId);
}

/** The state with one stored task changed. */
export function withTask(state: OcpState, taskId: number, patch: Partial<StoredTask>): OcpState {
  const tasks = state.tasks.map((task) => (task.record.id === taskId ? { ...task, ...patch } : task));
  return { ...state, tasks };
}

/** The state with the record of one task replaced. */
export function withTaskRecord(state: OcpState, record: TaskRecord): OcpState {
  return withTask(state, record.id, { record });
}
