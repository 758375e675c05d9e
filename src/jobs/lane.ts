import type { Clock, Timers } from '../workflow/ports.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Then the clock is looked at again: no timer is as exact for longer. */
const LONGEST_SLEEP_MS = 24 * 3_600_000;
/** Between a timer and the clock. */
const INEXACT_MS = 1_000;

interface LaneOptions {
  /** One pass over a request; gives when the next one is due, if one is. */
  pass(id: string): Promise<Date | undefined>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Is told of a pass that threw, and how many times in a row the request's passes threw the same; must not throw itself. */
  onFault(id: string, error: unknown, times: number): void;
}

/** Passes over requests, at most one at a time for each of them. */
export interface Lane {
  /** Causes a pass over the request, or one more after the present one. Does nothing once stopped. */
  wake(id: string): void;
  /** The passes under way; empty when the lane rests. */
  running(): readonly Promise<void>[];
  /** Begins no pass any more; resolves when those under way have ended. */
  stop(): Promise<void>;
}

/** Where a request stands in the lane. */
interface Place {
  wanted: boolean;
  running: Promise<void> | undefined;
  /** Cancels the timer of the next pass. */
  cancel: (() => void) | undefined;
  /** How many passes in a row threw. */
  faults: number;
  /** The last fault, and how many times in a row it was the same one. */
  same: { readonly fault: string; readonly times: number } | undefined;
}

/**
 * A lane. A pass that throws is made again after 1 s, 2 s, 4 s and so on up to a minute, or when the request is woken; requests
 * do not wait for each other.
 */
export function createLane({ pass, clock, timers, onFault }: LaneOptions): Lane {
  const places = new Map<string, Place>();
  let stopped = false;

  function wake(id: string): void {
    if (stopped) return;
    const place = places.get(id) ?? {
      wanted: false,
      running: undefined,
      cancel: undefined,
      faults: 0,
      same: undefined,
    };
    places.set(id, place);
    place.cancel?.();
    place.wanted = true;
    place.running ??= run(id, place);
  }

  async function run(id: string, place: Place): Promise<void> {
    // Never inside the caller of wake; and its further wakes are met by this pass.
    await Promise.resolve();
    let next: (() => void) | undefined;
    while (place.wanted && !stopped) {
      place.wanted = false;
      next = await passed(id, place);
    }
    place.running = undefined;
    if (next === undefined) places.delete(id);
    else if (!stopped) next();
  }

  /** Makes a pass, and gives what sets the timer for the next one. */
  async function passed(id: string, place: Place): Promise<(() => void) | undefined> {
    try {
      const due = await pass(id);
      place.faults = 0;
      place.same = undefined;
      return due && (() => sleepUntil(id, place, due));
    } catch (error) {
      const pause = Math.min(FIRST_RETRY_MS * 2 ** place.faults, LONGEST_RETRY_MS);
      place.faults += 1;
      const fault = String(error);
      place.same = { fault, times: place.same?.fault === fault ? place.same.times + 1 : 1 };
      onFault(id, error, place.same.times);
      return () => {
        place.cancel = timers.after(pause, () => wake(id));
      };
    }
  }

  /** A pass is made when it is due, and no later than when as much time went by: the clock may be set back meanwhile, by hours. */
  function sleepUntil(id: string, place: Place, due: Date): void {
    const begun = clock.now().getTime();
    const ms = Math.min(due.getTime() - begun, LONGEST_SLEEP_MS);
    place.cancel = timers.after(ms, () => {
      const now = clock.now().getTime();
      const isSetBack = now < begun + ms - INEXACT_MS;
      if (isSetBack || now >= due.getTime()) wake(id);
      else sleepUntil(id, place, due);
    });
  }

  function running(): readonly Promise<void>[] {
    return [...places.values()].flatMap((place) => place.running ?? []);
  }

  async function stop(): Promise<void> {
    stopped = true;
    for (const place of places.values()) place.cancel?.();
    await Promise.all(running());
  }

  return { wake, running, stop };
}
