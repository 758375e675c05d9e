/**
 * What the workflow needs from the world. Each port has one contract suite that every implementation passes.
 */
import type { Cluster, ClusterIdentity, ClusterSummary, Task } from '../domain/cluster.ts';
import type { ExportedFile, Failure, RecordedEvent, RequestEvent } from '../domain/events.ts';
import type { MoveOutOptions, MoveOutOrder } from '../domain/move-out-options.ts';
import type { Request } from '../domain/request.ts';
import type { Role, Standing } from '../domain/standing.ts';

/** The present moment, and nothing else; injected so that tests can move it. */
export interface Clock {
  now(): Date;
}

/** Timers, beside the clock: injected, so that tests can let both go by at once. */
export interface Timers {
  /** Calls `act` once, in `ms` milliseconds or later; what is given back cancels that. A very long time may be cut. */
  after(ms: number, act: () => void): () => void;
}

/** One request as it stands: its events, and the request folded from them. */
export interface Dossier {
  readonly request: Request;
  readonly events: readonly RecordedEvent[];
}

/**
 * How far Slack has been told about a request. `toldSeq` is the last event whose messages are posted, 0 at first.
 * Kept beside the events, never among them: losing it costs a duplicate message, not the truth.
 */
export interface Cursor {
  readonly toldSeq: number;
  readonly card?: { readonly channel: string; readonly ts: string } | undefined;
  /** A message whose post was begun and may have arrived: looked for before it is posted again. */
  readonly posting?: string | undefined;
}

/** The requests and their events: the truth, on disk. */
export interface Journal {
  /**
   * Opens a request with its first events, unless one is open for the same (ocp, name:obClusterId); then that one is
   * given. Atomic, and on disk when it resolves. Throws when the id is taken or the disk refuses.
   */
  open(id: string, events: readonly RequestEvent[]): Promise<{ opened: Dossier } | { busy: Dossier }>;
  /**
   * Appends when the last recorded event is number `expectedSeq`, else answers `conflict` and records nothing. On disk when
   * it resolves.
   */
  append(
    id: string,
    expectedSeq: number,
    events: readonly RequestEvent[],
  ): Promise<{ appended: Dossier } | { conflict: Dossier }>;
  /** The request, open or archived; undefined when there is none of that id. */
  read(id: string): Promise<Dossier | undefined>;
  /** The active requests, oldest first: those that are open, and those that ended but are not archived yet. */
  active(): Promise<readonly Dossier[]>;
  /** The ids of the newest requests of a cluster as people type it (`name`, `name:obClusterId`, either with `@ocp`), newest first, archived ones included. */
  ofCluster(cluster: string, limit: number): Promise<readonly string[]>;
  /**
   * The ended requests, the last ended first: how many there are, and the ids of the first `limit`. Of a cluster as people type it, and not ended before
   * a time (ISO 8601 UTC), where that is said.
   */
  ended(
    wanted: { readonly cluster?: string | undefined; readonly since?: string | undefined },
    limit: number,
  ): Promise<{ readonly count: number; readonly ids: readonly string[] }>;
  cursor(id: string): Promise<Cursor>;
  saveCursor(id: string, cursor: Cursor): Promise<void>;
  /** Moves an ended request from the active ones to the archive. Safe to repeat. Throws when the request has not ended. */
  archive(id: string): Promise<void>;
}

/** Sealed encryption keys, one per request at most. A key is never readable from the files alone. */
export interface Vault {
  seal(id: string, key: string): Promise<void>;
  /** `lost` when there is none or it cannot be opened with the present vault key; `why` is a sentence. */
  unseal(id: string): Promise<{ key: string } | { lost: string }>;
  /** Forgets the key of a request; safe to repeat. */
  forget(id: string): Promise<void>;
  /** The requests that have a sealed key. */
  sealed(): Promise<readonly string[]>;
}

/** The encrypted credential files, kept until some days after the end of their request. */
export interface Exports {
  /** On disk, readable by this user only, when it resolves. */
  save(id: string, name: string, bytes: Uint8Array): Promise<ExportedFile>;
  /** Throws when the file is missing or is not the one of that SHA-256. */
  load(id: string, file: ExportedFile): Promise<Uint8Array>;
  remove(id: string): Promise<void>;
}

/** A fault of OCP. `unanswered` tells that nobody knows whether OCP did what was asked. */
export class OcpFault extends Error {
  readonly failure: Failure;
  /** True when no definite answer came (time-out, cut connection, server error); false when OCP refused. */
  readonly unanswered: boolean;
  constructor(failure: Failure, options: { unanswered: boolean; cause?: unknown }) {
    super(failure.message, { cause: options.cause });
    this.name = 'OcpFault';
    this.failure = failure;
    this.unanswered = options.unanswered;
  }
}

