import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  currentOrNextWindow,
  describeWindow,
  isOffPeak,
  type OffPeak,
  parseOffPeak,
  timezoneFault,
} from '../../src/domain/off-peak.ts';

function hours(text: string, timezone = 'UTC'): OffPeak {
  const parsed = parseOffPeak(text, timezone);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.offPeak;
}

/** `Mon 22:00-Tue 06:00` for the windows of a week. */
function windowsOf(text: string): string[] {
  const at = (minutes: number) => {
    const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][Math.floor(minutes / 1440) % 7];
    const two = (value: number) => String(value).padStart(2, '0');
    return `${day} ${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}`;
  };
  return hours(text).windows.map(({ from, to }) => `${at(from)}-${at(to)}`);
}

describe('off-peak hours as they are written', () => {
  it.each([
    ['Wed 01:00-05:30', ['Wed 01:00-Wed 05:30']],
    ['Mon,Wed 01:00-02:00', ['Mon 01:00-Mon 02:00', 'Wed 01:00-Wed 02:00']],
    [
      'Fri-Mon 1:00-2:00',
      ['Mon 01:00-Mon 02:00', 'Fri 01:00-Fri 02:00', 'Sat 01:00-Sat 02:00', 'Sun 01:00-Sun 02:00'],
    ],
    ['Mon-Tue 22:00-06:00', ['Mon 22:00-Tue 06:00', 'Tue 22:00-Wed 06:00']],
    ['Tue 22:00-00:00', ['Tue 22:00-Wed 00:00']],
    ['Fri 22:00-24:00; Sat 00:00-06:00', ['Fri 22:00-Sat 06:00']],
    ['Sat,Sun 00:00-24:00', ['Sat 00:00-Mon 00:00']],
    ['Sun 22:00-24:00; Mon 00:00-06:00', ['Sun 22:00-Mon 06:00']],
    ['Sun 22:00-06:00; Mon 05:00-07:00; Tue 01:00-02:00', ['Tue 01:00-Tue 02:00', 'Sun 22:00-Mon 07:00']],
    ['Mon 01:00-05:00; Mon 02:00-03:00', ['Mon 01:00-Mon 05:00']],
    ['Mon-Sun 00:00-24:00', ['Mon 00:00-Mon 00:00']],
    ['mon-sun 12:00-00:00; MON-SUN 00:00-12:00', ['Mon 00:00-Mon 00:00']],
    [
      'Mon - Tue , Thu 01:00 - 02:00 ;',
      ['Mon 01:00-Mon 02:00', 'Tue 01:00-Tue 02:00', 'Thu 01:00-Thu 02:00'],
    ],
    ['friday–Saturday 01:00–02:00', ['Fri 01:00-Fri 02:00', 'Sat 01:00-Sat 02:00']],
    [
      'Mon-Fri 22:00-06:00; Sat,Sun 00:00-24:00',
      [
        'Mon 22:00-Tue 06:00',
        'Tue 22:00-Wed 06:00',
        'Wed 22:00-Thu 06:00',
        'Thu 22:00-Fri 06:00',
        'Fri 22:00-Mon 00:00',
      ],
    ],
  ])('%s', (text, windows) => {
    expect(windowsOf(text)).toEqual(windows);
  });

  it.each([
    ['', 'There is no window in it'],
    [' ; ', 'There is no window in it'],
    ['always', '"always" is not days and one time window'],
    ['22:00-06:00', '"22:00-06:00" is not days and one time window'],
    ['22:00-06:00 Mon', '"22:00-06:00 Mon" is not days and one time window'],
    ['Mon 22:00-06:00 UTC', '"Mon 22:00-06:00 UTC" is not days and one time window'],
    ['Mon 01:00-02:00; Tue', '"Tue" is not days and one time window'],
    ['Mo 01:00-02:00', '"Mo" in "Mo" is no day'],
    ['Mon-Fry 01:00-02:00', '"Fry" in "Mon-Fry" is no day'],
    ['Mon,,Tue 01:00-02:00', '"" in "Mon,,Tue" is no day'],
    ['Mon-Wed-Fri 01:00-02:00', '"Mon-Wed-Fri" is no range of days'],
    ['Mon 22-06', '"22-06" is no time window'],
    ['Mon 22:00', '"22:00" is no time window'],
    ['Mon 10pm-06:00', '"10pm-06:00" is no time window'],
    ['Mon 25:00-06:00', '"25:00" in "25:00-06:00" is no time from 00:00 to 23:59'],
    ['Mon 24:00-06:00', '"24:00" in "24:00-06:00" is no time from 00:00 to 23:59'],
    ['Mon 22:00-06:60', '"06:60" in "22:00-06:60" is no time from 00:00 to 24:00'],
    ['Mon 22:00-24:01', '"24:01" in "22:00-24:01" is no time from 00:00 to 24:00'],
    ['Mon 22:00-22:00', '"22:00-22:00" has no length'],
  ])('refuses %j and names the part', (text, fault) => {
    expect(parseOffPeak(text, 'UTC')).toEqual({ fault: expect.stringContaining(fault) });
  });

  it.each(['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'UTC'])('takes the zone %s', (zone) => {
    expect(timezoneFault(zone)).toBeUndefined();
  });

  it.each(['Mars/Olympus', 'Shanghai', '+08:00', 'UTC+8', 'local', '', 'Europe'])(
    'refuses the zone %j',
    (zone) => {
      expect(parseOffPeak('Mon 01:00-02:00', zone)).toEqual({
        fault: expect.stringContaining(`There is no time zone "${zone}"`),
      });
    },
  );
});

