/**
 * The journal on disk: `active/<id>.json` for every request that is not archived, `archive/` for the others. The active ones
 * are in memory as well, and the memory changes only after the disk did.
 */

import { join } from 'node:path';
import { openKey } from '../domain/cluster.ts';
import type { RequestEvent, Terms } from '../domain/events.ts';
import { hasEnded } from '../domain/request.ts';
import type { Cursor, Dossier, Journal } from '../workflow/ports.ts';
import { ActiveFile, activeIds } from './active-file.ts';
import { type Archive, openArchive } from './archive.ts';
import { type Disk, SILENT_DISK } from './disk.ts';
import { byAge, extended, isCalled, lastEnded, opened, unknownRequest } from './dossiers.ts';
import { privateFolder } from './durable-file.ts';
import { recordOf } from './request-record.ts';
import { createTurns } from './turns.ts';
import { UnusableFile } from './unusable-file.ts';

/** All requests are opened in one queue, so that neither an id nor a cluster is taken twice. */
const OPENING = 'open';

/**
 * Opens the journal in a data directory, made when there is none; only one may be open per directory (the lock of the data
 * directory sees to it). Throws {@link UnusableFile} for a file that does not parse, was changed, is of a newer Moveout or is
 * not ours. `close` waits for what is being written; after it everything throws.
 */
export async function openJournal(
  dataDir: string,
  disk: Disk = SILENT_DISK,
): Promise<Journal & { close(): Promise<void> }> {
  const folder = join(dataDir, 'active');
  await privateFolder(folder);
  const ids = await activeIds(folder);
  const files: ActiveFile[] = [];
  for (const id of ids) files.push(await ActiveFile.read(folder, id));
  refuseTwoOpen(files);
  const archive = await openArchive(join(dataDir, 'archive'), ids);
  refuseOlderThanArchived(files, archive);
  return new LowdbJournal(folder, files, archive, disk);
}

class LowdbJournal implements Journal {
  readonly #folder: string;
  readonly #active: Map<string, ActiveFile>;
  readonly #archive: Archive;
  readonly #disk: Disk;
  readonly #turns = createTurns();
  #closed = false;

  constructor(folder: string, files: readonly ActiveFile[], archive: Archive, disk: Disk) {
    this.#folder = folder;
    this.#active = new Map(files.map((file) => [file.dossier.request.id, file]));
    this.#archive = archive;
    this.#disk = disk;
  }

  open(id: string, events: readonly RequestEvent[]): Promise<{ opened: Dossier } | { busy: Dossier }> {
    return this.#inTurn(OPENING, async () => {
      const dossier = opened(id, events);
      if (this.#active.has(id) || this.#archive.entry(id) !== undefined)
        throw new Error(`The request id ${id} is taken.`);
      const busy = this.#openRequestOf(dossier.request.terms.cluster);
      if (busy !== undefined) return { busy };
      const create = () => ActiveFile.create(this.#folder, dossier);
      this.#active.set(id, await this.#disk.use('write requests', create));
      return { opened: dossier };
    });
  }

