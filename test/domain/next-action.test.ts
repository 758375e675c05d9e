import { describe, expect, it } from 'vitest';
import type { Terms } from '../../src/domain/events.ts';
import { fold } from '../../src/domain/fold.ts';
import { nextAction } from '../../src/domain/next-action.ts';
import { at, eventsTo, FILE, type Place, SUBTASKS, TERMS, WINDOW } from './histories.ts';
import { CALENDAR } from './people.ts';

function actionAt(place: Place, seconds = 120, terms: Partial<Terms> = {}) {
  return nextAction(fold('MO-7K3F2A', eventsTo(place, terms)), new Date(at(seconds)), CALENDAR);
}

const INTENT = { at: at(60), knownTaskIds: [7], judgedTaskIds: [], deleteHostIds: [11], skipHostIds: [] };
const CLEAR_UP = { do: 'clear up', endedAt: at(60) };

const OWED: Record<Place, object> = {
  'awaiting approval': { do: 'wait', until: at(1_800) },
  approved: { do: 'start' },
  scheduled: { do: 'wait', until: WINDOW.at },
  'asked to start': { do: 'start' },
  'before recheck': { do: 'recheck' },
  'before export': { do: 'export' },
  'before deliver': { do: 'deliver', file: FILE },
  'before submit': { do: 'submit' },
  intended: { do: 'look for task', intent: { ...INTENT, absences: [] } },
  'absent once': { do: 'look for task', intent: { ...INTENT, absences: [at(60)] } },
  'absent twice': { do: 'submit' },
  following: { do: 'follow', taskId: 8 },
  'retry owed': { do: 'steer', taskId: 8, owed: { kind: 'retry' } },
  'skip owed': { do: 'steer', taskId: 8, owed: { kind: 'skip', subtasks: SUBTASKS } },
  'rollback owed': { do: 'steer', taskId: 8, owed: { kind: 'roll back' } },
  'rolling back': { do: 'follow', taskId: 8 },
  'rollback skip owed': { do: 'steer', taskId: 8, owed: { kind: 'skip', subtasks: SUBTASKS } },
  confirming: { do: 'confirm', taskId: 8 },
  'recheck failed': { do: 'wait', until: TERMS.approvalExpiresAt },
  'export failed': { do: 'wait', until: TERMS.approvalExpiresAt },
  'deliver failed': { do: 'wait' },
  'submit blocked': { do: 'wait' },
  'submit refused': { do: 'wait' },
  'submit owed again': { do: 'submit' },
  'submit failed after absences': { do: 'wait' },
  'task failed': { do: 'watch', taskId: 8 },
  'task failed for good': { do: 'watch', taskId: 8 },
  'rollback failed': { do: 'watch', taskId: 8 },
  'asking: key lost': { do: 'wait', until: TERMS.approvalExpiresAt },
  'asking: submit outcome': { do: 'wait' },
  'asking: task lost': { do: 'wait' },
  'asking: rollback lost': { do: 'wait' },
  'asking: still listed': { do: 'wait' },
  'asking: not back': { do: 'wait' },
  rejected: CLEAR_UP,
  cancelled: CLEAR_UP,
  expired: CLEAR_UP,
  completed: CLEAR_UP,
  'rolled back': CLEAR_UP,
  abandoned: CLEAR_UP,
};

const PLACES = Object.keys(OWED).filter((place): place is Place => place in OWED);

describe('what is owed to a request', () => {
  it.each(PLACES)('%s', (place) => {
    expect(actionAt(place)).toEqual(OWED[place]);
  });
});

describe('time', () => {
  const inWindow: Partial<Terms> = { start: { kind: 'window', ...WINDOW } };
  const lateWindow: Partial<Terms> = { start: { kind: 'window', at: at(80_000), until: at(90_000) } };
  const schedule = { do: 'schedule', startAt: WINDOW.at, startUntil: WINDOW.until };

  it.each([
    { place: 'awaiting approval', seconds: 86_399, is: { do: 'remind' } },
    { place: 'awaiting approval', seconds: 86_400, is: { do: 'expire' } },
    { place: 'approved', seconds: 7_199, terms: inWindow, is: schedule },
    { place: 'approved', seconds: 7_200, terms: inWindow, is: { do: 'start' } },
    { place: 'approved', seconds: 14_399, terms: inWindow, is: { do: 'start' } },
    { place: 'approved', seconds: 14_400, terms: inWindow, is: { do: 'expire' } },
    { place: 'approved', seconds: 60 + 21_599, is: { do: 'start' } },
    { place: 'approved', seconds: 60 + 21_600, is: { do: 'expire' } },
    { place: 'approved', seconds: 119, terms: { startTtlMs: 60_000 }, is: { do: 'start' } },
    { place: 'approved', seconds: 120, terms: { startTtlMs: 60_000 }, is: { do: 'expire' } },
    { place: 'scheduled', seconds: 7_199, is: { do: 'wait', until: WINDOW.at } },
    { place: 'scheduled', seconds: 7_200, is: { do: 'start' } },
    { place: 'scheduled', seconds: 14_399, is: { do: 'start' } },
    { place: 'scheduled', seconds: 14_400, is: { do: 'expire' } },
    // The key waits no longer than the approval or its window, whichever ends later.
    { place: 'export failed', seconds: 86_399, is: { do: 'wait', until: at(86_400) } },
    { place: 'export failed', seconds: 86_400, is: { do: 'expire' } },
    { place: 'recheck failed', seconds: 86_400, is: { do: 'expire' } },
    { place: 'asking: key lost', seconds: 86_400, is: { do: 'expire' } },
    { place: 'export failed', seconds: 14_400, terms: inWindow, is: { do: 'wait', until: at(86_400) } },
    { place: 'export failed', seconds: 86_400, terms: lateWindow, is: { do: 'wait', until: at(90_000) } },
    { place: 'export failed', seconds: 90_000, terms: lateWindow, is: { do: 'expire' } },
    { place: 'deliver failed', seconds: 90_000, is: { do: 'wait' } },
    { place: 'before export', seconds: 90_000, is: { do: 'export' } },
    { place: 'before recheck', seconds: 14_400, terms: inWindow, is: { do: 'recheck' } },
  ] as const)('$place, $seconds s after the request: $is.do', ({ place, seconds, is, ...row }) => {
    expect(actionAt(place, seconds, 'terms' in row ? row.terms : {})).toEqual(is);
  });
});
