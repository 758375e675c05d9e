/**
 * The requests as they lie in a data directory, read without its lock: a bot may work on it meanwhile. Nothing is written. What a
 * running bot moves to the archive is found there, since the active files are read first.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REQUEST_ID } from '../domain/events.ts';
import type { Dossier } from '../workflow/ports.ts';
import { INDEX } from './archive-index.ts';
import { isExplained, monthOf, parseLine, tornFault } from './archive-lines.ts';
import { hasCode, isTemporary } from './durable-file.ts';
import { durableJsonFile } from './durable-json-file.ts';
import { type Line, linesOf, readBytes, splitLines } from './line-file.ts';
import { parseRecord, recordHead } from './request-record.ts';
import { UnusableFile } from './unusable-file.ts';

/** A request that is whole, and where it lies; or a file or line that is not. */
export type Stored = { readonly dossier: Dossier; readonly place: Place } | { readonly fault: UnusableFile };

/** Where a request lies: in a file of its own, or in a line of an archive file. */
export interface Place {
  readonly path: string;
  /** Of an archived one, where its line begins and how long it is with its line break, in bytes. */
  readonly line?: { readonly month: string; readonly offset: number; readonly bytes: number };
}

/** The active requests, by id. What was archived while they were read is not among them. */
export async function* storedActive(dataDir: string): AsyncGenerator<Stored> {
  const folder = join(dataDir, 'active');
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const id = name.replace(/\.json$/, '');
    if (id === name || !REQUEST_ID.test(id)) {
      yield { fault: new UnusableFile(path, 'is no request of Moveout', 'move it away') };
      continue;
    }
    const dossier = await found(path, () => readActive(path, id));
    if (dossier instanceof UnusableFile) yield { fault: dossier };
    else if (dossier !== undefined) yield { dossier, place: { path } };
  }
}

/** The archived requests in the order in which they were archived; one that was archived twice comes twice. */
export async function* storedArchived(dataDir: string): AsyncGenerator<Stored> {
  for await (const { path, month, line } of archiveLines(dataDir)) {
    if (line instanceof UnusableFile) {
      yield { fault: line };
      continue;
    }
    const { offset, bytes, text } = line;
    const dossier = await found(path, async () => parseLine(path, offset, text).dossier);
    if (dossier instanceof UnusableFile) yield { fault: dossier };
    else if (dossier !== undefined) yield { dossier, place: { path, line: { month, offset, bytes } } };
  }
}

/** One request, active or archived; undefined when none has that id. Throws {@link UnusableFile} when what counts of it is damaged. */
export async function storedRequest(dataDir: string, id: string): Promise<Dossier | undefined> {
  if (!REQUEST_ID.test(id)) return undefined;
  const active = await readActive(join(dataDir, 'active', `${id}.json`), id);
  if (active !== undefined) return active;
  // A request that was archived twice counts once, as its last line has it: so the bot reads it, too. What is damaged before it
  // is for `verify` to find.
  let last: { readonly path: string; readonly line: Line } | undefined;
  for await (const { path, line } of archiveLines(dataDir))
    if (!(line instanceof UnusableFile) && line.text.startsWith(recordHead(id))) last = { path, line };
  return last && parseLine(last.path, last.line.offset, last.line.text, id).dossier;
}

/** The active request in a file; undefined when there is no such file. Throws {@link UnusableFile} when it is damaged. */
export async function readActive(path: string, id: string): Promise<Dossier | undefined> {
  const value = await durableJsonFile(path).read();
  return value === null ? undefined : parseRecord(path, value, id).dossier;
}

/** Whether there is a journal at all. */
export async function hasJournal(dataDir: string): Promise<boolean> {
  const names = await readdir(dataDir);
  return names.includes('active') || names.includes('archive');
}

interface ArchiveLine {
  readonly path: string;
  readonly month: string;
  readonly line: Line | UnusableFile;
}

async function* archiveLines(dataDir: string): AsyncGenerator<ArchiveLine> {
  const folder = join(dataDir, 'archive');
  for (const name of await namesIn(folder)) {
    if (name === INDEX) continue;
    const path = join(folder, name);
    try {
      const month = monthOf(path, name);
      for await (const line of linesOf(path))
        if (!line.torn) yield { path, month, line };
        else
          for (const last of await lastLines(dataDir, path, line.offset)) yield { path, month, line: last };
    } catch (error) {
      yield { path, month: name, line: faultOf(path, error) };
    }
  }
}

/** What seemed torn may have been in the middle of being written: it is read once more, after those who may be writing it. */
async function lastLines(dataDir: string, path: string, start: number): Promise<(Line | UnusableFile)[]> {
  const active = (await namesIn(join(dataDir, 'active'))).map((name) => name.replace(/\.json$/, ''));
  const { lines, torn } = splitLines(await readBytes(path, start));
  const whole = lines.map((line) => ({ ...line, offset: start + line.offset }));
  return torn === '' || isExplained(torn, active) ? whole : [...whole, tornFault(path)];
}

/** The names in a folder but those of writes that are under way or were cut short; none when there is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => !isTemporary(name)).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function found(
  path: string,
  read: () => Promise<Dossier | undefined>,
): Promise<Dossier | UnusableFile | undefined> {
  try {
    return await read();
  } catch (error) {
    return faultOf(path, error);
  }
}

function faultOf(path: string, error: unknown): UnusableFile {
  if (error instanceof UnusableFile) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new UnusableFile(path, `cannot be read (${why})`, 'make it readable');
}
