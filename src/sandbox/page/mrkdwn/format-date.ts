/** How a viewer reads time. `now` is in milliseconds; without `timeZone` the machine's zone counts. */
export interface Viewer {
  readonly now: number;
  readonly timeZone?: string;
  readonly hour12?: boolean;
}

interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Days since 1970-01-01 in the viewer's zone. */
  readonly dayNumber: number;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DAY_MS = 86_400_000;
/** Slack leaves the year out of `{date}` when the date is nearer than six months. */
const NEAR_DAYS = 183;

type Token = (at: Moment, today: Moment, viewer: Viewer) => string;

const TOKENS: Readonly<Record<string, Token>> = {
  date_num: (at) => `${at.year}-${two(at.month)}-${two(at.day)}`,
  date_slash: (at) => `${two(at.day)}/${two(at.month)}/${at.year}`,
  date: date,
  date_short: short,
  date_long: long,
  date_long_full: (at) => `${monthOf(at)} ${at.day}, ${at.year}`,
  date_pretty: (at, today) => near(at, today) ?? date(at, today),
  date_short_pretty: (at, today) => near(at, today) ?? short(at),
  date_long_pretty: (at, today) => near(at, today) ?? long(at),
  day_divider_pretty: (at, today) =>
    near(at, today) ?? (at.year === today.year ? long(at).replace(/, \d+$/, '') : long(at)),
  time: (at, _today, viewer) => clock(at, viewer, `${two(at.minute)}`),
  time_secs: (at, _today, viewer) => clock(at, viewer, `${two(at.minute)}:${two(at.second)}`),
};

/**
 * A moment (`unix`, seconds) in the words of a format such as `{date_short_pretty} at {time}`, with the tokens of Slack's date
 * element (docs.slack.dev/reference/block-kit/block-elements/date-element). Unknown tokens stay. The first letter is a capital.
 * Gives nothing when `unix` is no moment that a calendar knows, so that the caller can show the fallback.
 */
export function formatDate(unix: number, format: string, viewer: Viewer): string | undefined {
  if (!Number.isFinite(unix) || Math.abs(unix) > 8.64e12) return undefined;
  const at = momentOf(unix * 1000, viewer.timeZone);
  const today = momentOf(viewer.now, viewer.timeZone);
  const text = format.replace(/\{([a-z_]+)\}/g, (whole, name: string) => {
    if (name === 'ago') return ago(unix * 1000 - viewer.now);
    const token = Object.hasOwn(TOKENS, name) ? TOKENS[name] : undefined;
    return token ? token(at, today, viewer) : whole;
  });
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function momentOf(ms: number, timeZone: string | undefined): Moment {
  const parts = new Intl.DateTimeFormat('en-US', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(ms);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const [year, month, day] = [read('year'), read('month'), read('day')];
  return {
    ...{ year, month, day, hour: read('hour'), minute: read('minute'), second: read('second') },
    dayNumber: Date.UTC(year, month - 1, day) / DAY_MS,
  };
}

function near(at: Moment, today: Moment): string | undefined {
  const words: Readonly<Record<number, string>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };
  return words[at.dayNumber - today.dayNumber];
}

function date(at: Moment, today: Moment): string {
  const year = Math.abs(at.dayNumber - today.dayNumber) < NEAR_DAYS ? '' : `, ${at.year}`;
  return `${monthOf(at)} ${at.day}${year}`;
}

function short(at: Moment): string {
  return `${monthOf(at).slice(0, 3)} ${at.day}, ${at.year}`;
}

function long(at: Moment): string {
  const weekday = WEEKDAYS[(((at.dayNumber + 4) % 7) + 7) % 7];
  return `${weekday}, ${monthOf(at)} ${at.day}${ordinal(at.day)}, ${at.year}`;
}

function monthOf(at: Moment): string {
  return MONTHS[at.month - 1] ?? '';
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

function clock(at: Moment, viewer: Viewer, rest: string): string {
  if (viewer.hour12 === false) return `${two(at.hour)}:${rest}`;
  return `${at.hour % 12 || 12}:${rest} ${at.hour < 12 ? 'AM' : 'PM'}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

const SPANS: readonly (readonly [seconds: number, word: string])[] = [
  [31_536_000, 'year'],
  [2_592_000, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

function ago(differenceMs: number): string {
  const seconds = Math.abs(differenceMs) / 1000;
  const span = SPANS.find(([length]) => seconds >= length);
  if (!span) return differenceMs > 0 ? 'in a moment' : 'just now';
  const count = Math.floor(seconds / span[0]);
  const words = `${count} ${span[1]}${count === 1 ? '' : 's'}`;
  return differenceMs > 0 ? `in ${words}` : `${words} ago`;
}
