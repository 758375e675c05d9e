/** Runs the tasks of the embedded OCP in this process: each subtask takes its pace, then its work and its end are stored as one. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../workflow/ports.ts';
import { wireTime } from '../wire/wire-time.ts';
import type { OcpState } from './ocp-state.ts';
import type { OcpStore } from './ocp-store.ts';
import { type Beat, beat, perform } from './run-task.ts';

/** After a failed write the engine tries again after so many milliseconds. */
const AGAIN_MS = 1_000;

export interface TaskEngine {
  /** Goes on with a task that may run: a new one, or one that was retried, skipped or rolled back. */
  wake(taskId: number): void;
  /** Goes on with every task that was running when the state was opened. Safe to repeat. */
  resume(): void;
  /** Starts nothing more and waits for what is being written. What ran is run again after the next start. */
  stop(): Promise<void>;
}

/** `paceMs` is how long a subtask takes; `onFault` hears of writes that failed, which are tried again until they succeed. */
export function createTaskEngine(options: {
  readonly store: OcpStore;
  readonly clock: Clock;
  readonly paceMs: number;
  readonly onFault: (error: unknown) => void;
}): TaskEngine {
  const { store, clock, paceMs, onFault } = options;
  const stopping = new AbortController();
  const working = new Set<Promise<void>>();
  let interrupted = runningIn(store.state());

  /** Ends early when the engine is stopped. */
  async function waited(ms: number): Promise<void> {
    if (ms > 0) await pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  }

  async function apply(taskId: number, change: (state: OcpState, now: string) => Beat): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const started = await store.update((state) => {
          const next = change(state, wireTime(clock.now()));
          return [next.state, next.started];
        });
        for (const subtaskId of started) begin(taskId, subtaskId);
        return;
      } catch (error) {
        onFault(error);
        await waited(AGAIN_MS);
      }
    }
  }

  function track(work: Promise<void>): void {
    working.add(work);
    void work.finally(() => working.delete(work));
  }

  function begin(taskId: number, subtaskId: number): void {
    track(waited(paceMs).then(() => apply(taskId, (state, now) => perform(state, taskId, subtaskId, now))));
  }

  function wake(taskId: number): void {
    track(apply(taskId, (state, now) => beat(state, taskId, now)));
  }

  return {
    wake,
    resume() {
      for (const { taskId, subtaskIds } of interrupted) {
        for (const subtaskId of subtaskIds) begin(taskId, subtaskId);
        wake(taskId);
      }
      interrupted = [];
    },
    async stop() {
      stopping.abort();
      await Promise.all(working);
    },
  };
}

function runningIn(state: OcpState): readonly { taskId: number; subtaskIds: readonly number[] }[] {
  return state.tasks
    .filter(({ record }) => record.status === 'RUNNING')
    .map(({ record }) => ({
      taskId: record.id,
      subtaskIds: record.subtasks.filter(({ status }) => status === 'RUNNING').map(({ id }) => id),
    }));
}
