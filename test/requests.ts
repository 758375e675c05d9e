/** Example requests for tests: the events that lead to each situation, and the request folded from them. */
import type { Task } from '../src/domain/cluster.ts';
import type { HostRef, RecordedEvent, RequestEvent, Terms } from '../src/domain/events.ts';
import { fold } from '../src/domain/fold.ts';
import type { Request } from '../src/domain/request.ts';

export const REQUEST = 'MO-7K3F2A';
const ADA = 'U0ADA';
const GRACE = 'U0GRACE';
const LINUS = 'U0LINUS';
/** When the last event of every situation happened, or later. */
export const NOW = new Date('2026-11-22T22:10:00.000Z');

const START = Date.parse('2026-11-22T21:40:00.000Z');
const FILE = { name: 'shop-1001.age', sha256: 'ab'.repeat(32), bytes: 1200 };
const WINDOW = { at: '2026-11-23T22:00:00.000Z', until: '2026-11-24T06:00:00.000Z' };

type EventBody<E = RequestEvent> = E extends RequestEvent ? Omit<E, 'at' | 'actor'> : never;
type Step = EventBody | (EventBody & { readonly actor: string });

export function hosts(count: number, first = 1): HostRef[] {
  return Array.from({ length: count }, (_, index) => ({
    id: 1000 + first + index,
    name: `obs-${String(first + index).padStart(3, '0')}`,
    address: `10.1.${Math.floor((first + index) / 250)}.${(first + index) % 250}`,
    zone: `zone${(index % 3) + 1}`,
  }));
}

export function exampleTerms(change: Partial<Terms> = {}): Terms {
  return {
    requester: ADA,
    channel: 'C0ONCALL',
    cluster: {
      ocp: 'ocp-a',
      id: 7,
      name: 'shop',
      obClusterId: 1001,
      type: 'PRIMARY',
      status: 'RUNNING',
      obVersion: '4.2.1.0',
    },
    deleteHosts: hosts(3),
    keepHosts: hosts(2, 4),
    skipHosts: [],
    reason: 'Moves to the new OCP',
    start: { kind: 'when approved' },
    quorum: 1,
    approvalExpiresAt: '2026-11-23T21:40:00.000Z',
    warnings: [],
    fingerprint: 'f0e1d2c3b4a59687',
    ...change,
  };
}

const approved: Step = { type: 'approved', actor: GRACE };
const started: Step[] = [approved, { type: 'started' }];
const exported: Step[] = [...started, { type: 'rechecked' }, { type: 'exported', file: FILE }];
const delivered: Step[] = [...exported, { type: 'delivered' }];
const intended: Step[] = [
  ...delivered,
  { type: 'submit intended', knownTaskIds: [], deleteHostIds: [1001, 1002, 1003], skipHostIds: [] },
];
const followed: Step[] = [...intended, { type: 'task submitted', taskId: 1000, adopted: false }];
const succeeded: Step[] = [...followed, { type: 'task succeeded' }];
const failedSubtask = { id: 12, name: 'Delete host', host: 'obs-002' };
const taskFailed: EventBody = {
  type: 'task failed',
  operation: 'EXECUTE',
  prohibitRollback: false,
  failure: { message: 'OCP task 1000 failed at “Delete host”.', traceId: '5f0d2c1b7a9e4c33' },
  subtasks: [failedSubtask],
};
const failedAtOcp: Step[] = [...followed, taskFailed];
const rollingBack: Step[] = [
  ...failedAtOcp,
  { type: 'roll back asked', actor: GRACE },
  { type: 'task steered', operation: 'ROLLBACK' },
];

function stepFailed(
  step: 'recheck' | 'export' | 'deliver' | 'submit',
  message: string,
  todo?: string,
): EventBody {
  return {
    type: 'step failed',
    step,
    failure: { message, code: '403', ...(todo === undefined ? {} : { todo }) },
  };
}

