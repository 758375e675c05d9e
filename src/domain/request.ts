/** A request as it stands after its events: a union by status, with only the fields that exist then. */
import type { ExportedFile, FailedSubtask, Failure, Question, Terms } from './events.ts';
import type { Unfit } from './standing.ts';

/** What is true of a request whatever its status. Times are ISO 8601 UTC. */
export interface Common {
  readonly id: string;
  /** The number of the last event. */
  readonly seq: number;
  /** What is asked for now. */
  readonly terms: Terms;
  /** What was asked for at first. */
  readonly firstTerms: Terms;
  readonly requestedAt: string;
  /** When its present start was chosen: with the request, or since. */
  readonly startChosenAt: string;
  /** Those who approved what is asked for now, in order. */
  readonly approvals: readonly { readonly person: string; readonly at: string }[];
  /** Those whose votes no longer count, since approval was last asked for anew. */
  readonly lapsed: readonly Lapse[];
  /** Since when approval is asked for: the request, or the last time that votes were missing anew. */
  readonly askedAt: string;
  /** When people were reminded since then. */
  readonly reminders: readonly string[];
}

/** A vote that no longer counts, and why. */
export interface Lapse {
  readonly person: string;
  readonly because: Unfit;
}

/** That somebody asked that an approved run starts now. */
interface StartAsked {
  readonly by: string;
  readonly at: string;
}

/** What became of the start of an approved run so far. */
interface BeforeStart {
  readonly startAsked?: StartAsked;
  /** When people were told that it cannot start, for what Slack or OCP does not say. */
  readonly startDelayedAt?: string;
}

/** What Moveout noted before it sent the move-out, so that the outcome can be found whatever happens after. */
export interface Intent {
  readonly at: string;
  readonly knownTaskIds: readonly number[];
  /** New since, shown to a person, and said to be none of Moveout's. */
  readonly judgedTaskIds: readonly number[];
  readonly deleteHostIds: readonly number[];
  readonly skipHostIds: readonly number[];
  /** How often, since, the task was looked for and no sign of it was there. */
  readonly absences: readonly string[];
}

/** What was asked of a failed task and is still to be passed on to OCP. */
export type Steering =
  | { readonly kind: 'retry' }
  | { readonly kind: 'skip'; readonly subtasks: readonly FailedSubtask[] }
  | { readonly kind: 'roll back' };

/** Where a run stands: the step that is owed next, with what the steps before it left. */
export type Position =
  | { readonly step: 'recheck' }
  | { readonly step: 'export' }
  | { readonly step: 'deliver'; readonly file: ExportedFile }
  | {
      readonly step: 'submit';
      /** Absent when the requester exported the credentials in the console of OCP. */
      readonly file?: ExportedFile | undefined;
      readonly intent?: Intent;
      /** The intent before, which OCP refused or a person judged; a task of it that comes late is still ours. */
      readonly earlier?: Intent;
    }
  | { readonly step: 'follow'; readonly taskId: number; readonly owed?: Steering }
  | { readonly step: 'roll back'; readonly taskId: number; readonly owed?: Steering }
  | { readonly step: 'confirm'; readonly taskId: number };

/** A failed task as its card shows it. */
export interface TaskFailure {
  readonly failure: Failure;
  readonly subtasks: readonly FailedSubtask[];
  /** Whether a task that failed forwards may be rolled back. */
  readonly canRollBack: boolean;
  /** Whether it was the rollback that failed: then OCP only lets its failed subtasks be skipped. */
  readonly rollback: boolean;
}

/** That a run began, and where it stands or ended. */
export interface Run {
  readonly startedAt: string;
  readonly at: Position;
}

export type Request = Common &
  (
    | { readonly status: 'awaiting approval' }
    | ({ readonly status: 'approved' } & BeforeStart)
    | ({ readonly status: 'scheduled'; readonly startAt: string; readonly startUntil: string } & BeforeStart)
    | ({ readonly status: 'running' } & Run)
    | ({ readonly status: 'rolling back' } & Run)
    /** A step of our own failed: Retry and Give Up. */
    | ({ readonly status: 'step failed'; readonly failure: Failure } & Run)
    /** The task failed in OCP: Retry, Skip, Roll Back and Give Up, as OCP allows. */
    | ({ readonly status: 'task failed'; readonly task: TaskFailure } & Run)
    | ({
        readonly status: 'asking';
        readonly question: Question;
        readonly why: string;
        /** The tasks that the question shows. */
        readonly taskIds: readonly number[];
      } & Run)
    | { readonly status: 'rejected'; readonly by: string; readonly reason: string; readonly endedAt: string }
    | {
        readonly status: 'cancelled';
        readonly by: string;
        readonly endedAt: string;
        readonly startedAt?: string;
      }
    /** `startedAt`: when its run had begun, and nobody let it go on in time. */
    | { readonly status: 'expired'; readonly endedAt: string; readonly startedAt?: string }
    | ({ readonly status: 'completed'; readonly endedAt: string } & Run)
    | ({ readonly status: 'rolled back'; readonly endedAt: string } & Run)
    | ({ readonly status: 'abandoned'; readonly by: string; readonly endedAt: string } & Run)
  );

