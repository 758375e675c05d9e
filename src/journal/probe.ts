import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeDurably, writeDurably } from './durable-file.ts';
import { createTurns } from './turns.ts';

/** The end of the name is that of a write which a crash cut short: every store sweeps such a file at its start. */
const PROBE = 'probe.tmp';
/** What the stores make inside a data directory, and write to while Moveout runs. */
const FOLDERS = ['.', 'active', 'archive', 'exports', 'sealed'];

/** A probe is made when the one before it has ended: they use the same names. */
const turns = createTurns();

/**
 * Proves that a data directory whose stores are open can be written: in it and in each of its folders a tiny file is written durably,
 * read back and removed. Throws the system's error (`ENOSPC`, `EROFS`, `EACCES`, `EIO`, `ENOENT`, ...) of the first that cannot.
 */
export function probeDataDirectory(path: string): Promise<void> {
  return turns.take('probe', async () => {
    for (const folder of FOLDERS) await probe(join(path, folder, PROBE));
  });
}

async function probe(path: string): Promise<void> {
  const written = new Date().toISOString();
  try {
    await writeDurably(path, written);
    if ((await readFile(path, 'utf8')) !== written)
      throw new Error(`${path} does not hold what was written to it.`);
  } finally {
    // Where writing was refused, that is what to tell.
    await removeDurably(path).catch(() => undefined);
  }
}