const WORK_WEEK = 'Mon-Fri 22:00-06:00; Sat,Sun 00:00-24:00';

describe('off-peak hours on a date', () => {
  // 2026-11-23 is a Monday. Times are UTC; each row: hours, zone, now, whether inside, window.
  it.each([
    [WORK_WEEK, 'UTC', '2026-11-23T21:59:59Z', false, '2026-11-23T22:00Z', '2026-11-24T06:00Z'],
    [WORK_WEEK, 'UTC', '2026-11-23T22:00:00Z', true, '2026-11-23T22:00Z', '2026-11-24T06:00Z'],
    [WORK_WEEK, 'UTC', '2026-11-24T05:59:59Z', true, '2026-11-23T22:00Z', '2026-11-24T06:00Z'],
    [WORK_WEEK, 'UTC', '2026-11-24T06:00:00Z', false, '2026-11-24T22:00Z', '2026-11-25T06:00Z'],
    [WORK_WEEK, 'UTC', '2026-11-28T12:00:00Z', true, '2026-11-27T22:00Z', '2026-11-30T00:00Z'],
    [WORK_WEEK, 'UTC', '2026-11-30T00:00:00Z', false, '2026-11-30T22:00Z', '2026-12-01T06:00Z'],
    ['Sun 22:00-06:00', 'UTC', '2026-11-23T03:00:00Z', true, '2026-11-22T22:00Z', '2026-11-23T06:00Z'],
    ['Mon 01:00-02:00', 'UTC', '2026-11-23T02:00:00Z', false, '2026-11-30T01:00Z', '2026-11-30T02:00Z'],
    // Hours that never end last for a week at least, also when it is almost Monday.
    ['Mon-Sun 00:00-24:00', 'UTC', '2026-11-25T12:00:00Z', true, '2026-11-23T00:00Z', '2026-12-07T00:00Z'],
    ['Mon-Sun 00:00-24:00', 'UTC', '2026-11-29T23:59:59Z', true, '2026-11-23T00:00Z', '2026-12-07T00:00Z'],
    ['Mon-Sun 00:00-24:00', 'UTC', '2026-11-30T00:00:00Z', true, '2026-11-30T00:00Z', '2026-12-14T00:00Z'],
    // Shanghai, eight hours ahead and without daylight saving: its Monday begins on UTC's Sunday.
    [
      'Mon 00:00-06:00',
      'Asia/Shanghai',
      '2026-11-22T16:00:00Z',
      true,
      '2026-11-22T16:00Z',
      '2026-11-22T22:00Z',
    ],
    [
      'Mon 00:00-06:00',
      'Asia/Shanghai',
      '2026-11-22T15:59:00Z',
      false,
      '2026-11-22T16:00Z',
      '2026-11-22T22:00Z',
    ],
    // Berlin, 2026-03-29: 02:00 becomes 03:00 at 01:00 UTC.
    [
      'Sun 01:00-05:00',
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      false,
      '2026-03-29T00:00Z',
      '2026-03-29T03:00Z',
    ],
    [
      'Sun 02:30-05:00',
      'Europe/Berlin',
      '2026-03-29T01:10:00Z',
      true,
      '2026-03-29T01:00Z',
      '2026-03-29T03:00Z',
    ],
    [
      'Sun 01:00-02:30',
      'Europe/Berlin',
      '2026-03-29T00:30:00Z',
      true,
      '2026-03-29T00:00Z',
      '2026-03-29T01:00Z',
    ],
    [
      'Sun 02:15-02:45',
      'Europe/Berlin',
      '2026-03-29T00:59:59Z',
      false,
      '2026-03-29T01:00Z',
      '2026-03-29T01:30Z',
    ],
    [
      'Sun 02:15-02:45',
      'Europe/Berlin',
      '2026-03-29T01:30:00Z',
      false,
      '2026-04-05T00:15Z',
      '2026-04-05T00:45Z',
    ],
    // Berlin, 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC; 02:00-03:00 happens twice.
    [
      'Sun 02:15-02:45',
      'Europe/Berlin',
      '2026-10-25T00:20:00Z',
      true,
      '2026-10-25T00:15Z',
      '2026-10-25T00:45Z',
    ],
    [
      'Sun 02:15-02:45',
      'Europe/Berlin',
      '2026-10-25T01:20:00Z',
      false,
      '2026-11-01T01:15Z',
      '2026-11-01T01:45Z',
    ],
    [
      'Sat 22:00-06:00',
      'Europe/Berlin',
      '2026-10-25T01:30:00Z',
      true,
      '2026-10-24T20:00Z',
      '2026-10-25T05:00Z',
    ],
    // New York, 2026-03-08: 02:00 becomes 03:00 at 07:00 UTC; 2026-11-01: 02:00 becomes 01:00 at 06:00 UTC.
    [
      'Sun 02:30-03:30',
      'America/New_York',
      '2026-03-08T06:59:00Z',
      false,
      '2026-03-08T07:00Z',
      '2026-03-08T07:30Z',
    ],
    [
      'Sun 00:00-24:00',
      'America/New_York',
      '2026-11-01T12:00:00Z',
      true,
      '2026-11-01T04:00Z',
      '2026-11-02T05:00Z',
    ],
    [
      'Sun 01:30-03:00',
      'America/New_York',
      '2026-11-01T06:45:00Z',
      true,
      '2026-11-01T05:30Z',
      '2026-11-01T08:00Z',
    ],
    // Lord Howe Island, 2026-10-04: 02:00 becomes 02:30 at 15:30 UTC of the day before.
    [
      'Sun 02:10-02:20',
      'Australia/Lord_Howe',
      '2026-10-03T15:00:00Z',
      false,
      '2026-10-03T15:30Z',
      '2026-10-03T15:40Z',
    ],
    // Santiago, 2026-09-06: midnight itself is skipped, 00:00 becomes 01:00 at 04:00 UTC.
    [
      'Sat 22:00-24:00',
      'America/Santiago',
      '2026-09-06T03:00:00Z',
      true,
      '2026-09-06T02:00Z',
      '2026-09-06T04:00Z',
    ],
  ])('%s in %s at %s: %s', (text, zone, now, inside, from, to) => {
    const offPeak = hours(text, zone);
    expect(currentOrNextWindow(offPeak, new Date(now))).toEqual({ from: new Date(from), to: new Date(to) });
    expect(isOffPeak(offPeak, new Date(now))).toBe(inside);
  });

  it.each([
    ['Europe/Berlin', '2026-03-27T12:00Z', '2026-10-23T12:00Z'],
    ['America/New_York', '2026-03-06T12:00Z', '2026-10-30T12:00Z'],
    ['Australia/Lord_Howe', '2026-10-02T12:00Z', '2026-04-03T12:00Z'],
  ])('opens once a day while the clocks of %s change, whatever the window', (zone, spring, autumn) => {
    const start = fc.integer({ min: 0, max: 1439 });
    const length = fc.integer({ min: 1, max: 22 * 60 });
    fc.assert(
      fc.property(start, length, fc.constantFrom(spring, autumn), (from, minutes, day) => {
        const offPeak = hours(`Mon-Sun ${clock(from)}-${clock((from + minutes) % 1440)}`, zone);
        for (const hoursBetween of betweenOpenings(offPeak, new Date(day), 5)) {
          expect(hoursBetween).toBeGreaterThanOrEqual(22);
          expect(hoursBetween).toBeLessThanOrEqual(26);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is told on the clock of its zone', () => {
    const offPeak = hours(WORK_WEEK, 'Asia/Shanghai');
    const window = currentOrNextWindow(offPeak, new Date('2026-11-23T06:00:00Z'));
    expect(describeWindow(offPeak, window)).toBe('Mon 23 Nov 22:00 to Tue 24 Nov 06:00 (Asia/Shanghai)');
  });
});

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The hours from each opening to the next one, which must not begin before the one before it ends. */
function betweenOpenings(offPeak: OffPeak, start: Date, count: number): number[] {
  let last = currentOrNextWindow(offPeak, start);
  return Array.from({ length: count }, () => {
    const next = currentOrNextWindow(offPeak, last.to);
    expect(next.from.getTime()).toBeGreaterThan(last.to.getTime());
    const hoursBetween = (next.from.getTime() - last.from.getTime()) / 3_600_000;
    last = next;
    return hoursBetween;
  });
}