export type Status = Request['status'];
export type InStatus<S extends Status> = Extract<Request, { readonly status: S }>;

/** Every status that a request can have. */
export const STATUSES = [
  'awaiting approval',
  'approved',
  'scheduled',
  'running',
  'rolling back',
  'step failed',
  'task failed',
  'asking',
  'rejected',
  'cancelled',
  'expired',
  'completed',
  'rolled back',
  'abandoned',
] as const satisfies readonly Status[];

const ENDED = ['rejected', 'cancelled', 'expired', 'completed', 'rolled back', 'abandoned'] as const;
export type EndedRequest = InStatus<(typeof ENDED)[number]>;

/** Whether nothing more can happen to the request. One cluster has at most one request that has not ended. */
export function hasEnded(request: Request): request is EndedRequest {
  return ENDED.some((status) => status === request.status);
}

/** Whether the run has not begun yet, and may. */
export function isBeforeRun(
  request: Request,
): request is InStatus<'awaiting approval' | 'approved' | 'scheduled'> {
  return (
    request.status === 'awaiting approval' || request.status === 'approved' || request.status === 'scheduled'
  );
}

/** Whether a request may be cancelled: before its run, and in it until the intent to submit is written. */
export function isCancellable(request: Request): boolean {
  if (hasEnded(request)) return false;
  return !('at' in request) || mayStillCancel(request.at);
}

/** Whether a run waits for people, who may steer it or give it up. */
export function mayBeGivenUp(
  request: Request,
): request is InStatus<'step failed' | 'task failed' | 'asking'> {
  return request.status === 'step failed' || request.status === 'task failed' || request.status === 'asking';
}

/** Cancelling works until the intent to submit is written; from then on the move-out may be in OCP. */
export function mayStillCancel(at: Position): boolean {
  return (
    at.step === 'recheck' ||
    at.step === 'export' ||
    at.step === 'deliver' ||
    (at.step === 'submit' && at.intent === undefined && at.earlier === undefined)
  );
}

/** A vote counts once for each person, and never for the requester. */
export function isNewVote(request: Common, person: string): boolean {
  return person !== request.terms.requester && !hasApproved(request, person);
}

/** Whether a vote of the person counts now. */
export function hasApproved({ approvals }: Pick<Common, 'approvals'>, person: string): boolean {
  return approvals.some((approval) => approval.person === person);
}

/** Whether the task of an intent was looked for twice and no sign of it was there; only then is it intended anew. */
export function isAbsent(intent: Intent): boolean {
  return intent.absences.length >= 2;
}

/** Whether the question can come up at that point of a run. No key can be lost where the requester exports in the console of OCP. */
export function canAsk(question: Question, { at, terms }: Common & Run): boolean {
  switch (question) {
    case 'key lost':
      return at.step === 'export' && terms.exportedInConsole !== true;
    case 'submit outcome':
      return at.step === 'submit' && (at.intent ?? at.earlier) !== undefined;
    case 'task lost':
    case 'not back':
      return at.step === 'follow' || at.step === 'roll back';
    case 'still listed':
      return at.step === 'confirm';
  }
}

/** Whether the export is still to come: until it is recorded or the request ends. */
function awaitsExport(request: Request): boolean {
  if (hasEnded(request)) return false;
  return !('at' in request) || request.at.step === 'recheck' || request.at.step === 'export';
}

/**
 * Whether a run that waits for people waits no longer than its approval counts: before its export. What the requester exported in the
 * console of OCP is as old as the request, and passwords change; such a run waits no longer until the intent to submit is written.
 */
export function restsOnApproval(request: Request): boolean {
  if (request.terms.exportedInConsole !== true || !('at' in request)) return awaitsExport(request);
  return !hasEnded(request) && mayStillCancel(request.at);
}

/** Whether the encryption key is still needed. There is none when the requester exports in the console of OCP. */
export function needsKey(request: Request): boolean {
  return request.terms.exportedInConsole !== true && awaitsExport(request);
}
