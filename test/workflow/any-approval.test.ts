/** Whatever people, Slack, OCP and the clock do: a run starts and submits only as approvals, hours and freeze periods allow, and can be ended. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasEnded, type Request } from '../../src/domain/request.ts';
import type { Ocp } from '../../src/workflow/ports.ts';
import { calendarOf } from '../calendar-of.ts';
import { unanswered } from '../faults.ts';
import { ANNA, BEN, CLEO, createWorld, KEY } from '../world.ts';
import { choiceAt, termsOfForm } from './chosen-start.ts';
import { HOUR, judge, NEW_HOST, START_TTL_MS, type Truth } from './judge-approvals.ts';

const DAN = 'U0DAN';
const ADMIN = 'U0ADMIN';
const MINUTE = 60_000;

/** The world begins on Monday, 2 November 2026, at 10:00 UTC. */
const CALENDARS = [
  calendarOf(''),
  calendarOf('', '2026-11-03'),
  calendarOf('Mon-Sun 09:00-12:00'),
  calendarOf('Mon-Sun 22:00-06:00'),
  calendarOf('Mon-Sun 22:00-06:00', '2026-11-03; 2026-11-05..2026-11-06'),
  calendarOf('Mon,Tue 10:30-11:30; Wed 00:00-24:00', '2026-11-04', 'Asia/Shanghai'),
];

const person = fc.constantFrom(ANNA, BEN, CLEO, DAN);
const choice = fc.constantFrom(
  { kind: 'when approved' as const },
  { kind: 'window' as const },
  ...[20 * MINUTE, 5 * HOUR, 15 * HOUR].map((inMs) => ({ kind: 'at' as const, inMs })),
);

function doing<K extends string, A extends object>(kind: K, args: { [F in keyof A]: fc.Arbitrary<A[F]> }) {
  return fc.record(args).map((given) => ({ do: kind, ...given }));
}

const PORTS = [
  'people.standing',
  'ocp.readCluster',
  'ocp.tasksOf',
  'ocp.exportCredentials',
  'ocp.moveOut',
  'delivery.deliver',
  'journal.append',
];
const COMMANDS = [
  ...(['withdraw', 'withdraw', 'start', 'start', 'start', 'retry', 'retry', 'retry'] as const),
  ...(['check again', 'submit again', 'give key', 'give up'] as const),
];
const SPANS = [MINUTE, MINUTE, 20 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR];