  append(
    id: string,
    expectedSeq: number,
    events: readonly RequestEvent[],
  ): Promise<{ appended: Dossier } | { conflict: Dossier }> {
    return this.#inTurn(id, async () => {
      const file = this.#active.get(id);
      const before = file?.dossier ?? (await this.#archived(id))?.dossier;
      if (before === undefined) throw unknownRequest(id);
      if (before.request.seq !== expectedSeq) return { conflict: before };
      const appended = extended(before, events);
      if (file !== undefined) await this.#disk.use('write requests', () => file.save(appended, file.cursor));
      return { appended };
    });
  }

  async read(id: string): Promise<Dossier | undefined> {
    this.#refuseClosed();
    return this.#active.get(id)?.dossier ?? (await this.#archived(id))?.dossier;
  }

  async active(): Promise<readonly Dossier[]> {
    this.#refuseClosed();
    const dossiers = [...this.#active.values()].map((file) => file.dossier);
    return dossiers.sort((a, b) => byAge(a.request, b.request));
  }

  async ofCluster(cluster: string, limit: number): Promise<readonly string[]> {
    this.#refuseClosed();
    const times = new Map<string, string>();
    for (const entry of this.#archive.entries())
      if (isCalled(entry, cluster)) times.set(entry.id, entry.requestedAt);
    for (const { dossier } of this.#active.values())
      if (isCalled(dossier.request.terms.cluster, cluster))
        times.set(dossier.request.id, dossier.request.requestedAt);
    const found = [...times].map(([id, requestedAt]) => ({ id, requestedAt }));
    return found
      .sort((a, b) => byAge(b, a))
      .slice(0, limit)
      .map(({ id }) => id);
  }

  async ended({ cluster, since = '' }: Parameters<Journal['ended']>[0], limit: number) {
    this.#refuseClosed();
    const found = new Map<string, { id: string; endedAt: string }>();
    const isWanted = (named: Parameters<typeof isCalled>[0], endedAt: string) =>
      endedAt >= since && (cluster === undefined || isCalled(named, cluster));
    for (const entry of this.#archive.entries())
      if (isWanted(entry, entry.endedAt)) found.set(entry.id, entry);
    for (const { dossier } of this.#active.values()) {
      const { request } = dossier;
      if (hasEnded(request) && isWanted(request.terms.cluster, request.endedAt))
        found.set(request.id, { id: request.id, endedAt: request.endedAt });
    }
    return lastEnded([...found.values()], limit);
  }

  async cursor(id: string): Promise<Cursor> {
    this.#refuseClosed();
    const cursor = this.#active.get(id)?.cursor ?? (await this.#archived(id))?.cursor;
    if (cursor === undefined) throw unknownRequest(id);
    return cursor;
  }

  saveCursor(id: string, cursor: Cursor): Promise<void> {
    return this.#inTurn(id, async () => {
      const file = this.#active.get(id);
      if (file !== undefined) return this.#disk.use('write requests', () => file.save(file.dossier, cursor));
      if (this.#archive.entry(id) === undefined) throw unknownRequest(id);
      throw new Error(`The request ${id} is archived: its cursor stays.`);
    });
  }

  archive(id: string): Promise<void> {
    return this.#inTurn(id, async () => {
      const file = this.#active.get(id);
      if (file === undefined) {
        if (this.#archive.entry(id) === undefined) throw unknownRequest(id);
        return;
      }
      const { request } = file.dossier;
      if (!hasEnded(request)) throw new Error(`The request ${id} has not ended: it is ${request.status}.`);
      const record = recordOf(file.dossier, file.cursor);
      await this.#disk.use('write the archive', () => this.#archive.add(request, record));
      await this.#disk.use('write requests', () => file.remove());
      this.#active.delete(id);
    });
  }

  /** Bound, since it is handed on by itself to whoever stops Moveout. */
  readonly close = async (): Promise<void> => {
    this.#closed = true;
    await this.#turns.settled();
  };

  async #inTurn<T>(key: string, job: () => Promise<T>): Promise<T> {
    this.#refuseClosed();
    return this.#turns.take(key, job);
  }

  async #archived(id: string): ReturnType<Archive['read']> {
    if (this.#archive.entry(id) === undefined) return undefined;
    return this.#disk.use('read the archive', () => this.#archive.read(id));
  }

  #refuseClosed(): void {
    if (this.#closed) throw new Error('The journal is closed.');
  }

  /** The request of the cluster that has not ended. The active ones are few enough to be looked through. */
  #openRequestOf(cluster: Terms['cluster']): Dossier | undefined {
    const key = openKey(cluster);
    for (const { dossier } of this.#active.values())
      if (!hasEnded(dossier.request) && openKey(dossier.request.terms.cluster) === key) return dossier;
    return undefined;
  }
}

/** Two open requests of a cluster cannot both be acted on; Moveout does not choose. */
function refuseTwoOpen(files: readonly ActiveFile[]): void {
  const open = new Map<string, ActiveFile>();
  for (const file of files) {
    const { request } = file.dossier;
    if (hasEnded(request)) continue;
    const key = openKey(request.terms.cluster);
    const other = open.get(key);
    if (other !== undefined)
      throw new UnusableFile(file.path, `and ${other.path} are both open for one cluster`, 'move one away');
    open.set(key, file);
  }
}

/** A request that ended long ago must not run again because an old copy of its file was put back. */
function refuseOlderThanArchived(files: readonly ActiveFile[], archive: Archive): void {
  for (const { path, dossier } of files) {
    const archived = archive.entry(dossier.request.id);
    if (archived !== undefined && archived.seq > dossier.request.seq)
      throw new UnusableFile(path, 'is older than what the archive has of that request', 'move it away');
  }
}
