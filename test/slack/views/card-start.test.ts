/** What a card says before a vote, of the start, and of freeze periods and hours. */
import { describe, expect, it } from 'vitest';
import type { Terms } from '../../../src/domain/events.ts';
import { calendarOf } from '../../calendar-of.ts';
import { NOW } from '../../requests.ts';
import { buttonsOf, labelsOf, readable } from '../check-message.ts';
import { NIGHTS, shown } from './shown-card.ts';

describe('card', () => {
  it('asks for no approval outside the off-peak hours where they never end', () => {
    const { blocks } = shown('scheduled', {}, { calendar: calendarOf('Mon-Sun 00:00-24:00') });
    expect(labelsOf(blocks)).not.toContain('Approve');
    expect(readable(blocks)).not.toContain('outside the off-peak hours');
  });

  it.each([
    { name: 'at once', now: NOW, says: 'starts at once' },
    { name: 'one of two', change: { quorum: 2 }, says: 'needs 1 more' },
    {
      name: 'later',
      change: { start: { kind: 'at', at: '2026-11-23T23:00:00.000Z' } },
      says: /^starts .*2026-11-23 23:00 UTC/,
      plainly: 'starts Mon 23 Nov 23:00 (UTC)',
    },
    {
      name: 'after a moment that has passed',
      change: { start: { kind: 'at', at: '2026-11-22T22:00:00.000Z' } },
      says: 'starts at once',
    },
    {
      name: 'in a freeze that is over in time',
      calendar: calendarOf('', '2026-11-22'),
      says: /^starts .*2026-11-23 00:00 UTC/,
      plainly: 'starts Mon 23 Nov 00:00 (UTC)',
    },
    {
      name: 'in a long freeze',
      calendar: calendarOf('', '2026-11-22..2026-11-30'),
      says: /^still cannot start in time: a freeze period lasts until .*2026-12-01 00:00 UTC/,
      plainly: 'still cannot start in time: a freeze period lasts until Tue 1 Dec 00:00 (UTC)',
    },
  ] as const)('tells before a vote whether the run starts with it: $name', (row) => {
    const change = 'change' in row ? row.change : {};
    const calendar = 'calendar' in row ? row.calendar : NIGHTS;
    const { blocks } = shown('awaiting approval', change, { calendar });
    const asks = buttonsOf(blocks).find(({ label }) => label === 'Approve')?.asks;
    const plainly = 'plainly' in row ? row.plainly : row.says;
    expect(asks).toContain(`With your approval it ${plainly}.`);
    const line = /^With one more approval it (.*)\.$/m.exec(readable(blocks))?.[1];
    if (row.name === 'one of two') expect(line).toBeUndefined();
    else expect(line).toMatch(row.says);
  });

  it.each<[Partial<Terms>, string]>([
    [
      { start: { kind: 'at', at: '2026-11-23T10:00:00.000Z' } },
      'The off-peak hours are over, so the next vote does not count: approval is asked for anew, of 2 people.',
    ],
    [{ blocking: ['The cluster is MOVINGOUT.'] }, 'It cannot be approved now: a rule forbids it.'],
  ])('tells before a vote that it would not count: %j', (change, says) => {
    const { blocks } = shown('awaiting approval', change, { calendar: NIGHTS });
    const asks = buttonsOf(blocks).find(({ label }) => label === 'Approve')?.asks;
    expect(asks).toContain(says);
    expect(asks).not.toContain('With your approval');
  });

  it.each([
    ['running: follow', {}, '*Started* <!date^', undefined],
    [
      'completed',
      { start: { kind: 'at', at: '2026-11-22T21:00:00.000Z' } },
      /\*Started\* .*2026-11-22 21:41 UTC.*, planned for .*2026-11-22 21:00 UTC/,
      undefined,
    ],
    [
      'completed',
      { start: { kind: 'window', at: '2026-11-22T18:00:00.000Z', until: '2026-11-23T06:00:00.000Z' } },
      /\*Started\* <[^,]*2026-11-22 21:41 UTC>$/m,
      undefined,
    ],
    [
      'completed',
      { quorum: 1, outsideWindows: true },
      '*Started* <!date^',
      'one more than in the off-peak hours',
    ],
  ] as const)(
    'says when it really started, and that one more approved: %s, %j',
    (situation, change, words, more) => {
      const text = readable(shown(situation, change).blocks);
      expect(text).toMatch(typeof words === 'string' ? new RegExp(words.replace(/[*^]/g, '\\$&')) : words);
      expect(text).not.toContain('*Start* ');
      if (more === undefined) expect(text).not.toContain('one more than');
      else expect(text).toContain(more);
    },
  );

  it.each([
    ['2026-11-22', {}, 'Nothing starts before'],
    ['2026-11-23', { startTtlMs: 1_000 }, 'a freeze period. It would expire: choose another start.'],
    ['2026-11-23', {}, 'a freeze period.'],
    ['2026-11-25', {}, undefined],
  ] as const)(
    'a scheduled one says that a freeze is now, or covers its start: %s, %j',
    (dates, change, words) => {
      const text = readable(shown('scheduled', change, { calendar: calendarOf('', dates) }).blocks);
      if (words === undefined) expect(text).not.toContain('freeze');
      else expect(text).toContain(words);
    },
  );

  it.each([
    ['', {}, /: a freeze period\. It starts then, not after .*2026-11-23 03:4\d UTC>\.$/m],
    [
      '',
      { startTtlMs: 7_200_000 },
      /: a freeze period\. It would expire .*2026-11-22 23:4\d UTC>: choose another start\.$/m,
    ],
    [
      'Mon-Sun 20:00-23:30',
      {},
      /: a freeze period\. The off-peak hours are over then: approval is asked for anew\.$/m,
    ],
  ] as const)(
    'an approved one says what comes of it when the freeze is over: %s, %j',
    (hours, change, words) => {
      const calendar = calendarOf(hours, '2026-11-22');
      expect(readable(shown('approved', change, { calendar }).blocks)).toMatch(words);
    },
  );

  it.each([
    ['approved', '2026-11-22..2026-12-21', /It would expire .*: choose another start\.$/m, true],
    ['approved', '2026-11-22..2027-01-05', /It expires .*: no other start is free within 30 days\.$/m, false],
    ['scheduled', '2026-11-22..2026-12-21', /It would expire: choose another start\.$/m, true],
    ['scheduled', '2026-11-22..2027-01-05', /It expires: no other start is free within 30 days\.$/m, false],
    ['scheduled', '2026-11-23..2027-01-05', /It would expire: choose another start\.$/m, true],
  ] as const)(
    'speaks of another start where one can be chosen: %s, %s',
    (situation, dates, words, isOffered) => {
      const { blocks } = shown(situation, {}, { calendar: calendarOf('', dates) });
      expect(readable(blocks)).toMatch(words);
      expect(labelsOf(blocks).includes('Change Start')).toBe(isOffered);
      if (!isOffered) expect(readable(blocks)).not.toContain('another start,');
    },
  );

  it.each([
    ['Mon-Sun 20:00-23:30', 'Starting.'],
    [
      'Mon-Sun 20:00-22:00',
      '⚠️ The off-peak hours are over: approval is asked for anew as soon as OCP and Slack have answered.',
    ],
  ])('an approved one says whether it still starts: %s', (hours, words) => {
    const text = readable(shown('approved', {}, { calendar: calendarOf(hours) }).blocks);
    expect(text.match(/^Approved by .*\n(.*)$/m)?.[1]).toBe(words);
  });

  it.each([
    [false, 'Any full member of this channel but <@U0ADA> can approve or reject, until <'],
    [
      true,
      'Anybody but <@U0ADA> who is on the list of approvers and in this channel can approve or reject, until <',
    ],
  ])('says who may vote; there is a list: %s', (approversListed, words) => {
    expect(readable(shown('awaiting approval', {}, { approversListed }).blocks)).toContain(words);
  });
});
