/** A request in every place of its life, as the events that lead there. */
import type { FailedSubtask, Question, RequestEvent, Step, Terms } from '../../src/domain/events.ts';

/** When the request of these histories was made. */
const BEGIN = Date.parse('2026-11-02T10:00:00.000Z');
export const REQUESTER = 'U0ANNA';
export const MEMBER = 'U0BEN';
export const OTHER = 'U0CLEO';

export function at(seconds: number): string {
  return new Date(BEGIN + seconds * 1_000).toISOString();
}

export const TERMS: Terms = {
  requester: REQUESTER,
  channel: 'C0OPS',
  cluster: { ocp: 'embedded', id: 1, name: 'shop', obClusterId: 1001, type: 'PRIMARY', status: 'RUNNING' },
  deleteHosts: [{ id: 11, name: 'shop-1', address: '10.0.0.11', zone: 'z1' }],
  keepHosts: [],
  skipHosts: [],
  reason: 'moves to the new OCP',
  start: { kind: 'when approved' },
  quorum: 1,
  approvalExpiresAt: at(86_400),
  warnings: [],
  fingerprint: 'f00d',
};

/** The window of the requests that wait for one. */
export const WINDOW = { at: at(7_200), until: at(14_400) };

export const FILE = { name: 'shop-1001-credentials.json.age', sha256: 'ab'.repeat(32), bytes: 512 };
export const SUBTASKS: FailedSubtask[] = [
  { id: 101, name: 'Stop monitoring', host: 'shop-1' },
  { id: 102, name: 'Stop monitoring', host: 'shop-2' },
];

const failure = { message: 'It did not work.' };
const ours = { at: at(60), actor: 'moveout' } as const;
const by = (actor: string) => ({ at: at(60), actor });

export function requested(terms: Partial<Terms> = {}): RequestEvent {
  return { at: at(0), actor: REQUESTER, type: 'requested', viewId: 'V0ONE', terms: { ...TERMS, ...terms } };
}

function asked(question: Question): RequestEvent {
  return { ...ours, type: 'asked', question, why: 'Nobody knows.' };
}

function stepFailed(step: Exclude<Step, 'follow' | 'confirm'>): RequestEvent {
  return { ...ours, type: 'step failed', step, failure };
}

function taskFailed(operation: string, prohibitRollback: boolean) {
  return { ...ours, type: 'task failed' as const, operation, prohibitRollback, failure, subtasks: SUBTASKS };
}

/** One example of everything that can happen. */
export const EVENT = {
  requested: requested(),
  approved: { ...by(MEMBER), type: 'approved' },
  'approved by another': { ...by(OTHER), type: 'approved' },
  'approved by the requester': { ...by(REQUESTER), type: 'approved' },
  'vote withdrawn': { ...by(MEMBER), type: 'vote withdrawn', askUntil: at(90_000) },
  'vote lapsed': {
    ...ours,
    type: 'vote lapsed',
    person: MEMBER,
    because: 'not in channel',
    askUntil: at(90_000),
  },
  changed: { ...ours, type: 'changed', terms: { ...TERMS, fingerprint: 'cafe' } },
  moved: { ...by(MEMBER), type: 'moved', terms: { ...TERMS, start: { kind: 'at', at: at(10_800) } } },
  'start asked': { ...by(MEMBER), type: 'start asked' },
  'start lapsed': { ...ours, type: 'start lapsed', by: MEMBER, because: 'too late' },
  'start delayed': { ...ours, type: 'start delayed', since: at(30), why: 'Slack did not answer.' },
  reminded: { ...ours, type: 'reminded', mention: [MEMBER] },
  rejected: { ...by(MEMBER), type: 'rejected', reason: 'not today' },
  cancelled: { ...by(REQUESTER), type: 'cancelled' },
  expired: { ...ours, type: 'expired' },
  scheduled: { ...ours, type: 'scheduled', startAt: WINDOW.at, startUntil: WINDOW.until },
  started: { ...ours, type: 'started' },
  rechecked: { ...ours, type: 'rechecked' },
  exported: { ...ours, type: 'exported', file: FILE },
  delivered: { ...ours, type: 'delivered' },
  intended: { ...ours, type: 'submit intended', knownTaskIds: [7], deleteHostIds: [11], skipHostIds: [] },
  absent: { ...ours, type: 'task absent' },
  submitted: { ...ours, type: 'task submitted', taskId: 8, adopted: false },
  'recheck failed': stepFailed('recheck'),
  'export failed': stepFailed('export'),
  'deliver failed': stepFailed('deliver'),
  'submit failed': stepFailed('submit'),
  'task failed': taskFailed('EXECUTE', false),
  'task failed for good': taskFailed('EXECUTE', true),
  'rollback failed': taskFailed('ROLLBACK', true),
  'retry asked': { ...by(MEMBER), type: 'retry asked' },
  'skip asked': { ...by(MEMBER), type: 'skip asked', subtasks: SUBTASKS },
  'roll back asked': { ...by(MEMBER), type: 'roll back asked' },
  'steered forwards': { ...ours, type: 'task steered', operation: 'RETRY' },
  'steered backwards': { ...ours, type: 'task steered', operation: 'ROLLBACK' },
  'task succeeded': { ...ours, type: 'task succeeded' },
  'asked: key lost': asked('key lost'),
  'asked: submit outcome': asked('submit outcome'),
  'asked: task lost': asked('task lost'),
  'asked: still listed': asked('still listed'),
  'asked: not back': asked('not back'),
  'check again': { ...by(MEMBER), type: 'answered', answer: 'check again' },
  'submit again': { ...by(MEMBER), type: 'answered', answer: 'submit again' },
  'key given': { ...by(REQUESTER), type: 'answered', answer: 'key given' },
  completed: { ...ours, type: 'completed' },
  'rolled back': { ...ours, type: 'rolled back' },
  abandoned: { ...by(MEMBER), type: 'abandoned' },
} as const satisfies Record<string, RequestEvent>;
export type EventName = keyof typeof EVENT;

