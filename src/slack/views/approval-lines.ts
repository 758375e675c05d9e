/** What the card says of a request before its run: the votes, what changed, and when it starts. */
import { type Calendar, EVERY_HOUR, frozenUntil } from '../../domain/calendar.ts';
import { openCommands } from '../../domain/explain.ts';
import { hindrance } from '../../domain/may-run.ts';
import type { InStatus, Lapse, Request } from '../../domain/request.ts';
import { startsUntil, votesUntil } from '../../domain/request-times.ts';
import type { Unfit } from '../../domain/standing.ts';
import {
  FARTHEST_START_MS,
  isSomeStartFree,
  isSuddenlyOutside,
  usualQuorum,
} from '../../domain/start-time.ts';
import { isStartChanged, whatChanged } from '../../domain/what-changed.ts';
import { date, escapeText, person } from '../mrkdwn.ts';
import { startWords } from './card-terms.ts';
import { joinFitting } from './join-fitting.ts';
import type { Seen } from './seen.ts';
import { afterVoteLine } from './vote-words.ts';

type BeforeRun = InStatus<'awaiting approval' | 'approved' | 'scheduled'>;

/** Where the request stands, as lines of mrkdwn. */
export function beforeRunLines(request: BeforeRun, seen: Seen): string[] {
  return [...stateLines(request, seen), ...request.lapsed.map(lapseLine), ...changeLines(request)];
}

function stateLines(request: BeforeRun, seen: Seen): string[] {
  if (request.status === 'awaiting approval') return waitingLines(request, seen);
  const { now, calendar = EVERY_HOUR } = seen;
  const until = date(startsUntil(request));
  if (request.status === 'approved' || request.startAsked !== undefined)
    return [approvedBy(request), startingLine(request, calendar, now)];
  const open = openCommands(request, { now, calendar });
  const early = open.has('start') ? 'started now, ' : '';
  const other = open.has('move') ? 'given another start, or ' : '';
  return [
    approvedBy(request),
    `Starts ${date(request.startAt)}, not after ${until}.`,
    ...frozenLines(request, seen),
    `Until then it can be ${early}${other}cancelled, and an approval can be withdrawn.`,
    ...(open.has('approve') ? ['To start it outside the off-peak hours, one more person must approve.'] : []),
  ];
}

/** What comes of a request that would start now: while OCP or Slack does not answer, its off-peak hours may have ended. */
function startingLine(request: Request, calendar: Calendar, now: Date): string {
  const thaw = frozenUntil(calendar, now);
  if (thaw !== undefined) return `⚠️ ${thawWords(request, thaw, { now, calendar })}`;
  return isSuddenlyOutside(request.terms, calendar, now)
    ? '⚠️ The off-peak hours are over: approval is asked for anew as soon as OCP and Slack have answered.'
    : 'Starting.';
}

/** That a freeze period is now, or covers the planned start; of one that lasts longer than the run may wait, what to do. */
function frozenLines(request: InStatus<'scheduled'>, { now, calendar = EVERY_HOUR }: Seen): string[] {
  const planned = new Date(request.startAt);
  const thaw = frozenUntil(calendar, planned > now ? planned : now);
  const current = thaw ?? frozenUntil(calendar, now);
  if (current === undefined) return [];
  const isTooLong = thaw !== undefined && thaw.getTime() >= Date.parse(startsUntil(request));
  return [isTooLong ? `${freezeLine(current)} ${expiryAdvice(calendar, now)}` : freezeLine(current)];
}

function freezeLine(thaw: Date): string {
  return `⚠️ ${freezeWords(thaw)}`;
}

function freezeWords(thaw: Date): string {
  return `Nothing starts before ${date(thaw)}: a freeze period.`;
}

/** What to do where a freeze period lasts longer than the request may wait. `until`: when it expires, where that is said. */
function expiryAdvice(calendar: Calendar, now: Date, until?: string): string {
  const when = until === undefined ? '' : ` ${date(until)}`;
  return isSomeStartFree(calendar, now)
    ? `It would expire${when}: choose another start.`
    : `It expires${when}: no other start is free within ${FARTHEST_START_MS / 86_400_000} days.`;
}

