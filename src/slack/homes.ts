/** The App Homes that people have open: fresh when opened, and freshened while things change. */
import type { Clock, Timers } from '../workflow/ports.ts';

interface HomesOptions {
  /** Reads what somebody's home shows, and shows it. */
  publish(person: string): Promise<void>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Is told of a home that could not be shown; it is tried again when it may be shown again. */
  onFault(person: string, error: unknown): void;
}

export interface Homes {
  /** Somebody opened the home: it is shown at once as things are now; by who opens it again and again, once in 2 s. */
  opened(person: string): void;
  /** Something changed: the homes that were opened within the hour follow, each at most once in 30 s. */
  changed(): void;
  /** Somebody acted in the home, by a click or in a form that it opened, and waits to see it. */
  acted(person: string): void;
  stop(): void;
}

interface Home {
  openedAt: number;
  /** When it was shown last, and from when on it may be shown again. */
  shownAt: number;
  nextAt: number;
  isDirty: boolean;
  isBusy: boolean;
  cancel?: (() => void) | undefined;
}

const NEVER = Number.NEGATIVE_INFINITY;
const APART_MS = 30_000;
/** Between two that somebody looks for, by opening the home again. */
const OPENINGS_APART_MS = 2_000;
/** Slack tells of no closing: so long after the opening nobody is thought to look any more. */
const OPEN_MS = 3_600_000;

function unseen(): Home {
  return { openedAt: 0, shownAt: NEVER, nextAt: NEVER, isDirty: true, isBusy: false };
}

export function createHomes({ publish, clock, timers, onFault }: HomesOptions): Homes {
  const homes = new Map<string, Home>();

  function opened(person: string): void {
    const home = homes.get(person) ?? unseen();
    homes.set(person, home);
    home.openedAt = now();
    home.nextAt = Math.min(home.nextAt, home.shownAt + OPENINGS_APART_MS);
    home.isDirty = true;
    show(person, home);
  }

  function acted(person: string): void {
    const home = homes.get(person);
    if (home === undefined) {
      opened(person);
      return;
    }
    home.openedAt = now();
    home.nextAt = NEVER;
    home.isDirty = true;
    show(person, home);
  }

  function changed(): void {
    for (const [person, home] of homes) {
      home.isDirty = true;
      show(person, home);
    }
  }

  /** Now, or when it may be shown again; not at all when nobody is thought to look any more. */
  function show(person: string, home: Home): void {
    if (home.isBusy || !home.isDirty || homes.get(person) !== home) return;
    home.cancel?.();
    if (now() - home.openedAt > OPEN_MS) {
      homes.delete(person);
      return;
    }
    const wait = home.nextAt - now();
    if (wait > 0) {
      home.cancel = timers.after(wait, () => show(person, home));
      return;
    }
    home.isBusy = true;
    home.isDirty = false;
    home.shownAt = now();
    home.nextAt = home.shownAt + APART_MS;
    void publish(person)
      .catch((error: unknown) => {
        // What it shows may be over: people decide by it. It is tried again as if something had changed.
        home.isDirty = true;
        onFault(person, error);
      })
      .finally(() => {
        home.isBusy = false;
        show(person, home);
      });
  }

  function now(): number {
    return clock.now().getTime();
  }

  function stop(): void {
    for (const home of homes.values()) home.cancel?.();
    homes.clear();
  }

  return { opened, changed, acted, stop };
}
