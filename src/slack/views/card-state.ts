import { hasEnded, type InStatus, type Request } from '../../domain/request.ts';
import { approvalEndsAt, startsUntil, votesUntil, windowEnd } from '../../domain/request-times.ts';
import type { Sighting } from '../../domain/sighting.ts';
import { clusterName, date, escapeText, person } from '../mrkdwn.ts';
import { approvedBy, beforeRunLines, hasOneMore } from './approval-lines.ts';
import { elapsed } from './elapsed.ts';
import {
  afterStepFailure,
  afterTaskFailure,
  failedSubtaskLines,
  failureLines,
  leftBehind,
  questionWords,
  REQUEST_AGAIN,
} from './failure-words.ts';
import { counted } from './lines.ts';
import { mayGoOn } from './may-go-on.ts';
import { currentSubtask, taskProgress } from './progress-bar.ts';
import type { Seen } from './seen.ts';
import { stepLine, stepOf, stepTitle } from './steps.ts';

/** Where the request stands now, as lines of mrkdwn; together they fit in one section. */
export function stateLines(request: Request, seen: Seen): string[] {
  const lines = linesOf(request, seen);
  return hasEnded(request) ? lines : [...lines, ...troubleLines(seen.sighting)];
}

function linesOf(request: Request, seen: Seen): string[] {
  switch (request.status) {
    case 'awaiting approval':
    case 'approved':
    case 'scheduled':
      return beforeRunLines(request, seen);
    case 'running':
    case 'rolling back':
      return runLines(request, seen);
    case 'step failed':
      return stepFailedLines(request, seen);
    case 'task failed':
      return taskFailedLines(request);
    case 'asking':
      return askingLines(request, seen);
    case 'rejected':
    case 'cancelled':
    case 'expired':
    case 'completed':
    case 'rolled back':
    case 'abandoned':
      return endedLines(request);
  }
}

function runLines(request: InStatus<'running' | 'rolling back'>, { now, sighting }: Seen): string[] {
  const task = 'taskId' in request.at ? sighting?.task : undefined;
  const current = task && currentSubtask(task);
  return [
    stepLine(request.at),
    ...(task === undefined ? [] : [taskProgress(task)]),
    ...(current === undefined ? [] : [`Now: ${current}`]),
    `Running for ${elapsed(request.startedAt, now)}.`,
    ...(hasOneMore(request) ? [approvedBy(request)] : []),
  ];
}

/** What Moveout tries again by itself is no failure, but people must see that it is tried, and that what is shown is old. */
function troubleLines(sighting: Sighting | undefined): string[] {
  const { noAnswerSince, noAnswerWhy, fault } = sighting ?? {};
  const why = noAnswerWhy === undefined ? '' : ` ${sentence(noAnswerWhy)}`;
  const silence =
    noAnswerSince === undefined ? [] : [`No answer from OCP since ${date(noAnswerSince)}.${why}`];
  const obstacle =
    fault === undefined ? [] : [`Not possible since ${date(fault.since)}: ${sentence(fault.message)}`];
  return [...silence, ...obstacle].map((trouble) => `⚠️ ${trouble} Moveout keeps trying.`);
}

function sentence(message: string): string {
  return `${escapeText(message.replace(/[.\s]+$/, ''), 300)}.`;
}

function stepFailedLines(request: InStatus<'step failed'>, seen: Seen): string[] {
  const step = stepOf(request.at);
  const { failure } = request;
  const now = mayGoOn(request, seen) ? failure : { ...failure, todo: REQUEST_AGAIN };
  return [`*${stepTitle(step)}*`, ...failureLines(failure), afterStepFailure(step, now, request)];
}

function taskFailedLines(request: InStatus<'task failed'>): string[] {
  const { failure, subtasks } = request.task;
  return [...failureLines(failure), ...failedSubtaskLines(subtasks), afterTaskFailure(request.task)];
}

function askingLines(request: InStatus<'asking'>, seen: Seen): string[] {
  const { asked, answers } = questionWords(request, { ...request, mayGoOn: mayGoOn(request, seen) });
  return [`*${asked}*`, `> ${escapeText(request.why, 1200)}`, answers];
}

function endedLines(
  request: InStatus<'rejected' | 'cancelled' | 'expired' | 'completed' | 'rolled back' | 'abandoned'>,
): string[] {
  const cluster = clusterName(request.terms.cluster);
  switch (request.status) {
    case 'rejected':
      return [`By ${person(request.by)}, ${date(request.endedAt)}:`, `> ${escapeText(request.reason, 1500)}`];
    case 'cancelled':
      return [`By ${person(request.by)}, ${date(request.endedAt)}. Nothing was moved.`];
    case 'expired':
      return [expiry(request)];
    case 'completed':
      return [completedLine(request), approvedBy(request)];
    case 'rolled back':
      return [
        `OCP undid the task in ${elapsed(request.startedAt, request.endedAt)}. ${cluster} is still in OCP.`,
      ];
    case 'abandoned':
      return [`${person(request.by)} gave up, ${date(request.endedAt)}.`, leftBehind(request)];
  }
}

/** Why a request expired: too few approvals in time, a window that went by, or a run that nobody let go on in time. */
export function expiry(request: Request): string {
  return `${expiryWords(request)} Nothing was moved.`;
}

function expiryWords(request: Request): string {
  const { terms, approvals } = request;
  if (request.status === 'expired' && request.startedAt !== undefined)
    return `The run stopped and did not go on in time: ${lapsed(terms, request.startedAt)}`;
  if (approvals.length >= terms.quorum)
    return startsUntil(request) === windowEnd(terms.start)
      ? 'The off-peak window went by before the run could start.'
      : 'It was approved, and could not start in time.';
  const count = `${approvals.length} of ${terms.quorum}`;
  const until = votesUntil(request);
  if (until === terms.approvalExpiresAt) return `Not approved in time (${count}).`;
  return `Not approved in time (${count}): it could start until ${date(until)}.`;
}

function lapsed(terms: Request['terms'], startedAt: string): string {
  const until = `valid until ${date(approvalEndsAt(terms, startedAt))}.`;
  if (terms.exportedInConsole === true) return `its approval was ${until}`;
  return `its approval, and the encryption key kept for it, were ${until} The key is forgotten.`;
}

function completedLine(request: InStatus<'completed'>): string {
  const { cluster, deleteHosts, keepHosts } = request.terms;
  const hosts = `${counted(deleteHosts.length, 'host')} deleted, ${counted(keepHosts.length, 'host')} kept`;
  return `${clusterName(cluster)} is moved out, in ${elapsed(request.startedAt, request.endedAt)}: ${hosts}.`;
}
