/** Reads and steers the tasks of an OCP. */
import { z } from 'zod';
import { isTaskOf, type Task } from '../../domain/cluster.ts';
import { type Ocp, OcpFault } from '../../workflow/ports.ts';
import type { TaskRecord } from '../wire/records.ts';
import { toTask } from '../wire/to-domain.ts';
import type { OcpApi } from './api.ts';
import { readList } from './listing.ts';
import { readTaskRecord } from './read-record.ts';

const TASKS = '/api/v2/tasks/instances';
/** So many tasks of a cluster are read in detail: a move-out that was just sent is among the newest. */
const IN_DETAIL = 10;

/** undefined when the OCP says that there is no such task. Throws OcpFault. */
export async function readTask(api: OcpApi, taskId: number): Promise<Task | undefined> {
  const data = await api.find(`${TASKS}/${taskId}`);
  if (data === undefined) return undefined;
  const task = toTask(readTaskRecord(api.connection.name, data));
  if (task.id === taskId) return task;
  const message = `OCP ${api.connection.name} gave task ${task.id} when task ${taskId} was asked for.`;
  throw new OcpFault({ message }, { unanswered: true });
}

/** The records of every task that runs, as the list has them: without subtasks. */
export async function runningTasks(api: OcpApi): Promise<readonly TaskRecord[]> {
  const records = await readList(api, 'running tasks', TASKS, { status: 'RUNNING' });
  return records.map((record) => readTaskRecord(api.connection.name, record));
}

/**
 * The tasks of a cluster, the newest first: by their ids, since the times are those of a clock that is not ours. The list says
 * little of each, so the newest are read in detail: what hosts a move-out takes may stand there. The filter of the call is not
 * relied on.
 */
export async function tasksOf(api: OcpApi, clusterId: number): Promise<readonly Task[]> {
  const records = await readList(api, 'tasks', TASKS, { clusterId });
  const own = records
    .map((record) => readTaskRecord(api.connection.name, record))
    .filter((record) => record.clusterId == null || record.clusterId === clusterId)
    .toSorted((a, b) => b.id - a.id);
  const newest = await Promise.all(own.slice(0, IN_DETAIL).map(({ id }) => readTask(api, id)));
  return own
    .flatMap((record, at) => newest[at] ?? toTask(record))
    .filter((task) => isTaskOf(task, clusterId));
}

/** A subtask that has not run may have no log yet. */
const logAnswer = z.looseObject({ log: z.string().nullish() }).optional();

/** What may be done to a task, and its logs. What OCP answers to it is not relied on: the task is read again. */
export function taskRequests(
  api: OcpApi,
): Pick<Ocp, 'subtaskLog' | 'retryTask' | 'skipSubtask' | 'rollBackTask'> {
  return {
    async subtaskLog(taskId, subtaskId) {
      const data = await api.get(`${TASKS}/${taskId}/subtasks/${subtaskId}/log`);
      const read = logAnswer.safeParse(data);
      if (read.success) return read.data?.log ?? '';
      const message = `OCP ${api.connection.name} gave a log that cannot be read: its field log is of another kind than expected.`;
      throw new OcpFault({ message }, { unanswered: true });
    },
    async retryTask(taskId) {
      await api.post(`${TASKS}/${taskId}/retry`);
    },
    async skipSubtask(taskId, subtaskId) {
      await api.post(`${TASKS}/${taskId}/subtasks/${subtaskId}/skip`);
    },
    async rollBackTask(taskId) {
      await api.post(`${TASKS}/${taskId}/rollback`);
    },
  };
}
