/**
 * The states of a task and its subtasks, as pure functions on the task's record:
 * - A subtask becomes READY when all its upstreams are SUCCESSFUL, at most ten are READY or RUNNING at once, and it runs to
 *   SUCCESSFUL or FAILED. A failed subtask does not stop those that do not depend on it; when nothing runs any more, one
 *   failed subtask makes the task FAILED.
 * - Retry takes a FAILED task that is not rolling back; all its FAILED subtasks run again.
 * - Skip takes one FAILED subtask: it counts as SUCCESSFUL, or as undone (PENDING) when it failed in a rollback.
 * - Rollback takes a FAILED task unless it is prohibited, and goes backwards: what is undone is PENDING again. A finished
 *   rollback is a SUCCESSFUL task with the operation ROLLBACK; a failed one can only have its failed subtasks skipped.
 */
import type { SubtaskRecord, TaskRecord } from '../wire/records.ts';
import { refusal } from '../wire/refusal.ts';

/** So many subtasks are ready or running at once. */
export const AT_ONCE = 10;

/** The task with all its failed subtasks to be run again. Throws OcpFault when OCP refuses that. */
export function retried(task: TaskRecord): TaskRecord {
  requireFailed(task, 'retried');
  if (task.operation === 'ROLLBACK')
    throw refusal(
      'taskStateInvalid',
      `Task ${task.id} failed while rolling back, so it cannot be retried; its failed subtasks can be skipped.`,
    );
  return resumed(task, 'RETRY', 'RETRY');
}

/** The task going backwards. Throws OcpFault when OCP refuses that. */
export function rolledBack(task: TaskRecord): TaskRecord {
  requireFailed(task, 'rolled back');
  if (task.operation === 'ROLLBACK')
    throw refusal(
      'taskStateInvalid',
      `Task ${task.id} is a rollback that failed; its failed subtasks can be skipped.`,
    );
  if (task.prohibitRollback)
    throw refusal(
      'rollbackProhibited',
      `Task ${task.id} cannot be rolled back any more: what it did cannot be undone.`,
    );
  return resumed(task, 'ROLLBACK', 'ROLLBACK');
}

/** The task with one failed subtask passed over. Throws OcpFault when OCP refuses that. */
export function skipped(task: TaskRecord, subtaskId: number): TaskRecord {
  const subtask = subtaskOf(task, subtaskId);
  if (subtask.status !== 'FAILED')
    throw refusal(
      'taskStateInvalid',
      `Subtask ${subtaskId} of task ${task.id} is ${subtask.status}; only a failed subtask can be skipped.`,
    );
  const operation = task.operation === 'ROLLBACK' ? 'ROLLBACK_SKIP' : 'SKIP';
  const next = withSubtask(task, subtaskId, { status: 'READY', operation });
  return { ...next, status: 'RUNNING', finishTime: undefined };
}

/** The task with one failed subtask to be run again. Throws OcpFault when OCP refuses that. */
export function subtaskRetried(task: TaskRecord, subtaskId: number): TaskRecord {
  const subtask = subtaskOf(task, subtaskId);
  if (subtask.status !== 'FAILED' || task.operation === 'ROLLBACK')
    throw refusal(
      'taskStateInvalid',
      `Subtask ${subtaskId} of task ${task.id} is ${subtask.status}; only a failed subtask of a task that is not rolled back can be retried.`,
    );
  const next = withSubtask(task, subtaskId, { status: 'READY', operation: 'RETRY' });
  return { ...next, status: 'RUNNING', operation: 'RETRY', finishTime: undefined };
}

/** The task with one running subtask interrupted at `now`. Throws OcpFault when OCP refuses that. */
export function cancelled(task: TaskRecord, subtaskId: number, now: string): TaskRecord {
  const subtask = subtaskOf(task, subtaskId);
  if (subtask.status !== 'RUNNING')
    throw refusal(
      'taskStateInvalid',
      `Subtask ${subtaskId} of task ${task.id} is ${subtask.status}; only a running subtask can be cancelled.`,
    );
  return withSubtask(task, subtaskId, { status: 'FAILED', operation: 'CANCEL', finishTime: now });
}

/** The subtask of that id. Throws OcpFault when the task has none. */
export function subtaskOf(task: TaskRecord, subtaskId: number): SubtaskRecord {
  const subtask = task.subtasks.find(({ id }) => id === subtaskId);
  if (subtask === undefined) throw refusal('notFound', `Task ${task.id} has no subtask ${subtaskId}.`);
  return subtask;
}

/** The task after one of its running subtasks came to its end at `now` (as OCP writes times). */
export function finished(task: TaskRecord, subtaskId: number, ok: boolean, now: string): TaskRecord {
  const done = task.operation === 'ROLLBACK' ? 'PENDING' : 'SUCCESSFUL';
  return withSubtask(task, subtaskId, { status: ok ? done : 'FAILED', finishTime: now });
}

