/** Who may vote on a request, what a vote belongs to, and when it no longer counts. */
import { type Calendar, hasPeakHours } from './calendar.ts';
import {
  askedTerms,
  askUntil,
  type Command,
  type Decision,
  type Facts,
  notNow,
  refused,
  stampOf,
} from './decision.ts';
import type { RequestEvent } from './events.ts';
import { approvalsForAnyHour } from './may-run.ts';
import { isChanged, presentTerms } from './present-terms.ts';
import { hasApproved, type InStatus, isBeforeRun, type Lapse, type Request } from './request.ts';
import { votesUntil } from './request-times.ts';
import { unfit } from './standing.ts';
import { whatChanged } from './what-changed.ts';

/**
 * A vote counts from a full member in the card's channel, and on the list of approvers where there is one, who is not the requester; once, while the
 * request waits, and for what the card showed.
 */
export function vote(
  request: Request,
  command: Extract<Command, { kind: 'approve' | 'reject' }>,
  facts: Facts,
): Decision {
  const { person } = facts.standing;
  if (!mayVote(request, command.kind, facts.calendar)) return notNow(request, command.kind);
  const isLate = facts.now.getTime() >= Date.parse(votesUntil(request));
  if (isLate && request.status === 'awaiting approval') return refused({ why: 'approval expired' });
  if (person === request.terms.requester) return refused({ why: 'own request' });
  const because = unfit(facts.standing);
  if (because !== undefined) return refused({ why: 'not fit', because });
  if (command.fingerprint !== request.terms.fingerprint) return refused({ why: 'card is old' });
  if (command.kind === 'reject') return reject(command.reason, facts);
  return otherQuestion(request, command) ?? approve(request, facts);
}

/**
 * Whether votes are taken: while the request waits for them, and where its planned start leaves one more person to approve, so that it may start
 * outside the off-peak hours, too.
 */
export function mayVote(
  request: Request,
  kind: 'approve' | 'reject',
  calendar: Calendar,
): request is InStatus<'awaiting approval' | 'scheduled'> {
  if (request.status === 'awaiting approval') return true;
  return kind === 'approve' && hasPeakHours(calendar) && isForEarlierStart(request);
}

/** Who was asked for what its start needs was not asked for an earlier one: meanwhile somebody else approved it, or took that back. */
function otherQuestion(
  request: Request,
  { kind, earlier }: Extract<Command, { kind: 'approve' }>,
): Decision | undefined {
  if ((earlier === true) === (request.status === 'scheduled')) return undefined;
  return earlier === true ? refused({ why: 'card is old' }) : notNow(request, kind);
}

/** Whether one more approval would let a request that waits for its time start outside the off-peak hours. */
function isForEarlierStart(request: Request): boolean {
  if (request.status !== 'scheduled') return false;
  const { start, outsideWindows } = request.terms;
  return (
    start.kind !== 'when approved' &&
    outsideWindows !== true &&
    request.startAsked === undefined &&
    request.approvals.length < approvalsForAnyHour(request)
  );
}

function reject(text: string, facts: Facts): Decision {
  const reason = text.trim();
  if (reason === '') return refused({ why: 'reason missing' });
  return { events: [{ ...stampOf(facts), type: 'rejected', reason }] };
}

/** What is shown is looked at again, and so are the earlier voters: the vote must not complete a quorum of people who left. */
function approve(request: Request, facts: Facts): Decision {
  const change = changeOf(request, facts);
  if (change !== undefined) return change;
  const rules = request.terms.blocking ?? [];
  if (rules.length > 0) return refused({ why: 'forbidden', rules });
  const { person } = facts.standing;
  if (hasApproved(request, person)) return refused({ why: 'already approved by you' });
  return { events: [...lapsesOf(request, facts), { ...stampOf(facts), type: 'approved' }] };
}

function changeOf(request: Request, facts: Facts): Decision | undefined {
  const event = changedEvent(request, facts);
  if (event === undefined) return undefined;
  return {
    events: [event],
    refusal: { why: 'changed since', changes: whatChanged(request.terms, event.terms) },
  };
}

/** That something else would be shown than what was voted on; undefined when nothing differs, or nobody looked. */
export function changedEvent(
  request: Request,
  facts: Omit<Facts, 'standing'>,
): Extract<RequestEvent, { type: 'changed' }> | undefined {
  if (facts.present === undefined) return undefined;
  const present = presentTerms(request.terms, facts.present, facts.calendar, facts.now);
  if (!isChanged(request.terms, present)) return undefined;
  const at = facts.now.toISOString();
  return { at, actor: 'moveout', type: 'changed', terms: askedTerms(present, facts) };
}

function lapsesOf(request: Request, facts: Facts): RequestEvent[] {
  const known = (facts.lapses ?? []).filter(({ person }) => hasApproved(request, person));
  return known.map((lapse) => lapsedEvent(lapse, facts));
}

/** That the vote of somebody who no longer counts is void. */
export function lapsedEvent(
  { person, because }: Lapse,
  facts: Pick<Facts, 'now' | 'approvalTtlMs'>,
): Extract<RequestEvent, { type: 'vote lapsed' }> {
  const at = facts.now.toISOString();
  return { at, actor: 'moveout', type: 'vote lapsed', person, because, askUntil: askUntil(facts) };
}

/** Whoever approved may take that back until the run starts. */
export function withdraw(request: Request, facts: Facts): Decision {
  if (!isBeforeRun(request)) return notNow(request, 'withdraw');
  const { person } = facts.standing;
  if (!hasApproved(request, person)) return refused({ why: 'not approved by you' });
  return { events: [{ ...stampOf(facts), type: 'vote withdrawn', askUntil: askUntil(facts) }] };
}