/** The exported credentials as a file, encrypted under the key that was given. */
export interface CredentialFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * One OCP. Every method throws {@link OcpFault} when OCP refuses or does not answer; a listing is complete or it throws.
 */
export interface Ocp {
  readonly name: string;
  /** A sentence for every card, modal and list when no real cluster is touched. */
  readonly notice?: string | undefined;
  listClusters(): Promise<readonly ClusterSummary[]>;
  /** With zones and hosts; undefined when OCP lists no such cluster. */
  readCluster(id: number): Promise<Cluster | undefined>;
  /**
   * Where a person exports the credentials in the console of this OCP, in Slack's mrkdwn. Set when Moveout cannot export them
   * itself; then {@link exportCredentials} refuses.
   */
  readonly exportInConsole?: string | undefined;
  /**
   * The credentials of the cluster (sys tenant and user tenants) as a file encrypted under `key`. Blocks nothing else.
   */
  exportCredentials(cluster: ClusterIdentity, key: string): Promise<CredentialFile>;
  /** How a person opens or imports the file that this OCP makes: a short sentence in Slack's mrkdwn. */
  readonly howToOpenCredentials: string;
  /** Whether people can read the file without an OCP, so that they have the password of root@sys before the take-over asks for it. */
  readonly isFileReadable?: true | undefined;
  /** What the version of this OCP lets a move-out say. */
  moveOutOptions(): Promise<MoveOutOptions>;
  /** Refuses, and sends nothing, when the order says what this OCP's version does not know. */
  moveOut(clusterId: number, order: MoveOutOrder): Promise<Task>;
  /** The tasks of a cluster that OCP remembers, newest first. */
  tasksOf(clusterId: number): Promise<readonly Task[]>;
  /**
   * undefined when OCP knows no such task. `lately`: for somebody who looks again and again; while the task runs it may be some
   * looks old, and it is read together with other tasks where that saves calls. `now` unless told.
   */
  readTask(taskId: number, asOf?: 'now' | 'lately'): Promise<Task | undefined>;
  /** How long to wait between two looks at a running task now, in milliseconds: longer the more tasks run and the slower OCP answers. */
  readonly lookEveryMs: number;
  subtaskLog(taskId: number, subtaskId: number): Promise<string>;
  retryTask(taskId: number): Promise<void>;
  skipSubtask(taskId: number, subtaskId: number): Promise<void>;
  rollBackTask(taskId: number): Promise<void>;
}

/** Who asked to be told of requests that await approval. */
export interface Subscribers {
  all(): readonly string[];
  /** On disk when it resolves. */
  set(person: string, wants: boolean): Promise<void>;
}

/** Who somebody is, read from Slack. Throws, with a sentence, when it cannot be read; then nobody is let through. */
export interface People {
  /** The person in the channel of a card; on the list of those who may request, or approve. */
  standing(person: string, channel: string, role: Role): Promise<Standing>;
  /**
   * Whom a reminder in that channel mentions, at most `most`: people who may approve, without `except`.
   */
  toRemind(channel: string, except: readonly string[], most: number): Promise<readonly string[]>;
  /** Whether what was thrown means that Slack cannot be reached at all, or takes no token: then nobody can be told anything either. */
  isAway(fault: unknown): boolean;
}

/** Sends the credential file privately to the requester. May be repeated: what an earlier try sent is not sent again, as far as that can be seen. */
export interface Delivery {
  /**
   * Throws {@link DeliveryFault} when Slack refuses for good, and {@link TryLater} when it says how long to wait; any other
   * error may pass.
   */
  deliver(
    id: string,
    requester: string,
    file: ExportedFile,
    bytes: Uint8Array,
    howToOpen: string,
  ): Promise<void>;
}

/**
 * The disk refuses what a store was asked for: nothing of it is recorded, and it may be tried again as it is. `message` is a sentence
 * that says why. Every method of a store may throw it.
 */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

/** Slack will not take the file, whatever we do; `message` says why and what helps. */
export class DeliveryFault extends Error {
  override readonly name = 'DeliveryFault';
}

/** Nothing was done, and it may be tried again no sooner than in `afterMs` milliseconds; `message` is a sentence that says why. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
  readonly afterMs: number;
  constructor(message: string, afterMs: number, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.afterMs = afterMs;
  }
}

/** Causes passes over a request; waking it during a pass causes one more. */
export interface Jobs {
  /** The world and then Slack follow the journal. */
  wake(id: string): void;
  /** Slack alone follows the journal. */
  publish(id: string): void;
}
