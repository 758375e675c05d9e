import { describe, expect, it } from 'vitest';
import { frozenUntil, nextWindow, parseFreeze, windowAt } from '../../src/domain/calendar.ts';
import { calendarOf } from '../calendar-of.ts';

const shown = (window: { from: Date; to: Date } | undefined) =>
  window && [window.from.toISOString().slice(0, 16), window.to.toISOString().slice(0, 16)].join(' ');

describe('freeze dates', () => {
  it.each([
    ['2026-11-11', 'UTC', ['2026-11-11T00:00 2026-11-12T00:00']],
    ['2026-12-24..2027-01-02', 'UTC', ['2026-12-24T00:00 2027-01-03T00:00']],
    [
      '2026-12-24 to 2026-12-25; 2026-11-11,',
      'UTC',
      ['2026-11-11T00:00 2026-11-12T00:00', '2026-12-24T00:00 2026-12-26T00:00'],
    ],
    // Dates that touch are one.
    ['2026-11-11, 2026-11-12', 'UTC', ['2026-11-11T00:00 2026-11-13T00:00']],
    ['2026-11-11', 'Asia/Shanghai', ['2026-11-10T16:00 2026-11-11T16:00']],
    // A day of 23 hours and one of 25.
    ['2026-03-29', 'Europe/Berlin', ['2026-03-28T23:00 2026-03-29T22:00']],
    ['2026-10-25', 'Europe/Berlin', ['2026-10-24T22:00 2026-10-25T23:00']],
    // Midnight does not exist on this day: it begins at 01:00.
    ['2026-04-24', 'Africa/Cairo', ['2026-04-23T22:00 2026-04-24T21:00']],
  ])('%s in %s', (text, timezone, expected) => {
    const read = parseFreeze(text, timezone);
    expect('freeze' in read && read.freeze.map(shown)).toEqual(expected);
  });

  it.each([
    ['', 'There is no date in it'],
    ['24.12.2026', '"24.12.2026" is no date'],
    ['2026-02-30', '"2026-02-30" is no date'],
    ['2026-12-24..Christmas', '"Christmas" is no date'],
    ['2026-12-24..2026-12-20', 'ends before it begins'],
    ['2026-12-24..2026-12-25..2026-12-26', 'is no range of dates'],
  ])('%s: %s', (text, fault) => {
    expect(parseFreeze(text, 'UTC')).toEqual({ fault: expect.stringContaining(fault) });
  });

  it.each([
    ['2026-11-10T23:59:59Z', undefined],
    ['2026-11-11T00:00:00Z', '2026-11-12T00:00:00.000Z'],
    ['2026-11-11T23:59:59Z', '2026-11-12T00:00:00.000Z'],
    ['2026-11-12T00:00:00Z', undefined],
  ])('at %s nothing starts until %s', (now, until) => {
    expect(frozenUntil(calendarOf('', '2026-11-11'), new Date(now))?.toISOString()).toBe(until);
  });
});

