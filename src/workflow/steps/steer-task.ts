import type { Task } from '../../domain/cluster.ts';
import type { FailedSubtask } from '../../domain/events.ts';
import type { Request, Steering } from '../../domain/request.ts';
import { failureOf, isUnanswered, later, type Outcome } from '../outcome.ts';
import { type Ocp, TryLater } from '../ports.ts';
import { ocpNamed, type World } from '../world.ts';
import { isBackwards, lostTask, sightTask, taskFailed } from './follow-task.ts';

/**
 * Passes on to OCP what was asked of a failed task. The task is read first, and what it shows to be done already (before a
 * crash, or by somebody in OCP) is not asked again; of several skips those that are left are made, also while the task runs
 * again. What OCP did without an answer and does not show yet may be asked twice; OCP refuses that. A refusal is shown and
 * leaves the task failed, and so does an OCP that gives no answer for `stillListed`. Throws {@link TryLater} until then.
 */
export async function steerStep(
  world: World,
  request: Request,
  taskId: number,
  owed: Steering,
): Promise<Outcome> {
  const sighted = await sightTask(world, request, taskId, 'now');
  const again = { again: later(world.clock.now(), world.pace.secondLook) };
  if ('unanswered' in sighted) return again;
  if ('missing' in sighted) return lostTask(world, request, sighted.missing);
  const { task } = sighted;
  if (!isStillOwed(request, task, owed)) return steered(task.operation);
  const fault = world.sightings.get(request.id)?.fault;
  const triedFor = fault === undefined ? 0 : world.clock.now().getTime() - Date.parse(fault.since);
  if (triedFor >= world.pace.stillListed && fault !== undefined)
    return { record: taskFailed(task, { message: `${NOT_DONE[owed.kind]} ${fault.message}` }) };
  try {
    await send(ocpNamed(world.ocps, request.terms.cluster.ocp), task, owed);
    return steered(operationAfter(task, owed));
  } catch (error) {
    if (isUnanswered(error)) {
      // Seldomer the longer it lasts: what OCP cannot do now it is not asked every other second.
      const afterMs = Math.min(world.pace.watch, Math.max(world.pace.secondLook, triedFor));
      throw new TryLater(failureOf(error).message, afterMs, { cause: error });
    }
    // A task that runs again takes back what failed; what is not well then fails again, and is told.
    if (task.status !== 'FAILED') return steered(task.operation);
    const failure = failureOf(error);
    const message = `${NOT_DONE[owed.kind]} ${failure.message}`;
    return { record: taskFailed(task, { ...failure, message }) };
  }
}

const NOT_DONE: Readonly<Record<Steering['kind'], string>> = {
  retry: 'The task was not retried.',
  skip: 'Not everything that was chosen is skipped.',
  'roll back': 'The task was not rolled back.',
};

function steered(operation: string): Outcome {
  return { record: { type: 'task steered', operation } };
}

/** A task that is no longer failed was steered; only skips may be left of it, unless it was turned round or ended. */
function isStillOwed(request: Request, task: Task, owed: Steering): boolean {
  if (task.status === 'FAILED') return true;
  if (owed.kind !== 'skip' || task.status === 'SUCCESSFUL') return false;
  const wasTurned = isBackwards(task) !== (request.status === 'rolling back');
  return !wasTurned && stillFailed(task, owed.subtasks).length > 0;
}

async function send(ocp: Ocp, task: Task, owed: Steering): Promise<void> {
  if (owed.kind === 'retry') return ocp.retryTask(task.id);
  if (owed.kind === 'roll back') return ocp.rollBackTask(task.id);
  for (const subtask of stillFailed(task, owed.subtasks)) await ocp.skipSubtask(task.id, subtask.id);
}

function stillFailed(task: Task, chosen: readonly FailedSubtask[]): FailedSubtask[] {
  return chosen.filter(({ id }) => task.subtasks.some((now) => now.id === id && now.status === 'FAILED'));
}

function operationAfter(task: Task, owed: Steering): string {
  if (owed.kind === 'roll back') return 'ROLLBACK';
  return owed.kind === 'retry' ? 'RETRY' : task.operation;
}
