import type { Clock, Jobs, Timers } from '../workflow/ports.ts';
import { createLane } from './lane.ts';

interface LanesOptions {
  /** Makes the world follow a request's journal; gives when to be called again, if ever. */
  advance(id: string): Promise<Date | undefined>;
  /** Makes Slack follow a request's journal; gives when to be called again, if ever. */
  publish(id: string): Promise<Date | undefined>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Is told of a pass that threw, and how many times in a row the passes of this lane threw the same; must not throw itself. */
  onFault(lane: 'advance' | 'publish', id: string, error: unknown, times: number): void;
}

export interface Lanes extends Jobs {
  wakeAll(ids: Iterable<string>): void;
  /** Resolves when no pass is under way; timers may be set. */
  idle(): Promise<void>;
  /** Begins no pass any more; resolves when those under way have ended. */
  stop(): Promise<void>;
}

/**
 * The two lanes of every request, in this process. `wake` causes a pass in both, `publish` one in that lane; a pass of advance causes one of publish, since
 * it may have recorded something, even when it failed after that. Neither lane waits for the other, nor a request for another:
 * an outage of Slack stalls no run.
 */
export function createLanes({ advance, publish, clock, timers, onFault }: LanesOptions): Lanes {
  const publishing = createLane({
    pass: publish,
    clock,
    timers,
    onFault: (id, error, times) => onFault('publish', id, error, times),
  });
  const advancing = createLane({
    async pass(id) {
      try {
        return await advance(id);
      } finally {
        publishing.wake(id);
      }
    },
    clock,
    timers,
    onFault: (id, error, times) => onFault('advance', id, error, times),
  });

  function wake(id: string): void {
    advancing.wake(id);
    publishing.wake(id);
  }

  function wakeAll(ids: Iterable<string>): void {
    for (const id of ids) wake(id);
  }

  async function idle(): Promise<void> {
    for (let under = running(); under.length > 0; under = running()) await Promise.all(under);
  }

  function running(): readonly Promise<void>[] {
    return [...advancing.running(), ...publishing.running()];
  }

  async function stop(): Promise<void> {
    await Promise.all([advancing.stop(), publishing.stop()]);
  }

  return { wake, publish: publishing.wake, wakeAll, idle, stop };
}
