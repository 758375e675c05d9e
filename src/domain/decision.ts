/** What people may ask of a request, and what comes of it. */
import type { Calendar } from './calendar.ts';
import type { RequestEvent, Terms } from './events.ts';
import type { Hindrance } from './may-run.ts';
import type { PlainTerms, PresentFacts } from './present-terms.ts';
import type { Lapse, Request, Status } from './request.ts';
import type { Standing, Unfit } from './standing.ts';
import type { StartChoice, StartFault } from './start-time.ts';

export type Command =
  /** `fingerprint`: of what the person's card showed. `earlier`: it showed a scheduled request, and asked for an earlier start. */
  | { readonly kind: 'approve'; readonly fingerprint: string; readonly earlier?: true }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'reject'; readonly fingerprint: string; readonly reason: string }
  | { readonly kind: 'cancel' }
  /** An approved run that waits for its time starts now. */
  | { readonly kind: 'start' }
  /** Another start is chosen. */
  | { readonly kind: 'move'; readonly start: StartChoice }
  | { readonly kind: 'retry' }
  | { readonly kind: 'skip'; readonly subtaskIds: readonly number[] }
  | { readonly kind: 'roll back' }
  | { readonly kind: 'give up' }
  | { readonly kind: 'check again' }
  | { readonly kind: 'submit again' }
  | { readonly kind: 'give key' };
export type CommandKind = Command['kind'];

/** Why somebody may not do what was asked for, now; shown to that person only. */
export type Refusal =
  | { readonly why: 'not fit'; readonly because: Unfit }
  | { readonly why: 'own request' }
  | { readonly why: 'already approved by you' }
  | { readonly why: 'not approved by you' }
  | { readonly why: 'card is old' }
  /** What the card showed is no longer so; the card shows what is, and the votes are void. */
  | { readonly why: 'changed since'; readonly changes: readonly string[] }
  /** Rules forbid it now; their sentences. */
  | { readonly why: 'forbidden'; readonly rules: readonly string[] }
  | { readonly why: 'not the requester' }
  | { readonly why: 'reason missing' }
  | { readonly why: 'too late to cancel' }
  | { readonly why: 'approval expired' }
  /** The run waited for people for longer than the approval and the kept key count. */
  | { readonly why: 'approval over' }
  | Hindrance
  /** What hinders the run now lasts until its approval is over. */
  | { readonly why: 'hindered too long'; readonly because: Exclude<Hindrance, { why: 'window over' }> }
  | { readonly why: 'cannot start then'; readonly fault: StartFault }
  | { readonly why: 'same start' }
  /** It is to start now anyway, and does as soon as OCP and Slack have been read. */
  | { readonly why: 'starts by itself' }
  | { readonly why: 'rollback prohibited' }
  | { readonly why: 'nothing chosen to skip' }
  | { readonly why: 'subtask not failed' }
  | { readonly why: 'somebody else must' }
  | { readonly why: 'not now'; readonly status: Status; readonly command: CommandKind };

/** The events to append, or why there are none; `changed since` comes with the event that records the change. */
export type Decision =
  | { readonly events: readonly RequestEvent[]; readonly refusal?: Refusal }
  | { readonly refusal: Refusal };

/** What a decision needs to know besides the request. */
export interface Facts {
  readonly standing: Standing;
  readonly now: Date;
  readonly calendar: Calendar;
  /** How long people have to approve when they are asked anew, in milliseconds. */
  readonly approvalTtlMs: number;
  /** Digest of what a card with these terms shows. */
  fingerprint(terms: PlainTerms): string;
  /** What OCP says of the cluster now; for a vote. Without it a vote rests on what the card shows. */
  readonly present?: PresentFacts | undefined;
  /** Those of earlier voters who no longer count; for a vote. */
  readonly lapses?: readonly Lapse[] | undefined;
}

export function refused(refusal: Refusal): Decision {
  return { refusal };
}

export function notNow(request: Request, command: CommandKind): Decision {
  return refused({ why: 'not now', status: request.status, command });
}

/** Who does it and when, as events have it. */
export function stampOf({ standing, now }: Pick<Facts, 'standing' | 'now'>) {
  return { at: now.toISOString(), actor: standing.person };
}

/** Until when people who are asked now may approve, ISO 8601 UTC. */
export function askUntil({ now, approvalTtlMs }: Pick<Facts, 'now' | 'approvalTtlMs'>): string {
  return new Date(now.getTime() + approvalTtlMs).toISOString();
}

/** Terms on which people are asked anew: with their fingerprint, and as long to approve as at first. */
export function askedTerms(
  terms: PlainTerms,
  facts: Pick<Facts, 'now' | 'approvalTtlMs' | 'fingerprint'>,
): Terms {
  const asked = { ...terms, approvalExpiresAt: askUntil(facts) };
  return { ...asked, fingerprint: facts.fingerprint(asked) };
}