describe('the next window', () => {
  it.each([
    { why: 'none configured', hours: '', dates: '', now: '2026-11-09T12:00Z', is: undefined },
    {
      why: 'before it',
      hours: 'Mon-Fri 22:00-06:00',
      dates: '',
      now: '2026-11-09T12:00Z',
      is: '2026-11-09T22:00 2026-11-10T06:00',
    },
    {
      why: 'in it, over midnight',
      hours: 'Mon-Fri 22:00-06:00',
      dates: '',
      now: '2026-11-10T03:00Z',
      is: '2026-11-09T22:00 2026-11-10T06:00',
    },
    {
      why: 'several: the next of them',
      hours: 'Mon 22:00-06:00; Wed 01:00-02:00',
      dates: '',
      now: '2026-11-10T06:00Z',
      is: '2026-11-11T01:00 2026-11-11T02:00',
    },
    {
      why: 'its beginning is frozen',
      hours: 'Tue 22:00-06:00',
      dates: '2026-11-10',
      now: '2026-11-10T12:00Z',
      is: '2026-11-11T00:00 2026-11-11T06:00',
    },
    {
      why: 'its end is frozen',
      hours: 'Tue 22:00-06:00',
      dates: '2026-11-11',
      now: '2026-11-10T12:00Z',
      is: '2026-11-10T22:00 2026-11-11T00:00',
    },
    {
      why: 'frozen now, open behind',
      hours: 'Tue 22:00-06:00',
      dates: '2026-11-10',
      now: '2026-11-10T23:00Z',
      is: '2026-11-11T00:00 2026-11-11T06:00',
    },
    {
      why: 'the rest of it is frozen',
      hours: 'Tue,Thu 22:00-06:00',
      dates: '2026-11-11',
      now: '2026-11-11T01:00Z',
      is: '2026-11-12T22:00 2026-11-13T06:00',
    },
    {
      why: 'all frozen for weeks',
      hours: 'Tue 22:00-23:00',
      dates: '2026-11-01..2026-12-31',
      now: '2026-11-10T12:00Z',
      is: '2027-01-05T22:00 2027-01-05T23:00',
    },
    {
      why: 'all frozen for years',
      hours: 'Tue 22:00-23:00',
      dates: '2026-11-01..2029-12-31',
      now: '2026-11-10T12:00Z',
      is: undefined,
    },
    {
      why: 'a frozen day inside of a long one',
      hours: 'Mon-Sun 00:00-24:00',
      dates: '2026-11-11',
      now: '2026-11-10T12:00Z',
      is: '2026-11-09T00:00 2026-11-11T00:00',
    },
  ])('$why', ({ hours, dates, now, is }) => {
    expect(shown(nextWindow(calendarOf(hours, dates), new Date(now)))).toBe(is);
  });

  it.each([
    // The gap: 02:30 does not exist; the window opens when the clocks jump to 03:00.
    {
      zone: 'Europe/Berlin',
      hours: 'Sun 02:30-04:00',
      now: '2026-03-29T00:00Z',
      is: '2026-03-29T01:00 2026-03-29T02:00',
    },
    // The repeated hour: 02:30 comes twice and opens once.
    {
      zone: 'Europe/Berlin',
      hours: 'Sun 02:30-02:45',
      now: '2026-10-25T00:00Z',
      is: '2026-10-25T00:30 2026-10-25T00:45',
    },
    {
      zone: 'Europe/Berlin',
      hours: 'Sun 02:30-02:45',
      now: '2026-10-25T00:45Z',
      is: '2026-11-01T01:30 2026-11-01T01:45',
    },
    {
      zone: 'America/New_York',
      hours: 'Sun 02:15-05:00',
      now: '2026-03-08T05:00Z',
      is: '2026-03-08T07:00 2026-03-08T09:00',
    },
    {
      zone: 'America/New_York',
      hours: 'Sun 01:30-01:40',
      now: '2026-11-01T05:40Z',
      is: '2026-11-08T06:30 2026-11-08T06:40',
    },
    {
      zone: 'Australia/Lord_Howe',
      hours: 'Sun 02:10-03:00',
      now: '2026-10-03T12:00Z',
      is: '2026-10-03T15:30 2026-10-03T16:00',
    },
  ])('daylight saving in $zone: $hours after $now', ({ zone, hours, now, is }) => {
    expect(shown(nextWindow(calendarOf(hours, '', zone), new Date(now)))).toBe(is);
  });

  it('is the one in which a moment lies only when it has begun', () => {
    const nights = calendarOf('Tue 22:00-06:00');
    expect(windowAt(nights, new Date('2026-11-10T21:59Z'))).toBeUndefined();
    expect(shown(windowAt(nights, new Date('2026-11-10T22:00Z')))).toBe('2026-11-10T22:00 2026-11-11T06:00');
  });
});
