/** When a request's run starts: what may be chosen, whether that is outside off-peak hours, and until when it must have started. */
import { type Calendar, frozenUntil, isOutsideWindows, nextWindow, windowAt } from './calendar.ts';
import type { Terms } from './events.ts';
import type { OffPeakWindow } from './off-peak.ts';

/** When a run is to start, as a person chooses it. */
export type StartChoice =
  | { readonly kind: 'when approved' }
  /** In the off-peak window that is open or comes next. */
  | { readonly kind: 'window' }
  /** Not before that moment. */
  | { readonly kind: 'at'; readonly at: Date };

/** Why a start cannot be chosen. */
export type StartFault =
  | { readonly why: 'frozen'; readonly until: Date }
  | { readonly why: 'no window' }
  | { readonly why: 'past' }
  | { readonly why: 'too far' };

/** How far ahead a start may be chosen; the encryption key stays sealed that long. In milliseconds. */
export const FARTHEST_START_MS = 30 * 24 * 3_600_000;

/** How long after its planned start a run may still start when nothing else is said, in milliseconds. */
export const START_TTL_MS = 6 * 3_600_000;

/**
 * The start as the terms of a request have it, and whether it lies outside the off-peak hours, where one more approval is needed. A
 * chosen moment within a window ends with that window.
 */
export function chooseStart(
  choice: StartChoice,
  calendar: Calendar,
  now: Date,
): { readonly start: Terms['start']; readonly outsideWindows: boolean } | StartFault {
  if (choice.kind === 'window') return inNextWindow(calendar, now);
  const time = choice.kind === 'at' ? choice.at : now;
  if (time < now) return { why: 'past' };
  if (isTooFar(time, now)) return { why: 'too far' };
  const until = frozenUntil(calendar, time);
  if (until !== undefined) return { why: 'frozen', until };
  const outsideWindows = isOutsideWindows(calendar, time);
  if (choice.kind === 'when approved') return { start: { kind: 'when approved' }, outsideWindows };
  const window = windowAt(calendar, time);
  const end = window === undefined ? {} : { until: window.to.toISOString() };
  return { start: { kind: 'at', at: time.toISOString(), ...end }, outsideWindows };
}

function isTooFar(time: Date, now: Date): boolean {
  return time.getTime() > now.getTime() + FARTHEST_START_MS;
}

/** Whether a start can be chosen at all: a freeze period that is now ends within the time for which one may be chosen. */
export function isSomeStartFree(calendar: Calendar, now: Date): boolean {
  const thaw = frozenUntil(calendar, now);
  return thaw === undefined || !isTooFar(thaw, now);
}

function inNextWindow(calendar: Calendar, now: Date): ReturnType<typeof chooseStart> {
  const window = nextWindow(calendar, now);
  if (window === undefined) return { why: 'no window' };
  if (isTooFar(window.from, now)) return { why: 'too far' };
  const start = { kind: 'window' as const, at: window.from.toISOString(), until: window.to.toISOString() };
  return { start, outsideWindows: false };
}

/** Whether a run that started when it may, at `now` or later, would be outside the off-peak hours, although its terms do not say so. */
export function isSuddenlyOutside({ start, outsideWindows }: Terms, calendar: Calendar, now: Date): boolean {
  if (outsideWindows === true) return false;
  const planned = start.kind === 'when approved' ? now : new Date(start.at);
  return isOutsideWindows(calendar, planned > now ? planned : now);
}

/** The quorum without the approval that a start outside the off-peak hours needs more. */
export function usualQuorum({ quorum, outsideWindows }: Pick<Terms, 'quorum' | 'outsideWindows'>): number {
  return outsideWindows === true ? quorum - 1 : quorum;
}

/** The terms with another start, and the quorum that this start needs. */
export function withStart<T extends Omit<Terms, 'fingerprint'>>(
  terms: T,
  { start, outsideWindows }: { readonly start: Terms['start']; readonly outsideWindows: boolean },
): T {
  const { outsideWindows: _, ...others } = terms;
  const quorum = usualQuorum(terms) + (outsideWindows ? 1 : 0);
  return { ...(others as T), start, quorum, ...(outsideWindows ? { outsideWindows: true } : {}) };
}

/** What somebody may choose who looks at the calendar at one moment. */
export interface StartOffers {
  /** The end of the freeze period that is now, in which nothing starts. */
  readonly frozenUntil: Date | undefined;
  /** Whether now is outside the off-peak hours. */
  readonly outsideWindows: boolean;
  /** The window that is open or comes next; undefined when none are configured, or a freeze leaves none within the time that may be chosen. */
  readonly window: OffPeakWindow | undefined;
  readonly isWindowOpen: boolean;
}

export function startOffers(calendar: Calendar, now: Date): StartOffers {
  const next = nextWindow(calendar, now);
  const window = next === undefined || isTooFar(next.from, now) ? undefined : next;
  return {
    frozenUntil: frozenUntil(calendar, now),
    outsideWindows: isOutsideWindows(calendar, now),
    window,
    isWindowOpen: window !== undefined && window.from <= now,
  };
}
