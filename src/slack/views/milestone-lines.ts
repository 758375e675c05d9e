import { type Calendar, frozenUntil } from '../../domain/calendar.ts';
import type { RequestEvent, StartLapse } from '../../domain/events.ts';
import type { Request } from '../../domain/request.ts';
import { votesUntil } from '../../domain/request-times.ts';
import { clusterName, date, escapeText, person, userGroup } from '../mrkdwn.ts';
import { approvedBy, lapseLine, lapseWords, sinceTheRequest, thawWords } from './approval-lines.ts';
import { expiry } from './card-state.ts';
import { startWords } from './card-terms.ts';
import { joinFitting } from './join-fitting.ts';
import { subtaskName } from './names.ts';

/** What the thread says about an event, in one calm line; undefined when the card alone shows it. */
export function milestoneLine(event: RequestEvent, request: Request): string | undefined {
  return voteLine(event, request) ?? runLine(event, request) ?? steeringLine(event);
}

function voteLine(event: RequestEvent, request: Request): string | undefined {
  const requester = person(request.terms.requester);
  const actor = person(event.actor);
  if (event.type === 'approved') return `👍 Approved by ${actor}${voteNumber(event, request)}.`;
  const anew = askedAnewLine(event, request);
  if (anew !== undefined) return anew;
  if (event.type === 'rejected')
    return `${requester} ⛔ Rejected by ${actor}: ${escapeText(event.reason, 1500)}`;
  if (event.type === 'cancelled') return `🚫 Cancelled by ${actor}. Nothing was moved.`;
  if (event.type === 'expired') return `${requester} ⌛ ${expiry(request)}`;
  if (event.type === 'scheduled')
    return `🗓️ Starts ${date(event.startAt)}, not after ${date(event.startUntil)}.`;
  return undefined;
}

/** Nothing when the vote no longer counts. */
function voteNumber(event: RequestEvent, { approvals, terms }: Request): string {
  const index = approvals.findIndex(({ person: voter, at }) => voter === event.actor && at === event.at);
  if (index === -1) return '';
  return index < terms.quorum
    ? ` (${index + 1} of ${terms.quorum})`
    : ', one more than its start needs: it can be started outside the off-peak hours, too';
}

/** What is said where votes are missing, or missing anew. */
function askedAnewLine(event: RequestEvent, request: Request): string | undefined {
  const actor = person(event.actor);
  if (event.type === 'vote withdrawn') return `↩️ ${actor} withdrew the approval.`;
  if (event.type === 'vote lapsed') return lapseLine(event);
  if (event.type === 'changed')
    return `🔁 This is no longer what was asked for. ${changesOf(event.terms, request)} ${VOID}`;
  if (event.type === 'moved') return `🗓️ ${actor} chose another start: ${startWords(event.terms)}. ${VOID}`;
  if (event.type === 'start asked') return `${actor} asked to start it now.`;
  if (event.type === 'start lapsed') return `${person(event.by)} ⏱️ It ${startLapsedWords(event, request)}`;
  if (event.type === 'reminded')
    return `🔔 ${mentions(event.mention)}This move-out awaits approval, until ${date(votesUntil(request))}.`;
  return undefined;
}

/** Why Start Now started nothing, and what happens instead, as sentences without the first subject. */
function startLapsedWords(
  { because }: Extract<RequestEvent, { type: 'start lapsed' }>,
  { terms }: Request,
): string {
  return `was not started now: ${START_LAPSE_WORDS[because]}. It starts as planned: ${startWords(terms)}.`;
}

const START_LAPSE_WORDS: Readonly<Record<StartLapse, string>> = {
  'too late': 'that was not possible within 30 minutes',
  frozen: 'a freeze period began before that was possible',
  'outside the off-peak hours': 'outside the off-peak hours it has one approval too few',
};

const VOID = 'Approvals given before are void; please look at the card and approve again.';

function changesOf(terms: Request['terms'], { firstTerms }: Request): string {
  const changes = sinceTheRequest(firstTerms, terms);
  return changes.length === 0
    ? 'It is again as it was at first.'
    : joinFitting(changes, { limit: 1500, separator: ' ' });
}

function mentions(ids: readonly string[]): string {
  return ids.map((id) => `${id.startsWith('S') ? userGroup(id) : person(id)} `).join('');
}

