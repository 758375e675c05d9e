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
    /** Calls the timers that were due before this moment: one that is set for now fires no earlier than a real one, a millisecond later. */
    due(): void {
      const now = clock.now().getTime();
      for (const timer of [...waiting].filter(({ at }) => at < now)) {
        waiting.delete(timer);
        timer.act();
      }
    },
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
