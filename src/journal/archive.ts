/**
 * The ended requests: `YYYY-MM.jsonl` with a line per request, and an index with a line for each of those. A request's line
 * is on disk before its index line, and that before its active file goes; so whatever a crash leaves is made good when the
 * archive is opened: a line without its index line is indexed, a torn one is cut, and of lines with the same id the last counts.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EndedRequest } from '../domain/request.ts';
import { hasEnded } from '../domain/request.ts';
import type { Cursor, Dossier } from '../workflow/ports.ts';
import { INDEX, type IndexEntry, indexEntry, readIndex } from './archive-index.ts';
import { isExplained, monthOf, parseLine, tornFault } from './archive-lines.ts';
import { privateFolder, tidyNames } from './durable-file.ts';
import { cutBehind, readBytes, splitLines, writeLine } from './line-file.ts';
import type { RequestRecord } from './request-record.ts';
import { createTurns } from './turns.ts';
import { UnusableFile } from './unusable-file.ts';

export interface Archive {
  /** What the index says of an archived request. */
  entry(id: string): IndexEntry | undefined;
  entries(): IterableIterator<IndexEntry>;
  /** Reads an archived request from its line; undefined when there is none of that id. */
  read(id: string): Promise<{ readonly dossier: Dossier; readonly cursor: Cursor } | undefined>;
  /** Adds a request; on disk when it resolves. Adding it once more replaces it. */
  add(request: EndedRequest, record: RequestRecord): Promise<void>;
}

/**
 * Opens the archive, made when there is none. `activeIds` are the requests that still have their active file: only their lines
 * can be torn. Throws {@link UnusableFile} when something else is wrong with a file.
 */
export async function openArchive(folder: string, activeIds: readonly string[]): Promise<Archive> {
  await privateFolder(folder);
  const months = await monthsIn(folder);
  const indexPath = join(folder, INDEX);
  const { entries, end } = await readIndex(indexPath);
  const archive = new FileArchive(folder, entries, end);
  const unknown = entries.find((entry) => !months.includes(entry.month));
  if (unknown !== undefined)
    throw new UnusableFile(join(folder, `${unknown.month}.jsonl`), `is missing, and ${INDEX} lists it`);
  for (const month of months) await archive.recover(month, activeIds);
  return archive;
}

async function monthsIn(folder: string): Promise<readonly string[]> {
  const names = (await tidyNames(folder)).filter((name) => name !== INDEX);
  return names.map((name) => monthOf(join(folder, name), name));
}

class FileArchive implements Archive {
  readonly #folder: string;
  readonly #entries = new Map<string, IndexEntry>();
  /** Where the last good line of each month ends. */
  readonly #ends = new Map<string, number>();
  readonly #turns = createTurns();
  #indexEnd: number;
  /** Whether a line may lie behind the end of the index that was refused: only making it durable failed. */
  #isIndexUnsure = false;

  constructor(folder: string, entries: readonly IndexEntry[], indexEnd: number) {
    this.#folder = folder;
    this.#indexEnd = indexEnd;
    for (const entry of entries) this.#remember(entry);
  }

  entry(id: string): IndexEntry | undefined {
    return this.#entries.get(id);
  }

  entries(): IterableIterator<IndexEntry> {
    return this.#entries.values();
  }

  async read(id: string): Promise<{ dossier: Dossier; cursor: Cursor } | undefined> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    const path = this.#path(entry.month);
    const text = await readBytes(path, entry.offset, entry.offset + entry.bytes);
    const { record, dossier } = parseLine(path, entry.offset, text.toString('utf8'), id);
    return { dossier, cursor: record.cursor };
  }

  add(request: EndedRequest, record: RequestRecord): Promise<void> {
    return this.#turns.take('add', async () => {
      await this.#cutIndex();
      const { month } = indexEntry(request, 0, 0);
      const offset = this.#ends.get(month) ?? 0;
      const bytes = await writeLine(this.#path(month), offset, JSON.stringify(record));
      await this.#index(indexEntry(request, offset, bytes));
    });
  }

  /** Takes in what lies in a month's file behind its last indexed line. */
  async recover(month: string, activeIds: readonly string[]): Promise<void> {
    const path = this.#path(month);
    const start = this.#ends.get(month) ?? 0;
    const { size } = await stat(path);
    if (size < start) throw new UnusableFile(path, `is shorter than ${INDEX} says`);
    const { lines, torn } = splitLines(await readBytes(path, start));
    for (const line of lines) {
      const offset = start + line.offset;
      const { request } = parseLine(path, offset, line.text).dossier;
      if (!hasEnded(request) || !request.endedAt.startsWith(month))
        throw new UnusableFile(path, `holds ${request.id}, which did not end in ${month}`);
      await this.#index(indexEntry(request, offset, line.bytes));
    }
    if (torn === '') return;
    if (!isExplained(torn, activeIds)) throw tornFault(path);
    await cutBehind(path, this.#ends.get(month) ?? 0);
  }

  async #index(entry: IndexEntry): Promise<void> {
    this.#isIndexUnsure = true;
    this.#indexEnd += await writeLine(this.#indexPath(), this.#indexEnd, JSON.stringify(entry));
    this.#isIndexUnsure = false;
    this.#remember(entry);
  }

  /** What was refused is dropped before another request's line takes the place that it names. */
  async #cutIndex(): Promise<void> {
    if (this.#isIndexUnsure) await cutBehind(this.#indexPath(), this.#indexEnd);
    this.#isIndexUnsure = false;
  }

  #remember(entry: IndexEntry): void {
    this.#entries.set(entry.id, entry);
    this.#ends.set(entry.month, Math.max(this.#ends.get(entry.month) ?? 0, entry.offset + entry.bytes));
  }

  #indexPath(): string {
    return join(this.#folder, INDEX);
  }

  #path(month: string): string {
    return join(this.#folder, `${month}.jsonl`);
  }
}
