/**
 * Off-peak hours: times of the week on the clock of one time zone, such as `Mon-Fri 22:00-06:00; Sat,Sun 00:00-24:00`.
 * OCP advises to migrate clusters then.
 */
import { DateTime, IANAZone } from 'luxon';
import { MINUTES_A_WEEK, parseWeek, type WeekWindow } from './week-windows.ts';

/** Off-peak hours as configured, and as they are computed with. */
export interface OffPeak {
  /** As it was configured. */
  readonly text: string;
  /** An IANA name. */
  readonly timezone: string;
  /** In order; none touches another. */
  readonly windows: readonly WeekWindow[];
}

/** One opening: `from` belongs to it, `to` does not. */
export interface OffPeakWindow {
  readonly from: Date;
  readonly to: Date;
}

/** Reads off-peak hours as an administrator writes them; `fault` is a sentence that names the part that is wrong. */
export function parseOffPeak(text: string, timezone: string): { offPeak: OffPeak } | { fault: string } {
  const zoneFault = timezoneFault(timezone);
  if (zoneFault !== undefined) return { fault: zoneFault };
  const week = parseWeek(text);
  return 'fault' in week ? week : { offPeak: { text: text.trim(), timezone, windows: week.windows } };
}

/** A sentence when the text is no IANA time zone, else undefined. */
export function timezoneFault(timezone: string): string | undefined {
  if (/^[A-Za-z]/.test(timezone) && IANAZone.isValidZone(timezone)) return undefined;
  return `There is no time zone "${timezone}"; write an IANA name such as Asia/Shanghai, Europe/Berlin or UTC.`;
}

/** Whether `now` lies in off-peak hours. */
export function isOffPeak(offPeak: OffPeak, now: Date): boolean {
  return currentOrNextWindow(offPeak, now).from <= now;
}

/** Whether the off-peak hours never end. */
export function isAlwaysOffPeak(offPeak: OffPeak): boolean {
  return offPeak.windows.some((window) => window.to - window.from >= MINUTES_A_WEEK);
}

/**
 * The window in which `now` lies, else the next one. Hours that never end are given as the present week and the next one, so
 * that what begins in them has at least 7 days.
 */
export function currentOrNextWindow(offPeak: OffPeak, now: Date): OffPeakWindow {
  const monday = mondayBefore(offPeak, now);
  const weeks = isAlwaysOffPeak(offPeak) ? [0, 1] : [-1, 0, 1];
  const openings = weeks
    .flatMap((week) =>
      offPeak.windows.map((window) => opening(offPeak, monday.plus({ weeks: week }), window)),
    )
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  const found = joinTouching(openings).find((window) => window.to > now);
  if (found === undefined) throw new Error(`The off-peak hours "${offPeak.text}" have no window.`);
  return found;
}

/** A window before people, on the clock of its zone: `Mon 23 Nov 22:00 to Tue 24 Nov 06:00 (Asia/Shanghai)`. */
export function describeWindow(offPeak: OffPeak, window: OffPeakWindow): string {
  return `${timeIn(offPeak.timezone, window.from)} to ${timeIn(offPeak.timezone, window.to)} (${offPeak.timezone})`;
}

/** A time before people on the clock of an IANA zone: `Mon 23 Nov 22:00`. */
export function timeIn(timezone: string, time: Date): string {
  const local = DateTime.fromJSDate(time, { zone: timezone });
  return local.toFormat('ccc d LLL HH:mm', { locale: 'en' });
}

/** The last Monday 00:00 of the zone's clock. Clock times are kept as UTC until an instant is asked for. */
function mondayBefore(offPeak: OffPeak, now: Date): DateTime {
  return DateTime.fromJSDate(now, { zone: offPeak.timezone })
    .setZone('utc', { keepLocalTime: true })
    .startOf('week');
}

/**
 * A window of the week on its date. Where daylight saving skips a part of it, it opens or closes when the clocks jump; a
 * window that is skipped as a whole opens then for its usual length. An hour that is repeated counts the first time.
 */
function opening(offPeak: OffPeak, monday: DateTime, window: WeekWindow): OffPeakWindow {
  const from = instant(monday.plus({ minutes: window.from }), offPeak.timezone);
  const to = instant(monday.plus({ minutes: window.to }), offPeak.timezone);
  const length = (window.to - window.from) * 60_000;
  return { from: new Date(from), to: new Date(to > from ? to : from + length) };
}

/** The first moment at which the zone's clock shows this time; when it never does, the moment at which it jumps over it. */
function instant(clock: DateTime, timezone: string): number {
  const [first] = clock.setZone(timezone, { keepLocalTime: true }).getPossibleOffsets();
  const shown = first?.setZone('utc', { keepLocalTime: true });
  if (first === undefined || shown === undefined || shown.toMillis() !== clock.toMillis())
    return instant(clock.plus({ minutes: 1 }), timezone);
  return first.toMillis();
}

function joinTouching(openings: readonly OffPeakWindow[]): OffPeakWindow[] {
  const joined: OffPeakWindow[] = [];
  for (const next of openings) {
    const last = joined.at(-1);
    if (last === undefined || next.from > last.to) joined.push(next);
    else if (next.to > last.to) joined[joined.length - 1] = { from: last.from, to: next.to };
  }
  return joined;
}
