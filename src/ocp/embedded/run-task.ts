/** One beat of a task in the state of the embedded OCP: what its subtasks do, what is logged, what is started next. */

import type { SubtaskRecord } from '../wire/records.ts';
import { type OcpState, taskOf, withTask, withTaskRecord } from './ocp-state.ts';
import { run, undo } from './run-subtask.ts';
import { logged } from './task-log.ts';
import { advanced, finished } from './task-machine.ts';

/** A state and the subtasks that began to run with it. */
export interface Beat {
  readonly state: OcpState;
  readonly started: readonly number[];
}

/** Starts what may run, or ends the task. `now` is as OCP writes times. */
export function beat(state: OcpState, taskId: number, now: string): Beat {
  const stored = taskOf(state, taskId);
  if (stored === undefined) return { state, started: [] };
  const { task, started } = advanced(stored.record, now);
  return { state: withTaskRecord(state, task), started };
}

/** Does the work of a running subtask, records its end in the same state, and goes one beat further. */
export function perform(state: OcpState, taskId: number, subtaskId: number, now: string): Beat {
  const task = taskOf(state, taskId);
  const subtask = task?.record.subtasks.find(({ id }) => id === subtaskId);
  if (task === undefined || subtask?.status !== 'RUNNING') return { state, started: [] };
  const backwards = task.record.operation === 'ROLLBACK';
  const outcome = (backwards ? undo : run)({ state, task, subtask });
  const noted = withLog(outcome.state, taskId, subtask, { now, lines: outcome.lines });
  const after = taskOf(noted, taskId);
  if (after === undefined) return { state: noted, started: [] };
  return beat(withTaskRecord(noted, finished(after.record, subtaskId, outcome.ok, now)), taskId, now);
}

/** The state with one more run in the log of a subtask, under the operation that the subtask has. */
export function withLog(
  state: OcpState,
  taskId: number,
  subtask: SubtaskRecord,
  entry: { readonly now: string; readonly lines: readonly string[] },
): OcpState {
  const logs = taskOf(state, taskId)?.logs ?? {};
  const runLog = { operation: subtask.operation, time: entry.now, lines: entry.lines };
  return withTask(state, taskId, { logs: { ...logs, [subtask.id]: logged(logs[subtask.id], runLog) } });
}
