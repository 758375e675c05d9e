/**
 * The two generations in which OCP spells its records: 4.2 and 4.3.5. What differs is what clients are known to have met: names of
 * fields, texts in place of numbers and objects, and which parameters a move-out knows.
 */
import type { SubtaskRecord, TaskRecord } from '../wire/records.ts';

export const VERSIONS = ['4.2.1', '4.3.5'] as const;
/** The version that a server says it is. */
export type OcpVersion = (typeof VERSIONS)[number];

/** Whether a version spells as the older generation. */
export function isOlder(version: OcpVersion): boolean {
  return version === '4.2.1';
}

/** What `page` of a list says. */
export function pageOf(
  version: OcpVersion,
  { total, number, size }: { readonly total: number; readonly number: number; readonly size: number },
): object {
  const pages = Math.ceil(total / size);
  const counted = isOlder(version) ? { totalPage: pages } : { totalPages: pages };
  return { totalElements: total, ...counted, number, size };
}

/** `error.code` was a text in the older generation. */
export function codeOf(version: OcpVersion, code: string): number | string {
  return isOlder(version) ? code : Number(code);
}

/** The cluster of a task, as far as it is still known. */
export interface TaskCluster {
  readonly id: number;
  readonly name: string;
  readonly obClusterId: number;
  readonly type: string;
}

/** A task as its detail shows it. */
export function taskDetail(version: OcpVersion, task: TaskRecord, cluster: TaskCluster | undefined): object {
  const { subtasks, context, clusterId, traceId: _traceId, ...fields } = task;
  const common = {
    ...fields,
    cluster: shownCluster(cluster) ?? { id: clusterId },
    creator: { id: 100, name: 'admin' },
    executor: '127.0.0.1',
    taskDefinitionId: 6,
  };
  if (isOlder(version))
    return { ...common, context: contextText(context), subtasks: subtasks.map(olderSubtask) };
  return { ...common, clusterId, context, subtasks: subtasks.map(newerSubtask) };
}

/** A task as the answer to what started it: flat in the newer generation; the older one called its subtasks `tasks`. */
export function taskBegun(version: OcpVersion, task: TaskRecord, cluster: TaskCluster | undefined): object {
  const detail = taskDetail(version, task, cluster);
  if (!isOlder(version)) return { ...detail, creator: 'admin', clusterId: task.clusterId };
  return {
    ...detail,
    subtasks: undefined,
    tasks: task.subtasks.map(olderSubtask),
    clusterId: task.clusterId,
  };
}

function shownCluster(cluster: TaskCluster | undefined): TaskCluster | undefined {
  if (cluster === undefined) return undefined;
  const { id, name, obClusterId, type } = cluster;
  return { id, name, obClusterId, type };
}

/** A task as a list shows it: without subtasks, and without what it was started with. */
export function taskInList(task: TaskRecord, cluster: TaskCluster | undefined): object {
  const { subtasks: _subtasks, context: _context, traceId: _traceId, ...fields } = task;
  return { ...fields, clusterName: cluster?.name, creator: 'admin', executor: '127.0.0.1' };
}

function newerSubtask(subtask: SubtaskRecord): object {
  return {
    ...subtask,
    description: subtask.name,
    nodeType: 'JAVA_TASK',
    executor: '127.0.0.1',
    timeout: 3_600,
  };
}

function olderSubtask({ context, downstreams, parallelIdx, ...fields }: SubtaskRecord): object {
  return {
    ...newerSubtask({ ...fields, downstreams, parallelIdx }),
    context: contextText(context),
    downstreams: undefined,
    downstream: downstreams,
    parallelIdx: undefined,
    paralleIdx: parallelIdx,
  };
}

function contextText(context: unknown): string | undefined {
  return context == null ? undefined : JSON.stringify(context);
}
