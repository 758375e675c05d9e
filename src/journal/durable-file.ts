/**
 * Files that survive a power cut: what was acknowledged is there afterwards, whole. Everything is readable by this user only.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createTurns } from './turns.ts';

/** While a file is written it bears its own name with this behind; what a crash leaves of it is no file of ours. */
const TEMPORARY = '.tmp';

/** Whether a name is that of a write which is under way, or which a crash cut short. */
export function isTemporary(name: string): boolean {
  return name.endsWith(TEMPORARY);
}

/** One for the whole process, as the file system is. */
const turns = createTurns();

/**
 * Replaces a file as a whole, mode 0600. It is on disk when this resolves; when it throws, the old one or the new one is
 * there, and never a part of one. Writes of the same path are made one after the other.
 */
export function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  return turns.take(resolve(path), () => replace(path, content));
}

/** Removes a file and makes the removal durable. Safe to repeat. */
export function removeDurably(path: string): Promise<void> {
  return turns.take(resolve(path), async () => {
    await rm(path, { force: true });
    await syncFolder(dirname(path));
  });
}

/** The bytes of a file; undefined when there is none. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Makes a folder that only this user can enter, and those above it, unless it is there; its mode is then left alone. Not by Node's own `recursive`, which
 * never ends where the system lets nobody make a folder and says that the one above is missing, as in /proc.
 */
export async function privateFolder(path: string): Promise<void> {
  try {
    await oneFolder(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await privateFolder(dirname(path));
    await oneFolder(path);
  }
}

/** The folder above must be there. */
async function oneFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
    await syncFolder(dirname(path));
  } catch (error) {
    if (!hasCode(error, 'EEXIST') || !(await stat(path)).isDirectory()) throw error;
  }
}

/** The names in a folder, sorted, after what crashed writes left there is removed. */
export async function tidyNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  const leftovers = names.filter(isTemporary);
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
  return names.filter((name) => !isTemporary(name)).sort();
}

/** Makes new, renamed and removed names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Whether an error is the one of that code, `ENOENT` or so. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}${TEMPORARY}`;
  try {
    await writeSynced(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
