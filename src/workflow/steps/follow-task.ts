import type { Task } from '../../domain/cluster.ts';
import type { FailedSubtask, Failure } from '../../domain/events.ts';
import type { InStatus, Request } from '../../domain/request.ts';
import { failureOf, later, type Outcome } from '../outcome.ts';
import { ownTask } from '../own-task.ts';
import { sinceWhen } from '../since-when.ts';
import { ocpNamed, type World } from '../world.ts';

type Sighted = Awaited<ReturnType<typeof ownTask>> | { readonly unanswered: Failure };

/**
 * The task as OCP shows it, kept as the sighting of the request; `missing` when it is not there, `unanswered` when OCP does not
 * say. What is done to a task is decided on what it is `now`; to follow it, what it was `lately` is enough.
 */
export async function sightTask(
  world: World,
  request: Request,
  taskId: number,
  asOf: 'now' | 'lately',
): Promise<Sighted> {
  const before = world.sightings.get(request.id);
  try {
    const found = await ownTask(world, request, taskId, asOf);
    const unknownSince = sinceWhen(before?.unknownSince, world.clock.now());
    const fault = before?.fault;
    world.sightings.set(
      request.id,
      'missing' in found ? { task: before?.task, unknownSince, fault } : { task: found.task, fault },
    );
    return found;
  } catch (error) {
    const noAnswerSince = sinceWhen(before?.noAnswerSince, world.clock.now());
    const { task, unknownSince, fault } = before ?? {};
    const unanswered = failureOf(error);
    const noAnswerWhy = unanswered.message;
    world.sightings.set(request.id, { task, unknownSince, noAnswerSince, noAnswerWhy, fault });
    return { unanswered };
  }
}

/**
 * Looks at the running task. OCP not answering is no failure: it is looked at again. A status that is neither `FAILED` nor
 * `SUCCESSFUL`, one that a later OCP adds included, means that the task runs; View Task shows it as it comes.
 */
export async function followStep(
  world: World,
  request: Request,
  taskId: number,
  isBackStep: (request: Request) => Promise<Outcome>,
): Promise<Outcome> {
  const sighted = await sightTask(world, request, taskId, 'lately');
  const again = { again: later(world.clock.now(), lookAfter(world, request)) };
  if ('unanswered' in sighted) return again;
  if ('missing' in sighted) return lostTask(world, request, sighted.missing);
  const { task } = sighted;
  switch (task.status) {
    case 'FAILED':
      return { record: taskFailed(task, { message: await sentence(world, request, task) }) };
    case 'SUCCESSFUL':
      if (!isBackwards(task)) return { record: { type: 'task succeeded' } };
      return isBackStep(request);
    default:
      return isBackwards(task) === (request.status === 'rolling back') ? again : steeredInOcp(task);
  }
}

/** A task that OCP does not know now is lost when a second look agrees: one such answer may be a slip of OCP's. `why`: a sentence. */
export function lostTask(world: World, request: Request, why: string): Outcome {
  const now = world.clock.now();
  const sighting = world.sightings.get(request.id);
  const secondLook = later(new Date(sighting?.unknownSince ?? now), world.pace.secondLook);
  if (now < secondLook) return { again: secondLook };
  // Who is asked may look again, and then it takes two looks once more.
  world.sightings.set(request.id, { ...sighting, unknownSince: undefined });
  return { record: { type: 'asked', question: 'task lost', why } };
}

/** Milliseconds to the next look at a running task: as OCP asks, and never faster than the pace. */
function lookAfter({ ocps, pace }: World, { terms }: Request): number {
  const ocp = ocps.find(({ name }) => name === terms.cluster.ocp);
  return Math.max(pace.follow, ocp?.lookEveryMs ?? 0);
}

/** Whether OCP undoes the task. */
export function isBackwards(task: Task): boolean {
  return task.operation === 'ROLLBACK';
}

/** Somebody turned the task round in OCP between two looks. */
function steeredInOcp(task: Task): Outcome {
  return { record: { type: 'task steered', operation: task.operation, inOcp: true } };
}

/** A task that failed is still watched: somebody may retry it, skip or roll back in OCP. */
export async function watchStep(
  world: World,
  request: InStatus<'task failed'>,
  taskId: number,
): Promise<Outcome> {
  const sighted = await sightTask(world, request, taskId, 'now');
  const again = { again: later(world.clock.now(), world.pace.watch) };
  if (!('task' in sighted)) return again;
  const { task } = sighted;
  if (task.status !== 'FAILED') return steeredInOcp(task);
  if (sameFailure(request, task)) return again;
  return { record: taskFailed(task, { message: await sentence(world, request, task) }) };
}

/** The event that tells a failed task with its failed subtasks, and why. */
export function taskFailed(task: Task, why: Failure) {
  const subtasks = failedSubtasks(task);
  return {
    type: 'task failed' as const,
    operation: task.operation,
    prohibitRollback: task.prohibitRollback,
    failure: task.traceId === undefined ? why : { traceId: task.traceId, ...why },
    subtasks,
  };
}

/** Which subtask failed, and how its log ends: whoever is woken by it should not have to look for the cause. */
async function sentence(world: World, request: Request, task: Task): Promise<string> {
  const what = task.operation === 'ROLLBACK' ? 'The rollback of OCP task' : 'OCP task';
  const [first, ...more] = failedSubtasks(task);
  if (first === undefined) return `${what} ${task.id} failed.`;
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  const cause = await logEnd(world, request, task.id, first.id);
  const because = cause === undefined ? '' : ` Its log ends: “${cause}”.`;
  return `${what} ${task.id} failed at “${first.name}”${others}.${because}`;
}

const LOG_END = 300;
/** Time and level at the beginning of a line. */
const LINE_HEAD = /^\d{4}-\d\d-\d\d[T ]\S+\s+(?:[A-Z]+\s+)?/;

/** The last line of a subtask's log, without its full stop; undefined when OCP does not show it. */
async function logEnd(
  world: World,
  request: Request,
  taskId: number,
  subtaskId: number,
): Promise<string | undefined> {
  try {
    const log = await ocpNamed(world.ocps, request.terms.cluster.ocp).subtaskLog(taskId, subtaskId);
    const last = log.split('\n').findLast((line) => line.trim() !== '' && !line.startsWith('####'));
    return last?.trim().replace(LINE_HEAD, '').replace(/\.$/, '').slice(0, LOG_END);
  } catch {
    return undefined; // the failure is told without its cause; View Task shows the log
  }
}

function failedSubtasks(task: Task): FailedSubtask[] {
  return task.subtasks
    .filter((subtask) => subtask.status === 'FAILED')
    .map(({ id, name, host }) => (host === undefined ? { id, name } : { id, name, host }));
}

function sameFailure(request: InStatus<'task failed'>, task: Task): boolean {
  const known = request.task.subtasks.map((subtask) => subtask.id);
  const now = failedSubtasks(task).map((subtask) => subtask.id);
  const rollback = task.operation === 'ROLLBACK';
  if (rollback !== request.task.rollback) return false;
  if (!rollback && request.task.canRollBack === task.prohibitRollback) return false;
  return known.length === now.length && now.every((id) => known.includes(id));
}
