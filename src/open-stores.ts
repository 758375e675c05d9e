/** The stores of a data directory, opened, or why the directory cannot be worked on in words for whoever starts Moveout. */
import type { Disk } from './journal/disk.ts';
import { openExports } from './journal/exports.ts';
import { openJournal } from './journal/lowdb-journal.ts';
import { probeDataDirectory } from './journal/probe.ts';
import { openSubscribers } from './journal/subscribers.ts';
import { openVault } from './journal/vault.ts';
import type { Exports, Subscribers, Vault } from './workflow/ports.ts';

export interface Stores {
  readonly journal: Awaited<ReturnType<typeof openJournal>>;
  readonly vault: Vault;
  readonly exports: Exports;
  readonly subscribers: Subscribers;
}

/**
 * Opens the stores of a data directory that this process holds, and proves that they can be written. Throws when one cannot be used;
 * the message names the file or folder and what to do.
 */
export function openStores(dataDir: string, vaultKey: Buffer | undefined, disk: Disk): Promise<Stores> {
  return inDataDirectory(dataDir, async () => {
    const journal = await openJournal(dataDir, disk);
    const vault = await openVault(dataDir, vaultKey, disk);
    const exports = await openExports(dataDir, disk);
    const subscribers = await openSubscribers(dataDir, disk);
    await probeDataDirectory(dataDir);
    return { journal, vault, exports, subscribers };
  });
}

/** Gives what the work gives. What the system refuses (EACCES, EEXIST, ...) names a call; it is thrown with the name of the setting. */
export async function inDataDirectory<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new Error(
      `MOVEOUT_DATA_DIR: ${path} cannot be used as data directory (${error.message}). Set another one, or make it writable.`,
    );
  }
}
