import { schedule } from 'node-cron';
import type { Journal } from '../workflow/ports.ts';

interface SweepOptions {
  readonly journal: Pick<Journal, 'active'>;
  /** Is given the ids of all active requests. */
  wakeAll(ids: readonly string[]): void;
  /** What else is to be done once a minute. */
  alsoDo?(): Promise<void>;
  /** Is told when the active requests could not be read, or a sweep took so long that the next one was left out. */
  onFault(error: unknown): void;
}

/**
 * Wakes every active request once a minute, so that nothing sleeps for ever, whatever became of its timer. `stop` resolves when
 * a sweep under way has ended.
 */
export function startSweep({ journal, wakeAll, alsoDo, onFault }: SweepOptions): { stop(): Promise<void> } {
  let running = Promise.resolve();

  async function sweep(): Promise<void> {
    try {
      const dossiers = await journal.active();
      wakeAll(dossiers.map(({ request }) => request.id));
      await alsoDo?.();
    } catch (error) {
      onFault(error);
    }
  }

  const task = schedule(
    '* * * * *',
    () => {
      running = sweep();
      return running;
    },
    {
      name: 'sweep',
      noOverlap: true,
      timezone: 'UTC',
      unref: true,
      // A minute missed while the machine slept is made up for by the next one.
      suppressMissedWarning: true,
      // Or node-cron writes to the console.
      logger: { debug: nothing, info: nothing, warn: onFault, error: onFault },
    },
  );

  async function stop(): Promise<void> {
    await task.destroy();
    await running;
  }

  return { stop };
}

function nothing(): void {}
