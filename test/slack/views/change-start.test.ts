import { describe, expect, it } from 'vitest';
import type { Terms } from '../../../src/domain/events.ts';
import { changeStartView, parseChangedStart } from '../../../src/slack/views/change-start-view.ts';
import { calendarOf } from '../../calendar-of.ts';
import { REQUEST } from '../../requests.ts';

/** A Monday, in the first of the two windows of each day. */
const OPENED = new Date('2026-11-23T02:00:00.000Z');
const CALENDAR = calendarOf('Mon-Sun 01:00-03:00; Mon-Sun 10:00-12:00');
const WINDOW = { at: '2026-11-23T01:00:00.000Z', until: '2026-11-23T03:00:00.000Z' };

/** What stands in the form when it opens. */
function preset(start: Terms['start'], calendar = CALENDAR) {
  const { blocks } = changeStartView(REQUEST, { calendar, openedAt: OPENED }, start);
  const fields = blocks.flatMap((block) => ('element' in block ? [block.element] : []));
  return fields.map((element) => {
    if (element.type === 'radio_buttons') return element.initial_option?.value;
    if (element.type === 'datepicker') return element.initial_date;
    return element.type === 'timepicker' ? element.initial_time : undefined;
  });
}

function submitted(kind: string, now: string, calendar = CALENDAR, [date, time] = ['2026-11-24', '22:30']) {
  const view = {
    private_metadata: REQUEST,
    state: {
      values: {
        start: { start: { type: 'radio_buttons', selected_option: { value: kind } } },
        'start-date': { 'start-date': { type: 'datepicker', selected_date: date } },
        'start-time': { 'start-time': { type: 'timepicker', selected_time: time } },
      },
    },
  };
  const start = { kind: 'at', at: '2026-11-24T22:30:00.000Z' } as const;
  return parseChangedStart(view, { calendar, openedAt: OPENED, start, now: new Date(now) });
}

describe('the form Change Start', () => {
  it.each([
    ['as soon as it is approved', { kind: 'when approved' }, ['when approved', undefined, undefined]],
    ['the window that it shows', { kind: 'window', ...WINDOW }, ['off-peak', undefined, undefined]],
    [
      'another window',
      { kind: 'window', at: '2026-11-23T10:00:00.000Z', until: '2026-11-23T12:00:00.000Z' },
      [undefined, undefined, undefined],
    ],
    ['a moment', { kind: 'at', at: '2026-11-24T22:30:00.000Z' }, ['at', '2026-11-24', '22:30']],
  ] as const)('opens with the present start: %s', (_name, start, fields) => {
    expect(preset(start)).toEqual(fields);
  });

  it('opens with nothing chosen where the present start is not offered any more', () => {
    expect(preset({ kind: 'when approved' }, calendarOf('', '2026-11-23'))[0]).toBeUndefined();
  });

  it('offers no window that is further away than a start may be', () => {
    const far = calendarOf('Mon-Sun 10:00-12:00', '2026-11-23..2027-01-22');
    expect(submitted('off-peak', OPENED.toISOString(), far)).toEqual({
      errors: { start: 'Choose when it is to start.' },
    });
  });

  it('shows a moment on the clock of the calendar', () => {
    const shanghai = calendarOf('', '', 'Asia/Shanghai');
    expect(preset({ kind: 'at', at: '2026-11-24T22:30:00.000Z' }, shanghai)).toEqual([
      'at',
      '2026-11-25',
      '06:30',
    ]);
  });

  it.each([
    ['off-peak', '2026-11-23T02:59:00.000Z', { start: { kind: 'window' } }],
    ['off-peak', '2026-11-23T03:00:00.000Z', { outdated: true }],
    ['when approved', '2026-11-23T02:59:00.000Z', { start: { kind: 'when approved' } }],
    // One more approval than the form said would be needed.
    ['when approved', '2026-11-23T03:00:00.000Z', { outdated: true }],
  ])('takes what it showed, and nothing else: %s at %s', (kind, now, is) => {
    expect(submitted(kind, now)).toEqual(is);
  });

  it('takes a moment that was filled in for meant, whatever else is chosen', () => {
    const faulty = submitted('when approved', OPENED.toISOString(), CALENDAR, ['2026-11-25', '22:30']);
    expect(faulty).toEqual({ errors: { 'start-date': expect.stringContaining('or clear it') } });
  });

  it('does not take a start that a freeze period has come to cover', () => {
    const calendar = calendarOf('', '2026-11-24');
    expect(submitted('when approved', '2026-11-24T00:00:00.000Z', calendar)).toEqual({ outdated: true });
  });
});
