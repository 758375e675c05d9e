import { randomId } from './ids.ts';

/** A file: announced, then uploaded, then shared. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  /** Bytes as announced; the upload must bring exactly so many. */
  readonly size: number;
  readonly created: number;
  readonly content?: Buffer;
  /** Channels in which it was shared; empty means private to its owner. */
  readonly channels: readonly string[];
}

/** Files and the one-use tickets with which their bytes are uploaded. */
export class Files {
  readonly #byId = new Map<string, StoredFile>();
  readonly #tickets = new Map<string, string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Announces a file; the ticket is for one upload. */
  announce(name: string, size: number, owner: string): { file: StoredFile; ticket: string } {
    const created = Math.floor(this.#now() / 1000);
    const file: StoredFile = { id: `F${randomId()}`, name, title: name, owner, size, created, channels: [] };
    const ticket = randomId(24);
    this.#byId.set(file.id, file);
    this.#tickets.set(ticket, file.id);
    return { file, ticket };
  }

  /** The file that a ticket is for; the ticket stays valid until `store`. */
  awaited(ticket: string): StoredFile | undefined {
    return this.find(this.#tickets.get(ticket) ?? '');
  }

  store(ticket: string, content: Buffer): void {
    const file = this.awaited(ticket);
    if (!file) return;
    this.#tickets.delete(ticket);
    this.#byId.set(file.id, { ...file, content });
  }

  /** Shares an uploaded file in a channel under a title. */
  share(file: StoredFile, title: string, channel: string | undefined): StoredFile {
    const channels = channel === undefined ? file.channels : [...file.channels, channel];
    const shared = { ...file, title, channels };
    this.#byId.set(file.id, shared);
    return shared;
  }

  find(id: string): StoredFile | undefined {
    return this.#byId.get(id);
  }
}
