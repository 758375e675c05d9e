/** The part of the fold that is about the OCP task of a run, and how a run goes on. */
import type { RequestEvent } from './events.ts';
import type { Common, InStatus, Position, Request, Run, Steering, TaskFailure } from './request.ts';

/** What every request keeps, one event later. */
export function common(request: Request): Common {
  const { id, seq, terms, firstTerms, requestedAt, startChosenAt } = request;
  const { approvals, lapsed, askedAt, reminders } = request;
  const asked = { id, seq: seq + 1, terms, firstTerms, requestedAt, startChosenAt };
  return { ...asked, approvals, lapsed, askedAt, reminders };
}

/** The run goes on at that position, forwards or backwards. */
export function running(request: Request & Run, at: Position): Request {
  const { startedAt } = request;
  return { ...common(request), status: at.step === 'roll back' ? 'rolling back' : 'running', startedAt, at };
}

type TaskEvent = Extract<
  RequestEvent,
  { type: 'task steered' | 'task failed' | 'task succeeded' | 'rolled back' | 'completed' }
>;

/** What OCP's task did, or what was done to it, while the run follows it. */
export function duringTask(
  request: InStatus<'running' | 'rolling back'>,
  event: TaskEvent,
): Request | undefined {
  const { at } = request;
  const base = { ...common(request), startedAt: request.startedAt };
  if (event.type === 'completed')
    return at.step === 'confirm' ? { ...base, status: 'completed', at, endedAt: event.at } : undefined;
  if (at.step !== 'follow' && at.step !== 'roll back') return undefined;
  switch (event.type) {
    case 'task steered':
      return resumed(request, at.taskId, event);
    case 'task failed':
      return taskFailed(request, at.taskId, event);
    case 'task succeeded':
      return running(request, { step: 'confirm', taskId: at.taskId });
    case 'rolled back':
      return { ...base, status: 'rolled back', at, endedAt: event.at };
  }
}

/** The task runs again, forwards or backwards, with nothing owed to it. */
function resumed(
  request: Request & Run,
  taskId: number,
  event: Extract<RequestEvent, { type: 'task steered' }>,
): Request {
  return running(request, { step: event.operation === 'ROLLBACK' ? 'roll back' : 'follow', taskId });
}

function taskFailed(
  request: Request & Run,
  taskId: number,
  event: Extract<RequestEvent, { type: 'task failed' }>,
): Request {
  const rollback = event.operation === 'ROLLBACK';
  const task: TaskFailure = {
    failure: event.failure,
    subtasks: event.subtasks,
    canRollBack: !rollback && !event.prohibitRollback,
    rollback,
  };
  const at: Position = { step: rollback ? 'roll back' : 'follow', taskId };
  return { ...common(request), status: 'task failed', startedAt: request.startedAt, at, task };
}

/** What follows a failed task: what people ask of it, or what was done to it in OCP. */
export function steered(request: InStatus<'task failed'>, event: RequestEvent): Request | undefined {
  const { at } = request;
  if (at.step !== 'follow' && at.step !== 'roll back') return undefined;
  if (event.type === 'task steered') return resumed(request, at.taskId, event);
  if (event.type === 'task failed') return taskFailed(request, at.taskId, event);
  const owed = steering(event);
  const step = owed?.kind === 'roll back' ? 'roll back' : at.step;
  return owed && running(request, { step, taskId: at.taskId, owed });
}

function steering(event: RequestEvent): Steering | undefined {
  if (event.type === 'retry asked') return { kind: 'retry' };
  if (event.type === 'roll back asked') return { kind: 'roll back' };
  return event.type === 'skip asked' ? { kind: 'skip', subtasks: event.subtasks } : undefined;
}
