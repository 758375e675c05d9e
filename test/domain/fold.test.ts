import { describe, expect, it } from 'vitest';
import { apply, BrokenHistory, fold } from '../../src/domain/fold.ts';
import { hasEnded, needsKey, type Request } from '../../src/domain/request.ts';
import {
  ALL_EVENTS,
  ALL_PLACES,
  at,
  EVENT,
  type EventName,
  eventsTo,
  MEMBER,
  OTHER,
  type Place,
  requested,
  SUBTASKS,
} from './histories.ts';

const ID = 'MO-7K3F2A';

function requestAt(place: Place): Request {
  return fold(ID, eventsTo(place));
}

/** The status and, in a run, the step that is owed. */
function standing(request: Request): string {
  return 'at' in request ? `${request.status} @ ${request.at.step}` : request.status;
}

const CANCEL = { cancelled: 'cancelled' };
const EXPIRE = { expired: 'expired' };
const ASKED_ANEW = { changed: 'awaiting approval', moved: 'awaiting approval' };
const DECIDED = {
  ...CANCEL,
  ...ASKED_ANEW,
  'vote withdrawn': 'awaiting approval',
  'vote lapsed': 'awaiting approval',
  expired: 'expired',
  started: 'running @ recheck',
};
const FOLLOW = {
  'task failed': 'task failed @ follow',
  'task failed for good': 'task failed @ follow',
  'rollback failed': 'task failed @ roll back',
  'steered forwards': 'running @ follow',
  'steered backwards': 'rolling back @ roll back',
  'task succeeded': 'running @ confirm',
};
const UNDER_WAY = {
  ...FOLLOW,
  'rolled back': 'rolled back @ follow',
  'asked: task lost': 'asking @ follow',
  'asked: not back': 'asking @ follow',
};
const BACKWARDS = {
  ...FOLLOW,
  'rolled back': 'rolled back @ roll back',
  'asked: task lost': 'asking @ roll back',
  'asked: not back': 'asking @ roll back',
};
const { 'task succeeded': _, ...WATCHED } = FOLLOW;
const LOOKING = {
  submitted: 'running @ follow',
  'submit failed': 'step failed @ submit',
  'asked: submit outcome': 'asking @ submit',
};
const STEERED = {
  ...WATCHED,
  abandoned: 'abandoned @ follow',
  'retry asked': 'running @ follow',
  'skip asked': 'running @ follow',
  'roll back asked': 'rolling back @ roll back',
};

/** What may follow where, and where it leads; nothing else may. */
const FOLLOWS: Record<Place, Partial<Record<EventName, string>>> = {
  'awaiting approval': {
    ...CANCEL,
    ...ASKED_ANEW,
    reminded: 'awaiting approval',
    approved: 'approved',
    'approved by another': 'approved',
    rejected: 'rejected',
    expired: 'expired',
  },
  approved: { ...DECIDED, 'start asked': 'approved', 'start delayed': 'approved', scheduled: 'scheduled' },
  scheduled: {
    ...DECIDED,
    'start asked': 'scheduled',
    'start delayed': 'scheduled',
    'approved by another': 'scheduled',
  },
  'asked to start': { ...DECIDED, 'start lapsed': 'scheduled', 'start delayed': 'scheduled' },
  'before recheck': {
    ...CANCEL,
    rechecked: 'running @ export',
    'recheck failed': 'step failed @ recheck',
  },
  'before export': {
    ...CANCEL,
    exported: 'running @ deliver',
    'export failed': 'step failed @ export',
    'asked: key lost': 'asking @ export',
  },
  'before deliver': {
    ...CANCEL,
    delivered: 'running @ submit',
    'deliver failed': 'step failed @ deliver',
  },
  'before submit': {
    ...CANCEL,
    intended: 'running @ submit',
    'submit failed': 'step failed @ submit',
  },
  intended: { ...LOOKING, absent: 'running @ submit' },
  'absent once': { ...LOOKING, absent: 'running @ submit' },
  'absent twice': { ...LOOKING, intended: 'running @ submit' },
  following: UNDER_WAY,
  'retry owed': UNDER_WAY,
  'skip owed': UNDER_WAY,
  'rollback owed': BACKWARDS,
  'rolling back': BACKWARDS,
  'rollback skip owed': BACKWARDS,
  confirming: { completed: 'completed @ confirm', 'asked: still listed': 'asking @ confirm' },
  'recheck failed': {
    ...CANCEL,
    ...EXPIRE,
    abandoned: 'abandoned @ recheck',
    'retry asked': 'running @ recheck',
  },
  'export failed': {
    ...CANCEL,
    ...EXPIRE,
    abandoned: 'abandoned @ export',
    'retry asked': 'running @ export',
  },
  'deliver failed': { ...CANCEL, abandoned: 'abandoned @ deliver', 'retry asked': 'running @ deliver' },
  'submit blocked': { ...CANCEL, abandoned: 'abandoned @ submit', 'retry asked': 'running @ submit' },
  'submit refused': { abandoned: 'abandoned @ submit', 'retry asked': 'running @ submit' },
  'submit owed again': {
    intended: 'running @ submit',
    'submit failed': 'step failed @ submit',
    submitted: 'running @ follow',
    'asked: submit outcome': 'asking @ submit',
  },
  'submit failed after absences': { abandoned: 'abandoned @ submit', 'retry asked': 'running @ submit' },
  'task failed': STEERED,
  'task failed for good': STEERED,
  'rollback failed': {
    ...STEERED,
    abandoned: 'abandoned @ roll back',
    'retry asked': 'rolling back @ roll back',
    'skip asked': 'rolling back @ roll back',
  },
  'asking: key lost': {
    ...CANCEL,
    ...EXPIRE,
    abandoned: 'abandoned @ export',
    'key given': 'running @ export',
  },
  'asking: submit outcome': {
    abandoned: 'abandoned @ submit',
    'check again': 'running @ submit',
    'submit again': 'running @ submit',
  },
  'asking: task lost': { abandoned: 'abandoned @ follow', 'check again': 'running @ follow' },
  'asking: rollback lost': { abandoned: 'abandoned @ roll back', 'check again': 'rolling back @ roll back' },
  'asking: still listed': { abandoned: 'abandoned @ confirm', 'check again': 'running @ confirm' },
  'asking: not back': { abandoned: 'abandoned @ roll back', 'check again': 'rolling back @ roll back' },
  rejected: {},
  cancelled: {},
  expired: {},
  completed: {},
  'rolled back': {},
  abandoned: {},
};

