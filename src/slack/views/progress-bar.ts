import type { Subtask, Task } from '../../domain/cluster.ts';
import { subtaskName } from './names.ts';

const CELLS = 8;

/** `▓▓▓▓░░░░ 5/12`. Full only when everything is done, empty only when nothing is. */
export function progressBar(done: number, total: number): string {
  const share = total === 0 ? 0 : done / total;
  const most = done < total ? CELLS - 1 : CELLS;
  const filled = Math.min(most, Math.ceil(share * CELLS));
  return `${'▓'.repeat(filled)}${'░'.repeat(CELLS - filled)} ${done}/${total}`;
}

/** How far a task is; an undone subtask of a rollback is PENDING again, so there these count. */
export function taskProgress(task: Task): string {
  const reached = task.operation === 'ROLLBACK' ? 'PENDING' : 'SUCCESSFUL';
  return progressBar(task.subtasks.filter(({ status }) => status === reached).length, task.subtasks.length);
}

const CURRENT = ['FAILED', 'RUNNING', 'CANCELING', 'READY'];

/** What a task is at, in mrkdwn: the subtask that needs attention most, and how many are in the same state. */
export function currentSubtask(task: Task): string | undefined {
  for (const status of CURRENT) {
    const [first, ...others] = task.subtasks.filter((subtask: Subtask) => subtask.status === status);
    if (first === undefined) continue;
    return subtaskName(first) + (others.length === 0 ? '' : `, and ${others.length} more`);
  }
  return undefined;
}
