/** The encrypted credential files on disk: `exports/<id>` holds the bytes, the journal remembers name and SHA-256. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type ExportedFile, REQUEST_ID } from '../domain/events.ts';
import type { Exports } from '../workflow/ports.ts';
import { type Disk, SILENT_DISK } from './disk.ts';
import { privateFolder, readIfPresent, removeDurably, tidyNames, writeDurably } from './durable-file.ts';

/** Opens the exports in a data directory, made when there are none. */
export async function openExports(dataDir: string, disk: Disk = SILENT_DISK): Promise<Exports> {
  const folder = join(dataDir, 'exports');
  await privateFolder(folder);
  await tidyNames(folder);

  async function save(id: string, name: string, bytes: Uint8Array): Promise<ExportedFile> {
    const path = pathOf(folder, id);
    await disk.use('write exports', () => writeDurably(path, bytes));
    return { name, sha256: sha256(bytes), bytes: bytes.length };
  }

  async function load(id: string, file: ExportedFile): Promise<Uint8Array> {
    const path = pathOf(folder, id);
    const bytes = await disk.use('read exports', () => readIfPresent(path));
    if (bytes === undefined) throw new Error(`The credential file of ${id} is no longer there.`);
    if (sha256(bytes) !== file.sha256)
      throw new Error(`The credential file of ${id} is not the one that was exported: its SHA-256 differs.`);
    return bytes;
  }

  async function remove(id: string): Promise<void> {
    const path = pathOf(folder, id);
    await disk.use('write exports', () => removeDurably(path));
  }

  return { save, load, remove };
}

function pathOf(folder: string, id: string): string {
  if (!REQUEST_ID.test(id)) throw new Error('Exports are kept for requests only, and this is no request id.');
  return join(folder, id);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
