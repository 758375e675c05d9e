/** The calls about tasks. */
import { type OcpState, taskOf } from '../embedded/ocp-state.ts';
import { subtaskOf } from '../embedded/task-machine.ts';
import {
  type Change,
  cancelSubtask,
  retry,
  retrySubtask,
  rollBack,
  skip,
} from '../embedded/task-requests.ts';
import type { TaskRecord } from '../wire/records.ts';
import { refusal } from '../wire/refusal.ts';
import { type Exchange, numberIn, type Reply, type Route } from './exchange.ts';
import { type TaskCluster, taskBegun, taskDetail, taskInList } from './generation.ts';
import { listed } from './list-query.ts';

const TASKS = '/api/v2/tasks/instances';
const SUBTASK = `${TASKS}/:id/subtasks/:subtask`;

export const TASK_ROUTES: readonly Route[] = [
  { method: 'GET', path: TASKS, handle: (exchange) => list(exchange) },
  {
    method: 'GET',
    path: `${TASKS}/:id`,
    handle: (exchange) => ({ kind: 'data', data: detailOf(exchange, taskIn(exchange)) }),
  },
  // One published client asks here.
  {
    method: 'GET',
    path: '/api/v2/tasks/:id',
    handle: (exchange) => ({ kind: 'data', data: detailOf(exchange, taskIn(exchange)) }),
  },
  { method: 'GET', path: `${SUBTASK}/log`, handle: (exchange) => log(exchange) },
  {
    method: 'POST',
    path: `${TASKS}/:id/retry`,
    handle: (exchange) => steered(exchange, (state) => retry(state, taskId(exchange))),
  },
  {
    method: 'POST',
    path: `${TASKS}/:id/rollback`,
    handle: (exchange) => steered(exchange, (state) => rollBack(state, taskId(exchange))),
  },
  {
    method: 'POST',
    path: `${SUBTASK}/retry`,
    handle: (exchange) => steered(exchange, (state) => retrySubtask(state, subtaskIn(exchange))),
  },
  {
    method: 'POST',
    path: `${SUBTASK}/skip`,
    handle: (exchange) => done(exchange, (state, now) => skip(state, subtaskIn(exchange), now)),
  },
  {
    method: 'POST',
    path: `${SUBTASK}/cancel`,
    handle: (exchange) => done(exchange, (state, now) => cancelSubtask(state, subtaskIn(exchange), now)),
  },
];

/** A task as this server's version shows it. */
function detailOf({ backend, version }: Exchange, task: TaskRecord): object {
  return taskDetail(version, task, clusterOf(backend.state(), task));
}

/** A task that was just begun, as this server's version answers it. */
export function begunOf({ backend, version }: Exchange, task: TaskRecord): object {
  return taskBegun(version, task, clusterOf(backend.state(), task));
}

/** The newest first. */
function list({ backend, query }: Exchange): Reply {
  const state = backend.state();
  const wanted = ['clusterId', 'clusterName', 'cluterName'].map(
    (name) => [name, query.get(name) ?? ''] as const,
  );
  const records = state.tasks
    .map(({ record }) => ({ ...taskInList(record, clusterOf(state, record)), ...record }))
    .toReversed()
    .filter((record) =>
      wanted.every(
        ([name, value]) =>
          value === '' || value === textOf(name === 'clusterId' ? record.clusterId : nameOf(state, record)),
      ),
    );
  const found = listed(records, query, { name: 'name', keyword: [] });
  return { kind: 'list', records: found.map((record) => taskInList(record, clusterOf(state, record))) };
}

function nameOf(state: OcpState, record: TaskRecord): string | undefined {
  return clusterOf(state, record)?.name;
}

function textOf(value: unknown): string {
  return value == null ? '' : String(value);
}

/** A cluster that is gone is still named by its task. */
function clusterOf(state: OcpState, { id, clusterId }: TaskRecord): TaskCluster | undefined {
  return state.clusters.find((cluster) => cluster.id === clusterId) ?? taskOf(state, id)?.subject?.cluster;
}

function taskId(exchange: Exchange): number {
  return taskIn(exchange).id;
}

function taskIn(exchange: Exchange): TaskRecord {
  const task = taskOf(exchange.backend.state(), numberIn(exchange, 'id'));
  if (task === undefined) throw refusal('taskNotFound', `There is no task ${exchange.params.id}.`);
  return task.record;
}

function subtaskIn(exchange: Exchange): { readonly taskId: number; readonly subtaskId: number } {
  const task = taskIn(exchange);
  const given = numberIn(exchange, 'subtask');
  return { taskId: task.id, subtaskId: subtaskOf(task, given).id };
}

function log(exchange: Exchange): Reply {
  const { taskId: id, subtaskId } = subtaskIn(exchange);
  return { kind: 'data', data: { log: taskOf(exchange.backend.state(), id)?.logs[subtaskId] ?? '' } };
}

async function steered(exchange: Exchange, change: (state: OcpState, now: string) => Change): Promise<Reply> {
  return { kind: 'data', data: detailOf(exchange, await exchange.backend.request(change)) };
}

async function done(exchange: Exchange, change: (state: OcpState, now: string) => Change): Promise<Reply> {
  await exchange.backend.request(change);
  return { kind: 'data' };
}
