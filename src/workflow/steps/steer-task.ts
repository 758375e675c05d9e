import type { Task } from '../../domain/cluster.ts';
import type { FailedSubtask } from '../../domain/events.ts';
import type { Request, Steering } from '../../domain/request.ts';
import { failureOf, isUnanswered, later, type Outcome } from '../outcome.ts';
import type { Ocp } from '../ports.ts';
import { ocpNamed, type World } from '../world.ts';
import { sightTask, taskFailed } from './follow-task.ts';

/**
 * Passes on to OCP what was asked of a failed task. The task is read first: one that runs already was steered before a
 * crash, or by somebody in OCP, and nothing is sent twice. A refusal is shown and leaves the task failed.
 */
export async function steerStep(
  world: World,
  request: Request,
  taskId: number,
  owed: Steering,
): Promise<Outcome> {
  const sighted = await sightTask(world, request, taskId);
  const again = { again: later(world.clock.now(), world.pace.secondLook) };
  if ('unanswered' in sighted) return again;
  const { task } = sighted;
  if (task === undefined)
    return { record: { type: 'asked', question: 'task lost', why: `OCP no longer knows task ${taskId}.` } };
  if (task.status !== 'FAILED') return { record: { type: 'task steered', operation: task.operation } };
  try {
    await send(ocpNamed(world.ocps, request.terms.cluster.ocp), task, owed);
    return { record: { type: 'task steered', operation: operationAfter(task, owed) } };
  } catch (error) {
    if (isUnanswered(error)) return again;
    return { record: taskFailed(task, `OCP refused to ${owed.kind}: ${failureOf(error).message}`) };
  }
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
