/**
 * The events of a request: what happened, in the past tense, plain JSON. The list of them is the truth about a request;
 * everything else is folded from it.
 */
import { z } from 'zod';
import { UNFIT } from './standing.ts';

/** The version of the event records below; a file with a higher one was written by a newer Moveout. */
export const EVENTS_VERSION = 1;

/** A request's id, short enough to type. Ids from outside are matched before they are looked up. */
export const REQUEST_ID = /^MO-[0-9A-Z]{6}$/;

const personId = z.string().regex(/^[UW][A-Z0-9]+$/);
const time = z.iso.datetime();

const hostRef = z.object({ id: z.number(), name: z.string(), address: z.string(), zone: z.string() });
/** A host as a request names it. */
export type HostRef = Readonly<z.infer<typeof hostRef>>;

const termsSchema = z.object({
  requester: personId,
  channel: z.string(),
  cluster: z.object({
    ocp: z.string(),
    id: z.number(),
    name: z.string(),
    obClusterId: z.number(),
    type: z.string(),
    status: z.string(),
    obVersion: z.string().optional(),
  }),
  deleteHosts: z.array(hostRef),
  keepHosts: z.array(hostRef),
  /** Hosts on which OCP executes nothing; each is also among the deleted or the kept ones. */
  skipHosts: z.array(hostRef),
  reason: z.string(),
  start: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('when approved') }),
    /** The off-peak window that was chosen: not before `at`, and not after `until` either. */
    z.object({ kind: z.literal('window'), at: time, until: time }),
    /** A moment that was chosen: not before `at`, and not after the end of the off-peak window in which it lies. */
    z.object({ kind: z.literal('at'), at: time, until: time.optional() }),
  ]),
  /** Whether the start is outside the off-peak hours; the quorum has one approval more then. */
  outsideWindows: z.literal(true).optional(),
  /** How long after its planned start the run may still start, in milliseconds. */
  startTtlMs: z.number().positive().optional(),
  /** How many people must approve. */
  quorum: z.number().int().min(1),
  approvalExpiresAt: time,
  /**
   * The credentials are exported by the requester in the console of OCP, who said that file and key are kept; Moveout has
   * neither. Absent when Moveout exports them.
   */
  exportedInConsole: z.literal(true).optional(),
  /** OCP's version could delete no host with this move-out; people delete them in its console afterwards. */
  hostsLeftToConsole: z.literal(true).optional(),
  /** OCP keeps the cluster's information, so that its config server goes on answering for the cluster. */
  keepClusterInfo: z.literal(true).optional(),
  /** The new config server of the cluster. */
  configAddress: z.string().optional(),
  /** The sentences of the prechecks that warned. */
  warnings: z.array(z.string()),
  /** The sentences of the rules that forbid it now; found at a vote or at the start, never when it was asked for. */
  blocking: z.array(z.string()).optional(),
  /** The primary of a standby, when it was asked for: it may go when the standby is gone. */
  primary: z
    .object({ ocp: z.string(), id: z.number(), name: z.string(), obClusterId: z.number() })
    .optional(),
  /** Digest of what the card shows; a vote carries it and is void when it differs. */
  fingerprint: z.string(),
});
/** What was asked for and is voted on. When something of it changes, the votes are void. */
export type Terms = Readonly<z.infer<typeof termsSchema>>;

const exportedFile = z.object({ name: z.string(), sha256: z.string(), bytes: z.number() });
/** The encrypted credential file as the journal remembers it; its bytes lie in the exports folder. */
export type ExportedFile = Readonly<z.infer<typeof exportedFile>>;

const failureSchema = z.object({
  /** A sentence for people. */
  message: z.string(),
  /** What to do, as a sentence, where mending the cause and Retry is not it. */
  todo: z.string().optional(),
  code: z.string().optional(),
  /** OCP's trace id, to quote in a support case. */
  traceId: z.string().optional(),
  /** The HTTP status with which OCP answered. */
  httpStatus: z.number().optional(),
});
/** Why a step or a task failed. */
export type Failure = Readonly<z.infer<typeof failureSchema>>;

const failedSubtask = z.object({ id: z.number(), name: z.string(), host: z.string().optional() });
export type FailedSubtask = Readonly<z.infer<typeof failedSubtask>>;

export const STEPS = ['recheck', 'export', 'deliver', 'submit', 'follow', 'confirm'] as const;
/** The steps of a run, in order. */
export type Step = (typeof STEPS)[number];
const ownStep = z.enum(['recheck', 'export', 'deliver', 'submit']);

const QUESTIONS = ['submit outcome', 'task lost', 'still listed', 'not back', 'key lost'] as const;
/** What Moveout cannot find out by itself and asks a person. */
export type Question = (typeof QUESTIONS)[number];

/** Why a wish to start now no longer counts. */
const START_LAPSES = ['too late', 'frozen', 'outside the off-peak hours'] as const;
export type StartLapse = (typeof START_LAPSES)[number];

const stamp = { at: time, actor: z.union([z.literal('moveout'), personId]) };