/**
 * The task one beat further: skipped subtasks are passed, what may run is started, and when nothing runs the task ends.
 * `started` are the subtasks that now run and did not before.
 */
export function advanced(task: TaskRecord, now: string): { task: TaskRecord; started: readonly number[] } {
  if (task.status !== 'RUNNING') return { task, started: [] };
  const passed = { ...task, subtasks: task.subtasks.map((subtask) => passedOver(subtask, now)) };
  const ready = madeReady(passed);
  const next = startedAll(ready, now);
  const started = next.subtasks.filter((subtask, at) => isRunning(subtask) && !isRunning(ready.subtasks[at]));
  return { task: ended(next, now), started: started.map(({ id }) => id) };
}

function requireFailed(task: TaskRecord, verb: string): void {
  if (task.status !== 'FAILED')
    throw refusal(
      'taskStateInvalid',
      `Task ${task.id} is ${task.status}; only a failed task can be ${verb}.`,
    );
}

function resumed(task: TaskRecord, operation: string, subtaskOperation: string): TaskRecord {
  const subtasks = task.subtasks.map((subtask) =>
    subtask.status === 'FAILED' ? { ...subtask, status: 'READY', operation: subtaskOperation } : subtask,
  );
  return { ...task, subtasks, status: 'RUNNING', operation, finishTime: undefined };
}

function passedOver(subtask: SubtaskRecord, now: string): SubtaskRecord {
  if (subtask.status !== 'READY') return subtask;
  if (subtask.operation === 'SKIP') return { ...subtask, status: 'SUCCESSFUL', finishTime: now };
  return subtask.operation === 'ROLLBACK_SKIP' ? { ...subtask, status: 'PENDING', finishTime: now } : subtask;
}

function madeReady(task: TaskRecord): TaskRecord {
  const room =
    AT_ONCE - task.subtasks.filter(({ status }) => status === 'READY' || status === 'RUNNING').length;
  const backwards = task.operation === 'ROLLBACK';
  const chosen = new Set(waiting(task, backwards).slice(0, Math.max(room, 0)));
  const subtasks = task.subtasks.map((subtask) => {
    if (!chosen.has(subtask.id)) return subtask;
    return backwards
      ? { ...subtask, status: 'READY', operation: 'ROLLBACK' }
      : { ...subtask, status: 'READY' };
  });
  return { ...task, subtasks };
}

/** The subtasks for which nothing has to be awaited any more. */
function waiting(task: TaskRecord, backwards: boolean): readonly number[] {
  const status = new Map(task.subtasks.map((subtask) => [subtask.id, subtask.status]));
  const [own, neighbours] = backwards ? ['SUCCESSFUL', 'PENDING'] : ['PENDING', 'SUCCESSFUL'];
  return task.subtasks
    .filter((subtask) => subtask.status === own)
    .filter((subtask) =>
      (backwards ? subtask.downstreams : subtask.upstreams).every((id) => status.get(id) === neighbours),
    )
    .map(({ id }) => id);
}

function startedAll(task: TaskRecord, now: string): TaskRecord {
  let room = AT_ONCE - task.subtasks.filter(isRunning).length;
  const started = task.subtasks.map((subtask) => {
    if (subtask.status !== 'READY' || room === 0) return subtask;
    room -= 1;
    return running(subtask, now);
  });
  const irrevocable = started.some((subtask) => isRunning(subtask) && subtask.prohibitRollback);
  return { ...task, subtasks: started, prohibitRollback: task.prohibitRollback || irrevocable };
}

/** The start time is that of the first run, as OCP reckons durations. */
function running(subtask: SubtaskRecord, now: string): SubtaskRecord {
  const startTime = subtask.startTime ?? now;
  return { ...subtask, status: 'RUNNING', runTime: subtask.runTime + 1, startTime, finishTime: undefined };
}

function ended(task: TaskRecord, now: string): TaskRecord {
  if (task.subtasks.some(({ status }) => status === 'READY' || status === 'RUNNING')) return task;
  const failed = task.subtasks.some(({ status }) => status === 'FAILED');
  return { ...task, status: failed ? 'FAILED' : 'SUCCESSFUL', finishTime: now };
}

function isRunning(subtask: SubtaskRecord | undefined): boolean {
  return subtask?.status === 'RUNNING';
}

function withSubtask(task: TaskRecord, subtaskId: number, patch: Partial<SubtaskRecord>): TaskRecord {
  const subtasks = task.subtasks.map((subtask) =>
    subtask.id === subtaskId ? { ...subtask, ...patch } : subtask,
  );
  return { ...task, subtasks };
}
