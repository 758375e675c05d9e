/** The subtasks of a task, in stages: each awaits all of the stage before it. */
import type { SubtaskRecord, TaskRecord } from '../wire/records.ts';
import { newTraceId } from '../wire/refusal.ts';

/** One subtask to be. */
export interface Step {
  /** What it does, for the engine that runs it. */
  readonly className: string;
  readonly name: string;
  readonly host?: { readonly id: number; readonly name: string };
  /** From its start on the task can no longer be rolled back. */
  readonly prohibitRollback?: boolean;
}

/** A task that begins now, as its record; `now` is as OCP writes times. */
export function taskBegun(
  task: Pick<TaskRecord, 'id' | 'name' | 'clusterId' | 'context' | 'subtasks'>,
  now: string,
): TaskRecord {
  const state = {
    type: 'MANUAL',
    status: 'RUNNING',
    operation: 'EXECUTE',
    creator: 'admin',
    prohibitRollback: false,
  };
  return { ...task, ...state, createTime: now, startTime: now, traceId: newTraceId() };
}

/** The subtasks with their numbers. `lastSubtaskId`: they take the ids after this one. `now` is as OCP writes times. */
export function numbered(
  stages: readonly (readonly Step[])[],
  { lastSubtaskId, now }: { readonly lastSubtaskId: number; readonly now: string },
): SubtaskRecord[] {
  let seriesId = 0;
  const named = stages.map((stage) =>
    stage.map((step) => ({ step, seriesId: ++seriesId, id: lastSubtaskId + seriesId })),
  );
  const idsOf = (depth: number) => (named[depth] ?? []).map(({ id }) => id);
  return named.flatMap((stage, depth) =>
    stage.map(({ step, ...numbers }, index) => ({
      ...numbers,
      ...pending(step, now),
      parallelIdx: stage.length > 1 ? index : -1,
      upstreams: idsOf(depth - 1),
      downstreams: idsOf(depth + 1),
    })),
  );
}

function pending({ className, name, host, prohibitRollback }: Step, createTime: string) {
  return {
    className,
    name,
    status: 'PENDING',
    operation: 'EXECUTE',
    runTime: 0,
    prohibitRollback: prohibitRollback === true,
    context: host && { stringMap: { hostId: String(host.id), hostName: host.name } },
    createTime,
  };
}
