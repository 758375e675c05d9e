/**
 * Whose turn it is to call Slack. Messages of one channel wait in one line, and edits of all channels in another, since Slack
 * counts them so: about one message a second in a channel, and 50 edits a minute in a workspace. Nobody sleeps in a line: a
 * pass that has no turn ends, and its request is woken when it is next; so it says what is true then, not what was true
 * when it came. Calls that a person waits for do not come here at all.
 */
import type { Clock, Timers } from '../workflow/ports.ts';

/** How urgent a call is: first what somebody must see or waits for, then milestones, then progress. */
export type Rank = 'alert' | 'milestone' | 'progress';

export interface Pacer {
  /**
   * Takes the turn of a request in a line, if it is next and there is room; then it calls at once. Else the request waits, by rank
   * and then by age, and is woken when its turn has come. It waits once in a line; asking again may change its rank.
   */
  takes(line: string, id: string, rank: Rank): boolean;
  /** The call for which a turn was taken has ended, well or not: what is on its way still counts. */
  ended(line: string, id: string): void;
  /** Slack asks to wait: nobody has a turn in that line for `ms` milliseconds. */
  hold(line: string, ms: number): void;
}

/** The line of all edits; any other line is named by its channel. */
export const EDITS = 'edits';

interface Limit {
  /** Milliseconds, when a minute has 60,000. */
  readonly windowMs: number;
  /** How many calls any such window may hold for a call of that rank to be made; the rest is kept for better ranks. */
  readonly most: Readonly<Record<Rank, number>>;
}

/** Slack lets short bursts pass, but does not say how short: here there are none. */
const MESSAGE_LIMIT: Limit = { windowMs: 1_000, most: { alert: 1, milestone: 1, progress: 1 } };
/** Below the 50 a minute of Slack's tier, since Slack measures when they arrive. */
const EDIT_LIMIT: Limit = { windowMs: 60_000, most: { alert: 45, milestone: 45, progress: 30 } };
/** A call that does not end holds its line up no longer than this. */
const LONGEST_CALL_MS = 3_000;
/** Whoever was woken and does not come has lost its place, and may ask again. */
const PATIENCE_MS = 2_000;
const ORDER: readonly Rank[] = ['alert', 'milestone', 'progress'];

interface Waiting {
  readonly id: string;
  readonly rank: Rank;
  /** Counts up: whoever came first has the lower one. */
  readonly place: number;
}

interface Line {
  readonly limit: Limit;
  readonly waiting: Map<string, Waiting>;
  /** The turns that were taken within the last window, by when their calls ended or will have ended. */
  taken: readonly { readonly id: string; readonly at: number }[];
  heldUntil: number;
  /** The place of whoever was woken for its turn and has not come yet. */
  called: number | undefined;
  /** Whose turn a timer is set for, by place, and when. */
  due: { readonly place: number; readonly at: number } | undefined;
  cancel: (() => void) | undefined;
}

interface PacerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Causes a pass over the request. */
  wake(id: string): void;
  /** How long a minute is, in milliseconds; shorter in tests. */
  readonly minuteMs?: number | undefined;
}

export function createPacer({ clock, timers, wake, minuteMs = 60_000 }: PacerOptions): Pacer {
  const lines = new Map<string, Line>();
  let places = 0;

  function takes(name: string, id: string, rank: Rank): boolean {
    const line = lineOf(name);
    places += 1;
    const place = line.waiting.get(id)?.place ?? places;
    line.waiting.set(id, { id, rank, place });
    if (line.called === place) line.called = undefined;
    const now = nowMs();
    const isTurn = nextIn(line)?.id === id && roomAt(line, rank) <= now;
    if (isTurn) {
      line.waiting.delete(id);
      line.taken = [...line.taken, { id, at: now + LONGEST_CALL_MS }];
    }
    callNext(line);
    return isTurn;
  }

  function ended(name: string, id: string): void {
    const line = lineOf(name);
    const now = nowMs();
    const others = line.taken.filter((turn) => turn.id !== id || turn.at <= now);
    line.taken = [...others, { id, at: now }].sort((one, other) => one.at - other.at);
    line.called = undefined;
    callNext(line);
  }

  function hold(name: string, ms: number): void {
    const line = lineOf(name);
    line.heldUntil = Math.max(line.heldUntil, nowMs() + ms);
    line.called = undefined;
    callNext(line);
  }

  function lineOf(name: string): Line {
    const known = lines.get(name);
    if (known !== undefined) return known;
    const limit = name === EDITS ? EDIT_LIMIT : MESSAGE_LIMIT;
    const line: Line = {
      limit,
      waiting: new Map(),
      taken: [],
      heldUntil: 0,
      called: undefined,
      due: undefined,
      cancel: undefined,
    };
    lines.set(name, line);
    return line;
  }

  /** When there is room for a call of that rank, as far as is known now. */
  function roomAt(line: Line, rank: Rank): number {
    const windowMs = (line.limit.windowMs * minuteMs) / 60_000;
    const begin = nowMs() - windowMs;
    line.taken = line.taken.filter(({ at }) => at > begin);
    const inTheWay = line.taken.at(-line.limit.most[rank]);
    return Math.max(line.heldUntil, inTheWay === undefined ? 0 : inTheWay.at + windowMs);
  }

  /** Wakes whoever is next when there is room for it, unless somebody who was woken is on its way. */
  function callNext(line: Line): void {
    const next = nextIn(line);
    if (next !== undefined && line.called === next.place) return;
    const at = next === undefined ? 0 : roomAt(line, next.rank);
    // Set anew at every call of others, it would never fire while they come.
    if (next !== undefined && line.due?.place === next.place && line.due.at === at) return;
    line.cancel?.();
    line.called = undefined;
    line.due = undefined;
    if (next === undefined) return;
    line.due = { place: next.place, at };
    line.cancel = timers.after(at - nowMs(), () => {
      line.due = undefined;
      line.called = next.place;
      line.cancel = timers.after(PATIENCE_MS, () => {
        line.waiting.delete(next.id);
        callNext(line);
      });
      wake(next.id);
    });
  }

  function nowMs(): number {
    return clock.now().getTime();
  }

  return { takes, ended, hold };
}

function nextIn({ waiting }: Line): Waiting | undefined {
  let best: Waiting | undefined;
  for (const each of waiting.values()) if (best === undefined || isBefore(each, best)) best = each;
  return best;
}

function isBefore(one: Waiting, other: Waiting): boolean {
  const byRank = ORDER.indexOf(one.rank) - ORDER.indexOf(other.rank);
  return byRank === 0 ? one.place < other.place : byRank < 0;
}
