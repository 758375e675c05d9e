/** The file of an active request: one lowdb database each, so that an append costs the same however many requests there are. */
import { join } from 'node:path';
import { Low } from 'lowdb';
import { REQUEST_ID } from '../domain/events.ts';
import type { Cursor, Dossier } from '../workflow/ports.ts';
import { removeDurably, tidyNames } from './durable-file.ts';
import { durableJsonFile } from './durable-json-file.ts';
import { parseRecord, recordOf } from './request-record.ts';
import { UnusableFile } from './unusable-file.ts';

/** An active request, in memory as it was last acknowledged to be on disk. */
export class ActiveFile {
  readonly #path: string;
  readonly #low: Low<unknown>;
  #dossier: Dossier;
  #cursor: Cursor;

  private constructor(path: string, low: Low<unknown>, dossier: Dossier, cursor: Cursor) {
    this.#path = path;
    this.#low = low;
    this.#dossier = dossier;
    this.#cursor = cursor;
  }

  /** Writes the file of a new request. When the disk refuses, no file is left behind. */
  static async create(folder: string, dossier: Dossier): Promise<ActiveFile> {
    const path = pathOf(folder, dossier.request.id);
    const file = new ActiveFile(path, lowOf(path), dossier, { toldSeq: 0 });
    try {
      await file.#write(dossier, file.cursor);
    } catch (error) {
      await removeDurably(path).catch(() => undefined);
      throw error;
    }
    return file;
  }

  /** Reads the file of a request. Throws {@link UnusableFile} when it is not what Moveout wrote. */
  static async read(folder: string, id: string): Promise<ActiveFile> {
    const path = pathOf(folder, id);
    const low = lowOf(path);
    await low.read();
    const { record, dossier } = parseRecord(path, low.data, id);
    return new ActiveFile(path, low, dossier, record.cursor);
  }

  get path(): string {
    return this.#path;
  }

  get dossier(): Dossier {
    return this.#dossier;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  /**
   * The memory changes once the disk has; when the disk refuses, it stays and the error is thrown. What was refused only after it was
   * in place is put back as well as the disk lets us, so that the next start does not find what nobody was told of.
   */
  async save(dossier: Dossier, cursor: Cursor): Promise<void> {
    try {
      await this.#write(dossier, cursor);
    } catch (error) {
      await this.#write(this.#dossier, this.#cursor).catch(() => undefined);
      throw error;
    }
    this.#dossier = dossier;
    this.#cursor = cursor;
  }

  async #write(dossier: Dossier, cursor: Cursor): Promise<void> {
    this.#low.data = recordOf(dossier, cursor);
    await this.#low.write();
  }

  /** Removes the file. Safe to repeat. */
  async remove(): Promise<void> {
    await removeDurably(this.#path);
  }
}

/** The requests that have an active file. Throws {@link UnusableFile} for anything else in the folder. */
export async function activeIds(folder: string): Promise<readonly string[]> {
  const names = await tidyNames(folder);
  return names.map((name) => {
    const id = name.replace(/\.json$/, '');
    if (id === name || !REQUEST_ID.test(id))
      throw new UnusableFile(join(folder, name), 'is no request of Moveout', 'move it away');
    return id;
  });
}

function pathOf(folder: string, id: string): string {
  return join(folder, `${id}.json`);
}

function lowOf(path: string): Low<unknown> {
  return new Low<unknown>(durableJsonFile(path), null);
}