/** The situations that a request can be in, each as what happened after it was opened. */
const SITUATIONS = {
  'awaiting approval': [],
  approved: [approved],
  scheduled: [approved, { type: 'scheduled', startAt: WINDOW.at, startUntil: WINDOW.until }],
  'approval withdrawn': [approved, { type: 'vote withdrawn', actor: GRACE, askUntil: WINDOW.at }],
  'approval lapsed': [
    approved,
    { type: 'vote lapsed', person: GRACE, because: 'not in channel', askUntil: WINDOW.at },
  ],
  changed: [approved, { type: 'changed', terms: exampleTerms() }],
  'start moved': [approved, { type: 'moved', actor: LINUS, terms: exampleTerms() }],
  'start asked': [
    approved,
    { type: 'scheduled', startAt: WINDOW.at, startUntil: WINDOW.until },
    { type: 'start asked', actor: LINUS },
  ],
  'start lapsed': [
    approved,
    { type: 'scheduled', startAt: WINDOW.at, startUntil: WINDOW.until },
    { type: 'start asked', actor: LINUS },
    { type: 'start lapsed', by: LINUS, because: 'outside the off-peak hours' },
  ],
  'start delayed': [approved, { type: 'start delayed', since: WINDOW.at, why: 'Slack did not answer.' }],
  reminded: [{ type: 'reminded', mention: [GRACE] }],
  'running: recheck': started,
  'running: export': [...started, { type: 'rechecked' }],
  'running: deliver': exported,
  'running: submit': delivered,
  'running: submit sent': intended,
  'running: follow': followed,
  'running: retry owed': [...failedAtOcp, { type: 'retry asked', actor: GRACE }],
  'running: skip owed': [...failedAtOcp, { type: 'skip asked', actor: GRACE, subtasks: [failedSubtask] }],
  'running: confirm': succeeded,
  'step failed: recheck': [...started, stepFailed('recheck', 'The standby shop_b:1002 is still listed.')],
  'step failed: export': [...started, { type: 'rechecked' }, stepFailed('export', 'OCP refused.')],
  'step failed: deliver': [...exported, stepFailed('deliver', 'The workspace forbids uploads.')],
  'step failed: submit': [...intended, stepFailed('submit', 'OCP refused the move-out.')],
  'step failed: nothing sent': [
    ...delivered,
    stepFailed('submit', 'The window is over.', 'Give Up, then request it again.'),
  ],
  'task failed': failedAtOcp,
  'task failed: no rollback': [...followed, { ...taskFailed, prohibitRollback: true }],
  'task failed: no subtask': [...followed, { ...taskFailed, subtasks: [] }],
  'rolling back': rollingBack,
  'rollback failed': [...rollingBack, { ...taskFailed, operation: 'ROLLBACK' }],
  'asking: submit outcome': [
    ...intended,
    { type: 'asked', question: 'submit outcome', why: 'OCP shows a new task of this cluster (77).' },
  ],
  'asking: task lost': [
    ...followed,
    { type: 'asked', question: 'task lost', why: 'OCP no longer knows task 1000.' },
  ],
  'asking: still listed': [
    ...succeeded,
    { type: 'asked', question: 'still listed', why: 'OCP still lists shop:1001.' },
  ],
  'asking: not back': [
    ...rollingBack,
    { type: 'asked', question: 'not back', why: 'OCP says that shop:1001 is MOVINGOUT.' },
  ],
  'asking: key lost': [
    ...started,
    { type: 'rechecked' },
    { type: 'asked', question: 'key lost', why: 'The vault key was changed.' },
  ],
  rejected: [{ type: 'rejected', actor: GRACE, reason: 'Not tonight' }],
  cancelled: [{ type: 'cancelled', actor: ADA }],
  'cancelled: after the start': [...started, { type: 'cancelled', actor: ADA }],
  expired: [{ type: 'expired' }],
  'expired: window': [
    approved,
    { type: 'scheduled', startAt: WINDOW.at, startUntil: WINDOW.until },
    { type: 'expired' },
  ],
  'expired: stopped run': [
    ...started,
    { type: 'rechecked' },
    stepFailed('export', 'OCP refused.'),
    { type: 'expired' },
  ],
  completed: [...succeeded, { type: 'completed' }],
  'rolled back': [...rollingBack, { type: 'rolled back' }],
  'abandoned: task failed': [...failedAtOcp, { type: 'abandoned', actor: LINUS }],
  'abandoned: step failed': [
    ...exported,
    stepFailed('deliver', 'No upload.'),
    { type: 'abandoned', actor: LINUS },
  ],
  'abandoned: outcome unknown': [
    ...intended,
    { type: 'asked', question: 'submit outcome', why: 'Nobody knows.' },
    { type: 'abandoned', actor: LINUS },
  ],
} as const satisfies Readonly<Record<string, readonly Step[]>>;