/** Reads an event as it was stored or is to be stored; what is none throws. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ ...stamp, type: z.literal('requested'), viewId: z.string(), terms: termsSchema }),
  z.object({ ...stamp, type: z.literal('approved') }),
  /** `askUntil`: how long approval is asked for, when votes are missing from now on. */
  z.object({ ...stamp, type: z.literal('vote withdrawn'), askUntil: time }),
  /** The vote of a person who no longer counts. */
  z.object({
    ...stamp,
    type: z.literal('vote lapsed'),
    person: personId,
    because: z.enum(UNFIT),
    askUntil: time,
  }),
  /** What people see is no longer what was asked for or voted on: the votes are void, and approval is asked for anew. */
  z.object({ ...stamp, type: z.literal('changed'), terms: termsSchema }),
  /** A person chose another start: the votes are void, and approval is asked for anew. */
  z.object({ ...stamp, type: z.literal('moved'), terms: termsSchema }),
  /** A person asked that the approved run starts now. */
  z.object({ ...stamp, type: z.literal('start asked') }),
  /** That wish, of the person `by`, no longer counts, since the run could not start in time; it waits for its planned start again. */
  z.object({ ...stamp, type: z.literal('start lapsed'), by: personId, because: z.enum(START_LAPSES) }),
  /** The approved run could not start since a time, for what Slack or OCP does not say; it is tried again. */
  z.object({ ...stamp, type: z.literal('start delayed'), since: time, why: z.string() }),
  /** Those who may approve were reminded; ids of people and user groups that are mentioned. */
  z.object({ ...stamp, type: z.literal('reminded'), mention: z.array(z.string().regex(/^[UWS][A-Z0-9]+$/)) }),
  z.object({ ...stamp, type: z.literal('rejected'), reason: z.string() }),
  z.object({ ...stamp, type: z.literal('cancelled') }),
  z.object({ ...stamp, type: z.literal('expired') }),
  z.object({ ...stamp, type: z.literal('scheduled'), startAt: time, startUntil: time }),
  z.object({ ...stamp, type: z.literal('started') }),
  z.object({ ...stamp, type: z.literal('rechecked') }),
  z.object({ ...stamp, type: z.literal('exported'), file: exportedFile }),
  z.object({ ...stamp, type: z.literal('delivered') }),
  /** In place of "exported" and "delivered": the requester did both in the console of OCP, and is its actor. */
  z.object({ ...stamp, type: z.literal('exported in console') }),
  /** Written before the move-out is sent: from here on an outcome must be found, never assumed. */
  z.object({
    ...stamp,
    type: z.literal('submit intended'),
    knownTaskIds: z.array(z.number()),
    deleteHostIds: z.array(z.number()),
    skipHostIds: z.array(z.number()),
  }),
  /** No task of the intent was found, nor any sign of one; twice, and the move-out may be sent again. */
  z.object({ ...stamp, type: z.literal('task absent') }),
  z.object({ ...stamp, type: z.literal('task submitted'), taskId: z.number(), adopted: z.boolean() }),
  z.object({ ...stamp, type: z.literal('step failed'), step: ownStep, failure: failureSchema }),
  z.object({
    ...stamp,
    type: z.literal('task failed'),
    operation: z.string(),
    prohibitRollback: z.boolean(),
    failure: failureSchema,
    subtasks: z.array(failedSubtask),
  }),
  z.object({ ...stamp, type: z.literal('retry asked') }),
  z.object({ ...stamp, type: z.literal('skip asked'), subtasks: z.array(failedSubtask) }),
  z.object({ ...stamp, type: z.literal('roll back asked') }),
  /** The task runs again: OCP took what was asked or, `inOcp`, somebody steered it in OCP. */
  z.object({
    ...stamp,
    type: z.literal('task steered'),
    operation: z.string(),
    inOcp: z.literal(true).optional(),
  }),
  z.object({ ...stamp, type: z.literal('task succeeded') }),
  z.object({
    ...stamp,
    type: z.literal('asked'),
    question: z.enum(QUESTIONS),
    why: z.string(),
    /** The tasks that are shown with the question: "submit again" is an answer about these, and about no other. */
    taskIds: z.array(z.number()).optional(),
  }),
  z.object({
    ...stamp,
    type: z.literal('answered'),
    answer: z.enum(['check again', 'submit again', 'key given']),
  }),
  z.object({ ...stamp, type: z.literal('completed') }),
  z.object({ ...stamp, type: z.literal('rolled back') }),
  z.object({ ...stamp, type: z.literal('abandoned') }),
]);
/** Something that happened to a request. `at` is ISO 8601 UTC; `actor` is a Slack user id, or `moveout` itself. */
export type RequestEvent = Readonly<z.infer<typeof eventSchema>>;

const recorded = z.object({ seq: z.number().int().min(1), prev: z.string(), hash: z.string() });
/** An event as the journal keeps it: numbered from 1, with a SHA-256 over itself and the hash before it. */
export const recordedEventSchema = z.intersection(recorded, eventSchema);
export type RecordedEvent = RequestEvent & Readonly<z.infer<typeof recorded>>;