const started = ['approved', 'started'] as const;
const toSubmit = [...started, 'rechecked', 'exported', 'delivered'] as const;
const toFollow = [...toSubmit, 'intended', 'submitted'] as const;

/** Where a request can be, and an example of how it came there. */
const PLACES = {
  'awaiting approval': [],
  approved: ['approved'],
  scheduled: ['approved', 'scheduled'],
  'asked to start': ['approved', 'scheduled', 'start asked'],
  'before recheck': started,
  'before export': [...started, 'rechecked'],
  'before deliver': [...started, 'rechecked', 'exported'],
  'before submit': toSubmit,
  intended: [...toSubmit, 'intended'],
  'absent once': [...toSubmit, 'intended', 'absent'],
  'absent twice': [...toSubmit, 'intended', 'absent', 'absent'],
  following: toFollow,
  'retry owed': [...toFollow, 'task failed', 'retry asked'],
  'skip owed': [...toFollow, 'task failed', 'skip asked'],
  'rollback owed': [...toFollow, 'task failed', 'roll back asked'],
  'rolling back': [...toFollow, 'task failed', 'roll back asked', 'steered backwards'],
  'rollback skip owed': [...toFollow, 'rollback failed', 'skip asked'],
  confirming: [...toFollow, 'task succeeded'],
  'recheck failed': [...started, 'recheck failed'],
  'export failed': [...started, 'rechecked', 'export failed'],
  'deliver failed': [...started, 'rechecked', 'exported', 'deliver failed'],
  'submit blocked': [...toSubmit, 'submit failed'],
  'submit refused': [...toSubmit, 'intended', 'submit failed'],
  'submit owed again': [...toSubmit, 'intended', 'submit failed', 'retry asked'],
  'submit failed after absences': [...toSubmit, 'intended', 'absent', 'absent', 'submit failed'],
  'task failed': [...toFollow, 'task failed'],
  'task failed for good': [...toFollow, 'task failed for good'],
  'rollback failed': [...toFollow, 'rollback failed'],
  'asking: key lost': [...started, 'rechecked', 'asked: key lost'],
  'asking: submit outcome': [...toSubmit, 'intended', 'asked: submit outcome'],
  'asking: task lost': [...toFollow, 'asked: task lost'],
  'asking: rollback lost': [...toFollow, 'task failed', 'roll back asked', 'asked: task lost'],
  'asking: still listed': [...toFollow, 'task succeeded', 'asked: still listed'],
  'asking: not back': [...toFollow, 'task failed', 'roll back asked', 'steered backwards', 'asked: not back'],
  rejected: ['rejected'],
  cancelled: ['cancelled'],
  expired: ['expired'],
  completed: [...toFollow, 'task succeeded', 'completed'],
  'rolled back': [...toFollow, 'task failed', 'roll back asked', 'steered backwards', 'rolled back'],
  abandoned: [...started, 'recheck failed', 'abandoned'],
} as const satisfies Record<string, readonly EventName[]>;
export type Place = keyof typeof PLACES;

export const ALL_PLACES = Object.keys(PLACES).filter((name): name is Place => name in PLACES);
export const ALL_EVENTS = Object.keys(EVENT).filter((name): name is EventName => name in EVENT);

/** The events that lead to a place. */
export function eventsTo(place: Place, terms: Partial<Terms> = {}): RequestEvent[] {
  const start =
    place === 'scheduled' || place === 'asked to start'
      ? { start: { kind: 'window' as const, ...WINDOW } }
      : {};
  return [requested({ ...start, ...terms }), ...PLACES[place].map((name) => EVENT[name])];
}
