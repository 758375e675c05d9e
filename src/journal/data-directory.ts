import { join, resolve } from 'node:path';
import { privateFolder } from './durable-file.ts';
import { type Holder, takeLock } from './lock.ts';

/** Another process works on the data directory. The message is a sentence that names it. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
}

export interface DataDirectory {
  /** Absolute. */
  readonly path: string;
  /** Lets another process work on it. To be called last, when all stores are closed; safe to repeat. */
  release(): Promise<void>;
}

/**
 * Makes a data directory (mode 0700) unless it is there, and takes its lock for this process: of two at the same moment one gets
 * it. The lock of a process that died is taken over at once. Throws {@link DataDirectoryInUse} when another process has it; one of
 * another host counts as running, since nobody here can tell. The stores make their folders inside themselves. `setting` is the
 * variable that names the directory.
 */
export async function openDataDirectory(path: string, setting = 'MOVEOUT_DATA_DIR'): Promise<DataDirectory> {
  const folder = resolve(path);
  await privateFolder(folder);
  const taken = await takeLock(folder);
  if ('heldBy' in taken) throw new DataDirectoryInUse(inUse(folder, taken.heldBy, setting));
  return { path: folder, release: taken.lock.release };
}

function inUse(folder: string, { pid, host, since }: Holder, setting: string): string {
  return (
    `The data directory ${folder} is in use by process ${pid} on host ${host}, since ${since}. ` +
    `Stop that process first, or give this one another directory (${setting}). ` +
    `If it does not run there any more, remove ${join(folder, 'lock')}.`
  );
}