/** Where an event leads from a place; undefined when it cannot follow. */
function leadsTo(place: Place, name: EventName): string | undefined {
  try {
    return standing(apply(requestAt(place), EVENT[name]));
  } catch (error) {
    if (error instanceof BrokenHistory) return undefined;
    throw error;
  }
}

describe('what may follow', () => {
  it.each(ALL_PLACES)('%s', (place) => {
    const all = ALL_EVENTS.map((name) => [name, leadsTo(place, name)] as const);
    expect(Object.fromEntries(all.filter(([, next]) => next !== undefined))).toEqual(FOLLOWS[place]);
  });
});

describe('the life of a request', () => {
  it.each([
    { place: 'rejected', says: { by: MEMBER, reason: 'not today' } },
    { place: 'cancelled', says: { by: 'U0ANNA', endedAt: at(60) } },
    { place: 'scheduled', says: { startAt: at(7_200), startUntil: at(14_400) } },
    { place: 'submit refused', says: { failure: { message: 'It did not work.' } } },
    { place: 'task failed', says: { task: expect.objectContaining({ canRollBack: true, rollback: false }) } },
    { place: 'task failed for good', says: { task: expect.objectContaining({ canRollBack: false }) } },
    {
      place: 'rollback failed',
      says: { task: expect.objectContaining({ canRollBack: false, rollback: true }) },
    },
    {
      place: 'skip owed',
      says: { at: expect.objectContaining({ owed: { kind: 'skip', subtasks: SUBTASKS } }) },
    },
    { place: 'rolling back', says: { at: { step: 'roll back', taskId: 8 } } },
    { place: 'asking: task lost', says: { question: 'task lost', why: 'Nobody knows.' } },
    { place: 'completed', says: { startedAt: at(60), endedAt: at(60) } },
  ] as const)('$place keeps what a card needs', ({ place, says }) => {
    expect(requestAt(place)).toMatchObject(says);
  });

  it('counts its events', () => {
    expect(ALL_PLACES.map((place) => requestAt(place).seq)).toEqual(
      ALL_PLACES.map((place) => eventsTo(place).length),
    );
  });

  it.each([
    { quorum: 1, votes: ['approved'], status: 'approved' },
    { quorum: 2, votes: ['approved'], status: 'awaiting approval' },
    { quorum: 2, votes: ['approved', 'approved by another'], status: 'approved' },
    { quorum: 3, votes: ['approved', 'approved by another'], status: 'awaiting approval' },
  ] as const)('needs $quorum approvals: $votes.length leave it $status', ({ quorum, votes, status }) => {
    const request = fold(ID, [requested({ quorum }), ...votes.map((name) => EVENT[name])]);
    expect(request).toMatchObject({
      status,
      approvals: [MEMBER, OTHER].slice(0, votes.length).map((person) => ({ person, at: at(60) })),
    });
  });

  it('refuses a second approval by the same person', () => {
    const twice = [requested({ quorum: 3 }), EVENT.approved, EVENT.approved];
    expect(() => fold(ID, twice)).toThrow('event 3 "approved" cannot follow "awaiting approval"');
  });

  it('notes each absence of a task, and a new intent begins without any', () => {
    const again = [...eventsTo('absent twice'), EVENT.intended];
    expect(requestAt('absent once')).toMatchObject({ at: { intent: { absences: [at(60)] } } });
    expect(fold(ID, again)).toMatchObject({ at: { intent: { absences: [] } } });
  });

  it.each([{ events: [] }, { events: [EVENT.approved] }])('begins with "requested"', ({ events }) => {
    expect(() => fold(ID, events)).toThrow('MO-7K3F2A: the first event is not "requested"');
  });

  it('needs the key until the export is recorded or the request ends', () => {
    expect(ALL_PLACES.filter((place) => needsKey(requestAt(place)))).toEqual([
      'awaiting approval',
      'approved',
      'scheduled',
      'asked to start',
      'before recheck',
      'before export',
      'recheck failed',
      'export failed',
      'asking: key lost',
    ]);
  });

  it('has ended in six ways', () => {
    expect(ALL_PLACES.filter((place) => hasEnded(requestAt(place)))).toEqual(ALL_PLACES.slice(-6));
  });
});
