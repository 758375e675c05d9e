import type { JsonObject } from '../page/protocol.ts';
import type { Timestamps } from './ids.ts';

/** A message as the local Slack keeps it. */
export interface StoredMessage {
  readonly channel: string;
  readonly ts: string;
  /** The ts of the parent, on replies only. */
  readonly threadTs?: string;
  readonly author: string;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  /** Ids of files. */
  readonly files?: readonly string[];
  readonly metadata?: JsonObject;
  readonly edited?: { readonly user: string; readonly ts: string };
  /** Ephemeral: the only person who sees it. */
  readonly onlyFor?: string;
}

/** A message that is still to be posted. */
export type MessageDraft = Omit<StoredMessage, 'ts' | 'edited'>;

/** The parts of a message that an edit can change. */
export type MessageChange = Partial<Pick<StoredMessage, 'text' | 'blocks' | 'metadata'>>;

/** What just happened to a message. */
export type MessageNews = (
  kind: 'message' | 'message_changed' | 'message_deleted',
  message: StoredMessage,
) => void;

/** All messages, ephemeral ones included, by channel and in the order of their timestamps. */
export class Messages {
  readonly #byChannel = new Map<string, Map<string, StoredMessage>>();
  readonly #deleted = new Set<string>();
  readonly #timestamps: Timestamps;
  readonly #tell: MessageNews;

  /** `tell` hears of every change, after it was made. */
  constructor(timestamps: Timestamps, tell: MessageNews) {
    this.#timestamps = timestamps;
    this.#tell = tell;
  }

  post(draft: MessageDraft): StoredMessage {
    const message = { ...draft, ts: this.#timestamps.next() };
    this.#in(draft.channel).set(message.ts, message);
    this.#tell('message', message);
    return message;
  }

  /** Changes a message. `by` is the editor; without it the change leaves no "(edited)". */
  edit(message: StoredMessage, change: MessageChange, by?: string): StoredMessage {
    const edited = by === undefined ? {} : { edited: { user: by, ts: this.#timestamps.next() } };
    const changed = { ...message, ...change, ...edited };
    this.#in(message.channel).set(message.ts, changed);
    this.#tell('message_changed', changed);
    return changed;
  }

  /** Deletes a message; false when there is none. Replies stay. */
  remove(channel: string, ts: string): boolean {
    const message = this.find(channel, ts);
    if (!message) return false;
    this.#in(channel).delete(ts);
    this.#deleted.add(`${channel} ${ts}`);
    this.#tell('message_deleted', message);
    return true;
  }

  find(channel: string, ts: string): StoredMessage | undefined {
    return this.#byChannel.get(channel)?.get(ts);
  }

  /** Whether there is or was such a message: a thread outlives its parent. */
  existed(channel: string, ts: string): boolean {
    return this.find(channel, ts) !== undefined || this.#deleted.has(`${channel} ${ts}`);
  }

  /** All messages of a channel, oldest first. */
  of(channel: string): StoredMessage[] {
    return [...(this.#byChannel.get(channel)?.values() ?? [])];
  }

  /** The replies to a message that everybody sees, oldest first. */
  replies(channel: string, ts: string): StoredMessage[] {
    return this.of(channel).filter((message) => message.threadTs === ts && message.onlyFor === undefined);
  }

  #in(channel: string): Map<string, StoredMessage> {
    const known = this.#byChannel.get(channel);
    if (known) return known;
    const created = new Map<string, StoredMessage>();
    this.#byChannel.set(channel, created);
    return created;
  }
}
