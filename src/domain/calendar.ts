/**
 * When runs may start: off-peak windows, and freeze periods in which nothing starts. Whole days and windows are evaluated on the
 * clock of one time zone, daylight saving included.
 */
import { DateTime } from 'luxon';
import {
  currentOrNextWindow,
  isAlwaysOffPeak,
  isOffPeak,
  type OffPeak,
  type OffPeakWindow,
} from './off-peak.ts';

/** A time in which nothing starts: `from` belongs to it, `to` does not. */
export interface FreezePeriod {
  readonly from: Date;
  readonly to: Date;
}

/** What an administrator configured about time. */
export interface Calendar {
  /** An IANA name. */
  readonly timezone: string;
  /** Absent when none are configured; then every hour is as good as another. */
  readonly offPeak?: OffPeak | undefined;
  /** In order; none touches another. */
  readonly freeze: readonly FreezePeriod[];
}

/** Nothing is configured about time. */
export const EVERY_HOUR: Calendar = { timezone: 'UTC', freeze: [] };

/** A week has at most so many windows, and no freeze is looked past for longer than a year. */
const LOOK_AHEAD_MS = 366 * 24 * 3_600_000;

/**
 * Reads freeze periods as an administrator writes them: dates and ranges of dates, both ends included, separated by `;` or `,`, such as
 * `2026-11-11; 2026-12-24..2027-01-02`. `fault` is a sentence that names the part that is wrong.
 */
export function parseFreeze(
  text: string,
  timezone: string,
): { freeze: readonly FreezePeriod[] } | { fault: string } {
  const periods: FreezePeriod[] = [];
  for (const part of text.split(/[;,]/).map((piece) => piece.trim())) {
    if (part === '') continue;
    const period = parsePeriod(part, timezone);
    if ('fault' in period) return period;
    periods.push(period);
  }
  return periods.length === 0
    ? { fault: 'There is no date in it; write for example 2026-12-24..2027-01-02.' }
    : { freeze: joined(periods) };
}

function parsePeriod(part: string, timezone: string): FreezePeriod | { fault: string } {
  const [first = '', last = first, ...more] = part.split(/\s*(?:\.\.|\bto\b)\s*/);
  if (more.length > 0)
    return { fault: `"${part}" is no range of dates; write for example 2026-12-24..2027-01-02.` };
  const from = dayOf(first, timezone);
  const to = dayOf(last, timezone);
  const wrong = from === undefined ? first : last;
  if (from === undefined || to === undefined)
    return { fault: `"${wrong}" is no date; write year, month and day, such as 2026-12-24.` };
  if (to < from) return { fault: `"${part}" ends before it begins.` };
  return { from: from.toJSDate(), to: to.plus({ days: 1 }).startOf('day').toJSDate() };
}

/** When a day (`2026-11-30`) begins on the clock of an IANA zone; undefined when there is no such day. */
export function dayBegin(text: string, timezone: string): Date | undefined {
  return dayOf(text, timezone)?.toJSDate();
}

/** The beginning of a day; a day whose midnight daylight saving skips begins when the clocks jump. */
function dayOf(text: string, timezone: string): DateTime | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = DateTime.fromISO(text, { zone: timezone });
  return day.isValid ? day.startOf('day') : undefined;
}

function joined(periods: readonly FreezePeriod[]): FreezePeriod[] {
  const all: FreezePeriod[] = [];
  for (const next of [...periods].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = all.at(-1);
    if (last === undefined || next.from > last.to) all.push(next);
    else if (next.to > last.to) all[all.length - 1] = { from: last.from, to: next.to };
  }
  return all;
}

/** The end of the freeze period in which `now` lies; undefined outside of all. */
export function frozenUntil({ freeze }: Calendar, now: Date): Date | undefined {
  return freeze.find(({ from, to }) => from <= now && now < to)?.to;
}

/** Whether there are hours outside of the off-peak hours: where none are configured, or they never end, every hour is as good as another. */
export function hasPeakHours({ offPeak }: Calendar): boolean {
  return offPeak !== undefined && !isAlwaysOffPeak(offPeak);
}

/** Whether off-peak hours are configured and `time` lies outside of them. */
export function isOutsideWindows({ offPeak }: Calendar, time: Date): boolean {
  return offPeak !== undefined && !isOffPeak(offPeak, time);
}

/**
 * The off-peak window that is open or comes next, as far as something may start in it: what a freeze period covers of it is cut off.
 * Undefined when none are configured, or a freeze leaves none within a year.
 */
export function nextWindow(calendar: Calendar, now: Date): OffPeakWindow | undefined {
  const { offPeak, freeze } = calendar;
  if (offPeak === undefined) return undefined;
  const end = now.getTime() + LOOK_AHEAD_MS;
  for (let at = now; at.getTime() < end; ) {
    const window = currentOrNextWindow(offPeak, at);
    const part = unfrozen(window, freeze).find(({ to }) => to > now);
    if (part !== undefined) return part;
    at = window.to;
  }
  return undefined;
}

/** What freeze periods leave of a window, in order. */
function unfrozen(window: OffPeakWindow, freeze: readonly FreezePeriod[]): OffPeakWindow[] {
  const parts: OffPeakWindow[] = [];
  let from = window.from;
  for (const period of freeze) {
    if (period.to <= from || period.from >= window.to) continue;
    if (period.from > from) parts.push({ from, to: period.from });
    from = period.to;
  }
  return from < window.to ? [...parts, { from, to: window.to }] : parts;
}

/** The window in which `time` lies, to its end or to the next freeze; undefined outside of all, and where none are configured. */
export function windowAt(calendar: Calendar, time: Date): OffPeakWindow | undefined {
  const window = nextWindow(calendar, time);
  return window !== undefined && window.from <= time ? window : undefined;
}
