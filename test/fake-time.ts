import type { Clock, Timers } from '../src/workflow/ports.ts';

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

/** Timers under a clock that stands still until `next` moves it to the next timer. */
export function fakeTimers(clock: Clock, wait: (ms: number) => void) {
  const waiting = new Set<Timer>();
  const timers: Timers = {
    after(ms, act) {
      const timer = { at: clock.now().getTime() + Math.max(ms, 0), act };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
  };
  return {
    timers,
    /** Lets time go by until the next timer is due, and calls it; false when there is none. */
    next(): boolean {
      let first: Timer | undefined;
      for (const timer of waiting) if (first === undefined || timer.at < first.at) first = timer;
      if (first === undefined) return false;
      waiting.delete(first);
      wait(Math.max(0, first.at - clock.now().getTime()));
      first.act();
      return true;
    },
  };
}