function runLine(event: RequestEvent, { terms }: Request): string | undefined {
  if (event.type === 'started') return '▶️ Started.';
  if (event.type === 'rechecked') return 'The rules were checked again: nothing forbids the move-out.';
  if (event.type === 'delivered')
    return `The credentials are exported and encrypted; the file was sent to ${person(terms.requester)} in a direct message.`;
  if (event.type === 'exported in console')
    return `The credentials were exported in the OCP console by ${person(event.actor)}, who keeps the file and its key.`;
  if (event.type === 'task submitted') {
    const how = event.adopted ? 'OCP has taken the move-out' : 'The move-out is submitted';
    return `${how}: it is OCP task ${event.taskId}.`;
  }
  if (event.type === 'task steered') return steeredLine(event);
  if (event.type === 'task succeeded')
    return `The OCP task is completed. Checking that ${clusterName(terms.cluster)} is gone from OCP.`;
  return undefined;
}

/** Whoever reads that it was done in OCP knows that a colleague is at it there. */
function steeredLine({ operation, inOcp }: Extract<RequestEvent, { type: 'task steered' }>): string {
  if (operation === 'ROLLBACK')
    return `OCP is rolling the task back${inOcp === true ? ': that was asked for in OCP itself' : ''}.`;
  return `The OCP task runs again${inOcp === true ? ': it was retried, or skipped past, in OCP itself' : ''}.`;
}

const ANSWERS = {
  'check again': 'asked to check again.',
  'submit again': 'looked in OCP, found no task that moves the cluster out, and asked to submit again.',
  'key given': 'entered the encryption key again.',
} as const;

function steeringLine(event: RequestEvent): string | undefined {
  const actor = person(event.actor);
  if (event.type === 'retry asked') return `${actor} asked to retry.`;
  if (event.type === 'roll back asked') return `${actor} asked to roll back.`;
  if (event.type === 'skip asked') {
    const skipped = joinFitting(event.subtasks.map(subtaskName), { limit: 1500, most: 10 });
    return `${actor} asked to skip: ${skipped}`;
  }
  return event.type === 'answered' ? `${actor} ${ANSWERS[event.answer]}` : undefined;
}

/**
 * What the requester is told in a direct message: what others decided, and what they must decide again. `isAskedAnew`: approval is missing again
 * since the event; `calendar`: without it nothing is said of a freeze.
 */
export function requesterLine(
  event: RequestEvent,
  request: Request,
  { isAskedAnew, calendar }: { readonly isAskedAnew: boolean; readonly calendar?: Calendar | undefined },
): string | undefined {
  const cluster = clusterName(request.terms.cluster);
  const again = `The move-out of ${cluster} must be approved again`;
  if (event.type === 'vote lapsed' && isAskedAnew)
    return `⚠️ ${again}: the approval of ${person(event.person)} no longer counts, ${lapseWords(event.because)}.`;
  if (event.type === 'vote withdrawn' && isAskedAnew)
    return `↩️ ${again}: ${person(event.actor)} withdrew the approval.`;
  if (event.type === 'cancelled' && event.actor !== request.terms.requester)
    return `🚫 ${person(event.actor)} cancelled the move-out of ${cluster}. Nothing was moved.`;
  if (event.type === 'rejected')
    return `⛔ ${person(event.actor)} rejected the move-out of ${cluster}: ${escapeText(event.reason, 1500)}`;
  if (event.type === 'expired') return `⌛ The move-out of ${cluster} expired. ${expiry(request)}`;
  const thaw = calendar && event.type === 'approved' ? thawAfter(event, request, calendar) : undefined;
  if (thaw !== undefined) return `👍 The move-out of ${cluster} is approved. ${thaw}`;
  if (event.type === 'scheduled')
    return `👍 The move-out of ${cluster} is approved. It starts ${date(event.startAt)}.`;
  if (event.type === 'changed')
    return `🔁 The move-out of ${cluster} must be approved again: ${changesOf(event.terms, request)}`;
  if (event.type === 'moved' && event.actor !== request.terms.requester)
    return `🗓️ ${person(event.actor)} chose another start for the move-out of ${cluster}: ${startWords(event.terms)}. It must be approved again.`;
  if (event.type === 'start lapsed')
    return `⏱️ The move-out of ${cluster} ${startLapsedWords(event, request)}`;
  if (event.type === 'started') return `▶️ The move-out of ${cluster} has started. ${approvedBy(request)}`;
  return undefined;
}

/** What comes of what the event approves in a freeze period; undefined in none, when it is not the last vote, or waits for its time anyway. */
function thawAfter(event: RequestEvent, request: Request, calendar: Calendar): string | undefined {
  const { approvals, terms } = request;
  const now = new Date(event.at);
  const thaw = frozenUntil(calendar, now);
  const isLast =
    approvals.findIndex(({ at, person: by }) => at === event.at && by === event.actor) + 1 === terms.quorum;
  const waitsAnyway =
    terms.start.kind !== 'when approved' && Date.parse(terms.start.at) > Date.parse(event.at);
  return isLast && !waitsAnyway && thaw !== undefined
    ? thawWords(request, thaw, { now, calendar })
    : undefined;
}
