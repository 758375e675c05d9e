/**
 * Folds the events of a request into the request. Pure; a list of events that no rule of ours can have written is refused
 * with {@link BrokenHistory}.
 */
import type { RequestEvent } from './events.ts';
import { beforeRun } from './fold-approval.ts';
import { common, duringTask, running, steered } from './fold-task.ts';
import {
  canAsk,
  type InStatus,
  isAbsent,
  mayStillCancel,
  type Position,
  type Request,
  restsOnApproval,
} from './request.ts';

/** A list of events that cannot have been written by Moveout's rules: damage, or a version that does not match. */
export class BrokenHistory extends Error {
  override readonly name = 'BrokenHistory';
}

/** Folds the events of a request. Throws {@link BrokenHistory} when they do not make sense together. */
export function fold(id: string, events: readonly RequestEvent[]): Request {
  const [first, ...rest] = events;
  if (first?.type !== 'requested') throw new BrokenHistory(`${id}: the first event is not "requested"`);
  const opened: Request = {
    id,
    seq: 1,
    terms: first.terms,
    firstTerms: first.terms,
    requestedAt: first.at,
    startChosenAt: first.at,
    approvals: [],
    lapsed: [],
    askedAt: first.at,
    reminders: [],
    status: 'awaiting approval',
  };
  return rest.reduce<Request>(apply, opened);
}

/** The request after one more event. */
export function apply(before: Request, event: RequestEvent): Request {
  const after = applied(before, event);
  if (after === undefined)
    throw new BrokenHistory(
      `${before.id}: event ${before.seq + 1} "${event.type}" cannot follow "${before.status}"`,
    );
  return after;
}

function applied(request: Request, event: RequestEvent): Request | undefined {
  switch (request.status) {
    case 'awaiting approval':
    case 'approved':
    case 'scheduled':
      return beforeRun(request, event);
    case 'running':
    case 'rolling back':
      return duringRun(request, event);
    case 'step failed':
    case 'task failed':
    case 'asking':
      return stuck(request, event);
    case 'rejected':
    case 'cancelled':
    case 'expired':
    case 'completed':
    case 'rolled back':
    case 'abandoned':
      return undefined;
  }
}

function duringRun(request: InStatus<'running' | 'rolling back'>, event: RequestEvent): Request | undefined {
  const { at } = request;
  const base = { ...common(request), startedAt: request.startedAt };
  switch (event.type) {
    case 'rechecked':
      return at.step === 'recheck' ? running(request, { step: 'export' }) : undefined;
    case 'exported':
      return at.step === 'export' && request.terms.exportedInConsole !== true
        ? running(request, { step: 'deliver', file: event.file })
        : undefined;
    case 'delivered':
      return at.step === 'deliver' ? running(request, { step: 'submit', file: at.file }) : undefined;
    case 'exported in console':
      return at.step === 'export' && isOfRequester(request, event)
        ? running(request, { step: 'submit' })
        : undefined;
    case 'step failed':
      return at.step === event.step
        ? { ...base, status: 'step failed', at, failure: event.failure }
        : undefined;
    case 'cancelled':
      return mayStillCancel(at)
        ? { ...base, status: 'cancelled', by: event.actor, endedAt: event.at }
        : undefined;
    case 'asked':
      return canAsk(event.question, request)
        ? {
            ...base,
            status: 'asking',
            at,
            question: event.question,
            why: event.why,
            taskIds: event.taskIds ?? [],
          }
        : undefined;
    case 'submit intended':
    case 'task absent':
    case 'task submitted':
      return duringSubmit(request, event);
    case 'task steered':
    case 'task failed':
    case 'task succeeded':
    case 'rolled back':
    case 'completed':
      return duringTask(request, event);
    case 'requested':
    case 'approved':
    case 'vote withdrawn':
    case 'vote lapsed':
    case 'changed':
    case 'moved':
    case 'start asked':
    case 'start lapsed':
    case 'start delayed':
    case 'reminded':
    case 'rejected':
    case 'expired':
    case 'scheduled':
    case 'started':
    case 'retry asked':
    case 'skip asked':
    case 'roll back asked':
    case 'answered':
    case 'abandoned':
      return undefined;
  }
}

/** Only the requester can say what was done in the console of OCP, and did so in the terms. */
function isOfRequester({ terms }: Request, { actor }: RequestEvent): boolean {
  return terms.exportedInConsole === true && actor === terms.requester;
}

function duringSubmit(
  request: InStatus<'running' | 'rolling back'>,
  event: RequestEvent,
): Request | undefined {
  const { at } = request;
  if (at.step !== 'submit') return undefined;
  if (event.type === 'submit intended') {
    if (at.intent !== undefined && !isAbsent(at.intent)) return undefined;
    const { knownTaskIds, deleteHostIds, skipHostIds } = event;
    const hosts = { deleteHostIds, skipHostIds };
    const intent = { at: event.at, knownTaskIds, judgedTaskIds: [], ...hosts, absences: [] };
    return running(request, { step: 'submit', file: at.file, intent });
  }
  if (at.intent === undefined && at.earlier === undefined) return undefined;
  if (event.type === 'task submitted') return running(request, { step: 'follow', taskId: event.taskId });
  if (event.type !== 'task absent' || at.intent === undefined || isAbsent(at.intent)) return undefined;
  const intent = { ...at.intent, absences: [...at.intent.absences, event.at] };
  return running(request, { ...at, intent });
}

function stuck(
  request: InStatus<'step failed' | 'task failed' | 'asking'>,
  event: RequestEvent,
): Request | undefined {
  const base = { ...common(request), startedAt: request.startedAt };
  if (event.type === 'cancelled' && mayStillCancel(request.at))
    return { ...base, status: 'cancelled', by: event.actor, endedAt: event.at };
  if (event.type === 'expired' && restsOnApproval(request))
    return { ...base, status: 'expired', endedAt: event.at };
  if (event.type === 'abandoned')
    return { ...base, status: 'abandoned', at: request.at, by: event.actor, endedAt: event.at };
  if (request.status === 'step failed')
    return event.type === 'retry asked' ? running(request, retried(request.at)) : undefined;
  if (request.status === 'asking')
    return event.type === 'answered' ? answered(request, event.answer) : undefined;
  return steered(request, event);
}

/** A step of ours is begun anew; an intent whose submit OCP refused is over, while one that was absent is still looked for. */
function retried(at: Position): Position {
  if (at.step !== 'submit' || at.intent === undefined || isAbsent(at.intent)) return at;
  return { step: 'submit', file: at.file, earlier: at.intent };
}

/** A person who was shown these tasks said that none of them is ours: the intent is over, and any other task is asked about. */
function judged(at: Position, taskIds: readonly number[]): Position | undefined {
  const intent = at.step === 'submit' ? (at.intent ?? at.earlier) : undefined;
  if (at.step !== 'submit' || intent === undefined) return undefined;
  const judgedTaskIds = [...new Set([...intent.judgedTaskIds, ...taskIds])];
  return { step: 'submit', file: at.file, earlier: { ...intent, judgedTaskIds } };
}

function answered(
  request: InStatus<'asking'>,
  answer: 'check again' | 'submit again' | 'key given',
): Request | undefined {
  const { at, question } = request;
  if ((answer === 'key given') !== (question === 'key lost')) return undefined;
  if (answer !== 'submit again') return running(request, at);
  const next = question === 'submit outcome' ? judged(at, request.taskIds) : undefined;
  return next && running(request, next);
}
