/** Windows of the week as people write them: `Mon-Fri 22:00-06:00; Sat,Sun 00:00-24:00`. */

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MINUTES_A_DAY = 24 * 60;
/** As many as a week's clock shows; a week with a change to or from daylight saving differs. */
export const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

/**
 * Minutes on the clock since Monday 00:00. `from` lies in the week; `to` may lie in the next one, at most a week later,
 * and does not belong to the window.
 */
export interface WeekWindow {
  readonly from: number;
  readonly to: number;
}

type Fault = { readonly fault: string };

/**
 * Parts separated by `;`, each days and a time window. Days are names (`Mon` or `Monday`, any case), lists (`Sat,Sun`) and
 * ranges, which may wrap (`Fri-Mon`). A window that ends at or before its start goes on over midnight. Windows that touch
 * or overlap become one. `fault` names the part that is wrong.
 */
export function parseWeek(text: string): { windows: WeekWindow[] } | Fault {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0)
    return { fault: 'There is no window in it; write for example Mon-Fri 22:00-06:00.' };
  const windows: WeekWindow[] = [];
  for (const part of parts) {
    const parsed = parsePart(part);
    if ('fault' in parsed) return parsed;
    windows.push(...parsed.windows);
  }
  return { windows: join(windows) };
}

function parsePart(part: string): { windows: WeekWindow[] } | Fault {
  // Spaces around commas and dashes are forgiven, and so is the dash that an editor makes of a hyphen.
  const words = part
    .replace(/\s*,\s*/g, ',')
    .replace(/\s*[-–]\s*/g, '-')
    .split(/\s+/);
  const [dayText = '', timeText = ''] = words;
  if (words.length !== 2 || /\d/.test(dayText))
    return { fault: `"${part}" is not days and one time window; write for example Mon-Fri 22:00-06:00.` };
  const days = parseDays(dayText);
  if ('fault' in days) return days;
  const times = parseTimes(timeText);
  if ('fault' in times) return times;
  const windows = days.days.map((day) => ({
    from: day * MINUTES_A_DAY + times.from,
    to: day * MINUTES_A_DAY + times.to,
  }));
  return { windows };
}

function parseDays(text: string): { days: number[] } | Fault {
  const days: number[] = [];
  for (const item of text.split(',')) {
    const [first = '', last = first, ...more] = item.split('-');
    const unknown = [first, last].find((name) => dayNumber(name) < 0);
    if (more.length > 0) return { fault: `"${item}" is no range of days; write for example Mon-Fri.` };
    if (unknown !== undefined)
      return {
        fault: `"${unknown}" in "${text}" is no day; the days are Mon, Tue, Wed, Thu, Fri, Sat, Sun.`,
      };
    const length = (dayNumber(last) - dayNumber(first) + 7) % 7;
    for (let step = 0; step <= length; step += 1) days.push((dayNumber(first) + step) % 7);
  }
  return { days };
}

function dayNumber(name: string): number {
  const day = name.toLowerCase();
  return DAYS.findIndex((full) => day === full || day === full.slice(0, 3));
}

function parseTimes(text: string): WeekWindow | Fault {
  const match = /^(\d{1,2}:\d\d)-(\d{1,2}:\d\d)$/.exec(text);
  if (match === null) return { fault: `"${text}" is no time window; write for example 22:00-06:00.` };
  const [, start = '', end = ''] = match;
  const from = minutes(start);
  const to = minutes(end);
  if (from === undefined || from === MINUTES_A_DAY) return notATime(start, text, '00:00 to 23:59');
  if (to === undefined) return notATime(end, text, '00:00 to 24:00');
  if (from === to) return { fault: `"${text}" has no length; a whole day is 00:00-24:00.` };
  return { from, to: to > from ? to : to + MINUTES_A_DAY };
}

function notATime(time: string, text: string, range: string): Fault {
  return { fault: `"${time}" in "${text}" is no time from ${range}.` };
}

function minutes(time: string): number | undefined {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const total = hour * 60 + minute;
  return minute < 60 && total <= MINUTES_A_DAY ? total : undefined;
}

/** Joins what touches, also over the end of the week; all of the week is one window from Monday to Monday. */
function join(windows: readonly WeekWindow[]): WeekWindow[] {
  const inOrder = [...windows].sort((a, b) => a.from - b.from);
  const joined: WeekWindow[] = [];
  for (const next of inOrder) {
    const last = joined.at(-1);
    if (last === undefined || next.from > last.to) joined.push(next);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
  }
  return joinEnds(joined);
}

/** What runs over the end of the week may reach windows at its beginning. */
function joinEnds(windows: readonly WeekWindow[]): WeekWindow[] {
  const last = windows.at(-1);
  if (last === undefined || last.to < MINUTES_A_WEEK) return [...windows];
  const reached = windows.filter((window) => window.from + MINUTES_A_WEEK <= last.to);
  const to = Math.max(last.to, ...reached.map((window) => window.to + MINUTES_A_WEEK));
  if (to - last.from >= MINUTES_A_WEEK) return [{ from: 0, to: MINUTES_A_WEEK }];
  return [
    ...windows.filter((window) => !reached.includes(window) && window !== last),
    { from: last.from, to },
  ];
}
