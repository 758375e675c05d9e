/** Where the embedded OCP keeps its state: one value in memory, replaced only after the new one is on disk. */
import { type Adapter, Low } from 'lowdb';
import { z } from 'zod';
import type { Inventory } from './inventory.ts';
import { type OcpState, ocpState, STATE_VERSION } from './ocp-state.ts';

export interface OcpStore {
  /** The state that is on disk; never to be changed in place. */
  state(): OcpState;
  /**
   * Applies a change to the newest state and gives its result when the new state is on disk. Changes are applied one after the
   * other, and those that wait together are written together. A change that throws changes nothing; when the disk refuses, none
   * of the changes written together has happened.
   */
  update<T>(change: (state: OcpState) => readonly [OcpState, T]): Promise<T>;
}

/**
 * Opens the stored state, or begins with the inventory when nothing is stored yet; `seeded` tells which. Throws when the stored
 * state cannot be read, with the name of `file` and what to do.
 */
export async function openOcpStore(options: {
  readonly file: string;
  readonly adapter: Adapter<unknown>;
  readonly inventory: () => Promise<Inventory>;
}): Promise<{ store: OcpStore; seeded: boolean }> {
  const stored = await options.adapter.read();
  const seeded = stored === null;
  const state = seeded ? initialState(await options.inventory()) : parsed(options.file, stored);
  if (seeded) await options.adapter.write(state);
  return { store: storeOn(new Low<unknown>(options.adapter, state), state), seeded };
}

function initialState({ clusters, hosts, credentials, proxyClusters, unmanaged }: Inventory): OcpState {
  return {
    version: STATE_VERSION,
    clusters,
    hosts,
    credentials,
    proxyClusters: proxyClusters ?? [],
    unmanaged: unmanaged ?? [],
    keptInfo: [],
    hostCredentials: [],
    tasks: [],
    lastTaskId: 1000,
    lastSubtaskId: 100_000,
    lastAddedId: 100_000,
  };
}

function parsed(file: string, stored: unknown): OcpState {
  const version = z.looseObject({ version: z.int() }).safeParse(stored);
  if (version.success && version.data.version > STATE_VERSION)
    throw new Error(`${file} was written by a newer Moveout. Start that version, or move the file away.`);
  const state = ocpState.safeParse(stored);
  if (state.success) return state.data;
  const [issue] = state.error.issues;
  const where = issue === undefined ? '' : ` (${z.core.toDotPath(issue.path)}: ${issue.message})`;
  throw new Error(
    `${file} is not a state of the embedded OCP${where}. Restore it from a backup, or move it away to begin with the inventory again.`,
  );
}

interface Waiting {
  /** Gives the changed state and what to do when it is on disk, or undefined when the change was refused. */
  apply(state: OcpState): { next: OcpState; settle: () => void } | undefined;
  reject(error: unknown): void;
}

function storeOn(low: Low<unknown>, opened: OcpState): OcpStore {
  let state = opened;
  let waiting: Waiting[] = [];
  let writing = false;

  async function writeAll(): Promise<void> {
    writing = true;
    await Promise.resolve();
    while (waiting.length > 0) await writeTogether();
    writing = false;
  }

  async function writeTogether(): Promise<void> {
    const batch = waiting;
    waiting = [];
    let next = state;
    const applied = batch.flatMap((entry) => {
      const change = entry.apply(next);
      if (change === undefined) return [];
      next = change.next;
      return [{ ...change, reject: entry.reject }];
    });
    try {
      if (next !== state) await written(low, next);
      state = next;
    } catch (error) {
      for (const { reject } of applied) reject(error);
      return;
    }
    for (const { settle } of applied) settle();
  }

  return {
    state: () => state,
    update: (change) =>
      new Promise((resolve, reject) => {
        waiting.push({ apply: (before) => attempt(before, change, resolve, reject), reject });
        if (!writing) void writeAll();
      }),
  };
}

async function written(low: Low<unknown>, next: OcpState): Promise<void> {
  low.data = next;
  await low.write();
}

function attempt<T>(
  state: OcpState,
  change: (state: OcpState) => readonly [OcpState, T],
  resolve: (result: T) => void,
  reject: (error: unknown) => void,
): ReturnType<Waiting['apply']> {
  try {
    const [next, result] = change(state);
    return { next, settle: () => resolve(result) };
  } catch (error) {
    reject(error);
    return undefined;
  }
}
