/**
 * Reads the running tasks of one OCP together. One call lists all that run; the detail of a task, which alone shows its
 * subtasks, is read when it ended, or when what is known of it is too old. So the calls grow less than the tasks.
 */
import type { Task } from '../../domain/cluster.ts';
import { type Clock, OcpFault } from '../../workflow/ports.ts';
import type { TaskRecord } from '../wire/records.ts';
import { averaged, lookPace } from './look-pace.ts';

/** So few tasks are read one by one. */
const ONE_BY_ONE = 2;
/** A list serves everybody who asks within so many milliseconds of its beginning. */
const SHARED_MS = 500;
/** So many details are read a second, of all tasks together. */
const DETAILS_PER_SECOND = 1;
/** A task that nobody asked about for so long, in milliseconds, is no longer followed. */
const FORGOTTEN_MS = 60_000;

export interface FollowedTasks {
  /** As it was at most some seconds ago while it runs; undefined when OCP knows no such task. Throws OcpFault. */
  look(taskId: number): Promise<Task | undefined>;
  /** Milliseconds to wait between two looks at a task, as OCP answers now. */
  lookEveryMs(): number;
}

/** The two reads that are needed; both throw OcpFault. */
export interface TaskReads {
  detail(taskId: number): Promise<Task | undefined>;
  /** The records of the tasks that run now; without subtasks. */
  running(): Promise<readonly TaskRecord[]>;
}

interface Followed {
  askedAt: number;
  /** What was read last, and when that reading began. */
  seen?: { readonly task: Task; readonly at: number };
}

type Running = ReadonlyMap<number, TaskRecord>;

export function createFollowedTasks(reads: TaskReads, clock: Clock): FollowedTasks {
  const followed = new Map<number, Followed>();
  let shared: { readonly since: number; readonly list: Promise<Running> } | undefined;
  let answerMs: number | undefined;

  function now(): number {
    return clock.now().getTime();
  }

  function follow(taskId: number): Followed {
    for (const [id, { askedAt }] of followed) if (now() - askedAt > FORGOTTEN_MS) followed.delete(id);
    const task = followed.get(taskId) ?? { askedAt: now() };
    task.askedAt = now();
    followed.set(taskId, task);
    return task;
  }

  async function timed<T>(read: () => Promise<T>): Promise<T> {
    const since = now();
    try {
      return await read();
    } finally {
      answerMs = averaged(answerMs, now() - since);
    }
  }

  function runningTasks(): Promise<Running> {
    if (shared !== undefined && now() - shared.since < SHARED_MS) return shared.list;
    const list = timed(reads.running).then(
      (records) => new Map(records.map((record) => [record.id, record])),
    );
    shared = { since: now(), list };
    return list;
  }

  /** Whether the task is listed as it was seen. An OCP that refuses the list is asked for every task by itself. */
  async function isAsSeen(taskId: number, entry: Followed): Promise<boolean> {
    try {
      return stands(entry, (await runningTasks()).get(taskId));
    } catch (error) {
      if (error instanceof OcpFault && !error.unanswered) return false;
      throw error;
    }
  }

  async function detail(taskId: number, entry: Followed): Promise<Task | undefined> {
    const at = now();
    const task = await timed(() => reads.detail(taskId));
    if (task === undefined || task.status !== 'RUNNING') followed.delete(taskId);
    else entry.seen = { task, at };
    return task;
  }

  /** Whether what was seen still stands: it runs in the same direction, and the detail is not too old for so many tasks. */
  function stands({ seen }: Followed, listed: TaskRecord | undefined): boolean {
    if (seen === undefined || listed === undefined) return false;
    if (listed.status !== seen.task.status || listed.operation !== seen.task.operation) return false;
    return now() - seen.at < (followed.size / DETAILS_PER_SECOND) * 1_000;
  }

  return {
    async look(taskId) {
      const entry = follow(taskId);
      if (followed.size <= ONE_BY_ONE || entry.seen === undefined) return detail(taskId, entry);
      const { task } = entry.seen;
      return (await isAsSeen(taskId, entry)) ? task : detail(taskId, entry);
    },
    lookEveryMs: () => lookPace(followed.size, answerMs ?? 0),
  };
}