export type Situation = keyof typeof SITUATIONS;
export const SITUATION_NAMES = Object.keys(SITUATIONS).filter(
  (name): name is Situation => name in SITUATIONS,
);

/** The terms on which people are asked anew. */
function anew(terms: Terms, type: 'requested' | 'changed' | 'moved'): Terms {
  if (type === 'moved')
    return { ...terms, start: { kind: 'at', at: WINDOW.at }, fingerprint: 'eeee0000ffff1111' };
  const cluster = { ...terms.cluster, status: 'MOVINGOUT' };
  return { ...terms, cluster, blocking: ['The cluster is MOVINGOUT.'], fingerprint: 'aaaabbbbccccdddd' };
}

/** The events of a situation as the journal keeps them, half a minute apart. The hashes are no real ones. */
export function eventsOf(situation: Situation, change: Partial<Terms> = {}): RecordedEvent[] {
  const steps: readonly Step[] = SITUATIONS[situation];
  const terms = exampleTerms({
    ...(steps.some(({ type }) => type === 'scheduled') ? { start: { kind: 'window', ...WINDOW } } : {}),
    ...change,
  });
  const asked = steps.map((step) => ('terms' in step ? { ...step, terms: anew(terms, step.type) } : step));
  const happened = terms.exportedInConsole === true ? inConsole(asked, terms.requester) : asked;
  return recorded([{ type: 'requested', actor: terms.requester, viewId: 'V0MODAL', terms }, ...happened]);
}

/** The same steps, with the credentials exported by the requester in the console of OCP. */
function inConsole(steps: readonly Step[], actor: string): Step[] {
  return steps
    .filter(({ type }) => type !== 'delivered')
    .map((step) => (step.type === 'exported' ? { type: 'exported in console', actor } : step));
}

/** The situations of a request whose credentials were exported in the console: Moveout's own export and delivery cannot fail. */
export const CONSOLE_SITUATIONS = SITUATION_NAMES.filter(
  (name) => !/step failed: deliver|abandoned: step failed|asking: key lost/.test(name),
);

/** Steps as recorded events; Moveout is the actor of those that name none. */
function recorded(steps: readonly Step[]): RecordedEvent[] {
  return steps.map((step, index) => ({
    actor: 'moveout',
    ...step,
    at: new Date(START + index * 30_000).toISOString(),
    seq: index + 1,
    prev: hash(index),
    hash: hash(index + 1),
  }));
}

function hash(seq: number): string {
  return seq.toString(16).padStart(64, '0123456789abcdef');
}

export function requestIn(situation: Situation, change: Partial<Terms> = {}): Request {
  return fold(REQUEST, eventsOf(situation, change));
}

/** A move-out task with one subtask for each host, of which `done` are done and the next one has `status`. */
export function exampleTask(count: number, done: number, status = 'RUNNING'): Task {
  return {
    id: 1000,
    name: 'Move out cluster',
    clusterId: 7,
    status: status === 'FAILED' ? 'FAILED' : 'RUNNING',
    operation: 'EXECUTE',
    prohibitRollback: false,
    startTime: '2026-11-22T21:43:00.000Z',
    traceId: '5f0d2c1b7a9e4c33',
    subtasks: Array.from({ length: count }, (_, index) => ({
      id: 11 + index,
      name: 'Delete host',
      status: index < done ? 'SUCCESSFUL' : index === done ? status : 'PENDING',
      operation: 'EXECUTE',
      host: `obs-${String(index + 1).padStart(3, '0')}`,
      ...(index > done ? {} : { startTime: '2026-11-22T21:43:00.000Z' }),
      ...(index < done ? { finishTime: '2026-11-22T21:43:12.000Z' } : {}),
    })),
  };
}
