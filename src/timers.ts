import type { Clock, Timers } from './workflow/ports.ts';

/** The longest time that setTimeout takes, in milliseconds; anything longer would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Node's timers. They keep no process alive; a time beyond 24 days is cut to that. */
export const systemTimers: Timers = {
  after(ms, act) {
    const timer = setTimeout(act, Math.min(Math.max(ms, 0), LONGEST_MS)).unref();
    return () => clearTimeout(timer);
  },
};

/** A clock for pauses: it is never set back or forward, so that a corrected time of day holds nothing up. */
export const steadyClock: Clock = {
  now: () => new Date(performance.timeOrigin + performance.now()),
};