/** How often each comes up: enough that many runs come far. */
const step = fc.oneof(
  { weight: 20, arbitrary: doing('approve', { person, isOldCard: fc.nat(5).map((n) => n === 0) }) },
  { weight: 6, arbitrary: doing('act', { person, kind: fc.constantFrom(...COMMANDS) }) },
  { weight: 2, arbitrary: doing('move', { person, choice }) },
  { weight: 8, arbitrary: doing('passes', { count: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 5, arbitrary: doing('wait for the start', {}) },
  { weight: 7, arbitrary: doing('wait', { ms: fc.constantFrom(...SPANS) }) },
  {
    weight: 3,
    arbitrary: doing('become', {
      person,
      kind: fc.constantFrom('member' as const, 'member' as const, 'guest' as const),
      inChannel: fc.nat(3).map((n) => n > 0),
    }),
  },
  {
    weight: 3,
    arbitrary: doing('change', {
      status: fc.constantFrom('RUNNING', 'RUNNING', 'STOPPED', 'STARTING'),
      hasNewHost: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: doing('fault', { name: fc.constantFrom(...PORTS), times: fc.constantFrom(1, 2, 30) }),
  },
  { weight: 1, arbitrary: doing('mend', {}) },
  { weight: 1, arbitrary: doing('restart', {}) },
  { weight: 1, arbitrary: doing('lose key', {}) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const setup = fc.record({
  calendar: fc.constantFrom(...CALENDARS),
  quorum: fc.constantFrom(1, 2),
  first: choice,
  lateMs: fc.constantFrom(0, 100 * MINUTE, 12 * HOUR),
});
type Setup = typeof setup extends fc.Arbitrary<infer T> ? T : never;

interface Scene extends Truth {
  /** Fingerprint of the first card. */
  readonly firstCard: string;
  /** So many events were judged. */
  judged: number;
}

/** A request as the form makes it; undefined where that start cannot be chosen. */
async function openScene({ calendar, quorum, first, lateMs }: Setup): Promise<Scene | undefined> {
  const ocp = { status: 'RUNNING', hasNewHost: false };
  const world = await createWorld({ calendar, admins: [ADMIN], wrapOcp: (real) => saying(real, ocp) });
  world.wait(lateMs);
  const terms = termsOfForm(calendar, first, quorum, world.clock.now());
  if (terms === undefined) return undefined;
  const id = await world.open({ terms: { ...terms, startTtlMs: START_TTL_MS } });
  const { fingerprint } = (await world.request(id)).terms;
  return { world, id, calendar, quorum, ocp, firstCard: fingerprint, judged: 0 };
}

/** OCP with what it says of the cluster now. */
function saying(real: Ocp, says: Truth['ocp']): Ocp {
  return {
    ...real,
    async readCluster(id) {
      const cluster = await real.readCluster(id);
      if (cluster === undefined) return undefined;
      const [host] = cluster.hosts;
      const added = host === undefined || !says.hasNewHost ? [] : [{ ...host, id: NEW_HOST, name: 'new' }];
      return { ...cluster, status: says.status, hosts: [...cluster.hosts, ...added] };
    },
  };
}

async function take(scene: Scene, now: Step): Promise<void> {
  const { world, id, ocp, firstCard } = scene;
  const { terms, status } = await world.request(id);
  switch (now.do) {
    case 'approve': {
      const fingerprint = now.isOldCard ? firstCard : terms.fingerprint;
      // An old card asks for what the start needs, whatever became of the request.
      const earlier = status === 'scheduled' && !now.isOldCard ? ({ earlier: true } as const) : {};
      await world.act(id, now.person, { kind: 'approve', fingerprint, ...earlier });
      return;
    }
    case 'act':
      await world.act(id, now.person, { kind: now.kind }, now.kind === 'give key' ? KEY : undefined);
      return;
    case 'move':
      await world.act(id, now.person, { kind: 'move', start: choiceAt(now.choice, world.clock.now()) });
      return;
    case 'passes':
      return passes(scene, now.count, MINUTE);
    case 'wait for the start':
      return terms.start.kind === 'when approved' ? undefined : waitUntil(scene, new Date(terms.start.at));
    case 'wait':
      return world.wait(now.ms);
    case 'become':
      world.people.set(now.person, { ...now, listed: true });
      return;
    case 'change':
      ocp.status = now.status;
      ocp.hasNewHost = now.hasNewHost;
      return;
    case 'fault':
      return world.faults.next(now.name, unanswered, now.times);
    case 'mend':
      return world.faults.clear();
    case 'restart':
      return world.restart();
    case 'lose key':
      return world.ports.vault.forget(id);
  }
}

function waitUntil({ world }: Scene, time: Date): void {
  world.wait(Math.max(0, time.getTime() - world.clock.now().getTime()));
}

/** Passes as the lanes make them, judged one by one: people and OCP are still as the pass saw them. */
async function passes(scene: Scene, count: number, longestWaitMs: number): Promise<void> {
  const { world, id } = scene;
  for (let n = 0; n < count; n += 1) {
    const next = await world.pass(id);
    scene.judged = await judge(scene, scene.judged);
    if (next === undefined || next.getTime() > world.clock.now().getTime() + longestWaitMs) return;
    waitUntil(scene, next);
  }
}

/** Everything works again, and time goes by; then, while Slack is silent, an administrator ends what is left. */
async function ended(scene: Scene): Promise<Request> {
  const { world, id } = scene;
  world.faults.clear();
  await passes(scene, 60, Number.POSITIVE_INFINITY);
  world.faults.next('people.standing', unanswered, 10_000);
  await world.act(id, ADMIN, { kind: 'cancel' });
  await world.act(id, ADMIN, { kind: 'give up' });
  return world.request(id);
}

it('starts and submits as approvals, hours and freeze periods allow, and comes to an end', async () => {
  await fc.assert(
    fc.asyncProperty(setup, fc.array(step, { maxLength: 40, size: 'max' }), async (given, steps) => {
      const scene = await openScene(given);
      if (scene === undefined) return;
      for (const now of steps) {
        await take(scene, now).catch((error: unknown) => scene.world.errors.push(error));
        scene.judged = await judge(scene, scene.judged);
      }
      const last = await ended(scene);
      expect(hasEnded(last), last.status).toBe(true);
      await scene.world.stop();
    }),
    { numRuns: 250, interruptAfterTimeLimit: 8_000 },
  );
});
