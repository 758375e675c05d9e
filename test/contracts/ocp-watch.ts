/** How the contract of the port Ocp looks at an OCP. */
import { expect } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import type { Inventory } from '../../src/ocp/embedded/inventory.ts';
import { type Ocp, OcpFault } from '../../src/workflow/ports.ts';

/** What an OCP cannot do, so that the contract asks nothing of it that it never promised. */
export interface Traits {
  /** Its move-out deletes hosts one by one, and skips some: from version 4.3.5 on. */
  readonly choosesHosts: boolean;
  /** Its tasks tell which hosts they work on. */
  readonly tellsHosts: boolean;
  /** It says which cluster is its MetaDB. */
  readonly tellsMetaDb: boolean;
  /** It is behind a network, and whether a credential export names the right cluster is checked on this side. */
  readonly isRemote: boolean;
}

export const EVERYTHING: Traits = {
  choosesHosts: true,
  tellsHosts: true,
  tellsMetaDb: true,
  isRemote: false,
};

/** An OCP that holds the inventory it was opened with and runs its tasks without waiting. */
export interface OpenOcp {
  readonly ocp: Ocp;
  /** Lets a host go down or come back. */
  setHostStatus(hostId: number, status: string): Promise<void>;
  close(): Promise<void>;
}
export type Open = (inventory: Inventory) => Promise<OpenOcp>;

export const KEEP_ALL = { deleteHostIds: [], skipHostIds: [] };

/** Reads a task until it does not run any more. */
export async function ended(ocp: Ocp, taskId: number): Promise<Task> {
  for (;;) {
    const task = await ocp.readTask(taskId);
    if (task === undefined) throw new Error(`task ${taskId} is unknown`);
    if (task.status !== 'RUNNING') return task;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The subtasks of a state, by name. */
export function named(task: Task, status: string): readonly string[] {
  return task.subtasks.filter((subtask) => subtask.status === status).map(({ name }) => name);
}

/** The id of the subtask that failed. */
export function failedSubtask(task: Task): number {
  const subtask = task.subtasks.find(({ status }) => status === 'FAILED');
  if (subtask === undefined) throw new Error('no subtask failed');
  return subtask.id;
}

/** The refusal that a call met: a definite no, in a sentence, with a trace id unless it was refused before it was sent. */
export async function refused(call: Promise<unknown>, { local = false } = {}): Promise<OcpFault> {
  const fault = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof OcpFault)) throw new Error('the call was not refused', { cause: fault });
  expect(fault.unanswered).toBe(false);
  if (local) expect(fault.failure.traceId).toBeUndefined();
  else expect(fault.failure.traceId).toMatch(/^[0-9a-f]{16}$/);
  expect(fault.message).toMatch(/^[A-Z].*\.$/s);
  return fault;
}