/** That a freeze period, which is `now` and ends at `thaw`, holds an approved request back, and what comes of the request then. */
export function thawWords(
  request: Request,
  thaw: Date,
  { now, calendar }: { readonly now: Date; readonly calendar: Calendar },
): string {
  const until = startsUntil(request);
  if (thaw.getTime() >= Date.parse(until))
    return `${freezeWords(thaw)} ${expiryAdvice(calendar, now, until)}`;
  return hindrance(request, calendar, thaw) === undefined
    ? `${freezeWords(thaw)} It starts then, not after ${date(until)}.`
    : `${freezeWords(thaw)} The off-peak hours are over then: approval is asked for anew.`;
}

function waitingLines(request: Request, seen: Seen): string[] {
  const { terms, approvals } = request;
  const by = approvals.length === 0 ? '' : ` (${people(approvals)})`;
  const blocking = (terms.blocking ?? []).map((text) => `⛔ ${escapeText(text, 400)}`);
  const isLast = approvals.length + 1 >= terms.quorum;
  const requester = person(terms.requester);
  const who =
    seen.approversListed === true
      ? `Anybody but ${requester} who is on the list of approvers and in this channel`
      : `Any full member of this channel but ${requester}`;
  return [
    `*Approvals* ${approvals.length} of ${terms.quorum}${by}`,
    `${who} can approve or reject, until ${date(votesUntil(request))}.`,
    ...(blocking.length === 0 && isLast ? [afterVoteLine(request, seen, 'one more')] : []),
    ...blocking,
    ...(blocking.length === 0 ? [] : ['It cannot be approved while that is so.']),
  ];
}

/** Who approved, as a sentence, and whether these are enough for any hour where the off-peak hours need fewer. */
export function approvedBy(request: Request): string {
  const more = hasOneMore(request) ? ': one more than in the off-peak hours' : '';
  return `Approved by ${people(request.approvals)}${more}.`;
}

/** Whether one person more approved than a start in the off-peak hours needs. */
export function hasOneMore({ approvals, terms }: Request): boolean {
  return approvals.length > usualQuorum(terms);
}

function people(approvals: Request['approvals']): string {
  return joinFitting(
    approvals.map((approval) => person(approval.person)),
    { limit: 600 },
  );
}

/** Why the approval of a person no longer counts. */
export function lapseLine({ person: voter, because }: Lapse): string {
  return `⚠️ The approval of ${person(voter)} no longer counts: ${lapseWords(because)}.`;
}

/** Why a person no longer counts, as the end of a sentence. */
export function lapseWords(because: Unfit): string {
  switch (because) {
    case 'guest':
      return 'now a guest in this workspace';
    case 'bot':
      return 'it is a bot';
    case 'deleted':
      return 'the account is deactivated';
    case 'stranger':
      return 'of another workspace';
    case 'not in channel':
      return 'no longer in this channel';
    case 'not on the list':
      return 'no longer on the list of approvers';
  }
}

/** A change that is a rule which forbids it stands above already. */
function changeLines({ firstTerms, terms }: BeforeRun): string[] {
  const above = (terms.blocking ?? []).map((text) => escapeText(text, 400));
  const changes = sinceTheRequest(firstTerms, terms).filter((change) => !above.includes(change));
  if (changes.length === 0) return [];
  const shown = joinFitting(
    changes.map((change) => `• ${change}`),
    { limit: 1200, separator: '\n' },
  );
  return [`*Changed since the request*\n${shown}`];
}

/** What is shown differently than when it was asked for, the start included, as sentences in mrkdwn. */
export function sinceTheRequest(first: Request['terms'], now: Request['terms']): string[] {
  const start = isStartChanged(first, now)
    ? [`The start was ${startWords({ start: first.start })}, and is ${startWords({ start: now.start })}.`]
    : [];
  return [...whatChanged(first, now).map((text) => escapeText(text, 400)), ...start];
}
