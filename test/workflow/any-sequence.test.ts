import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClusterSummary } from '../../src/domain/cluster.ts';
import type { Command } from '../../src/domain/decision.ts';
import { hasEnded, type Request } from '../../src/domain/request.ts';
import { OcpFault } from '../../src/workflow/ports.ts';
import { answerLost, type Call, Crash, delayed, type Fault, lies, refused, unanswered } from '../faults.ts';
import { DEPOT, SHOP } from '../small-inventory.ts';
import { ANNA, BEN, CLEO, createWorld, IN_CONSOLE, KEY, type TestWorld } from '../world.ts';

const cluster = fc.constantFrom(SHOP, DEPOT);
const person = fc.constantFrom(ANNA, BEN, CLEO);
const inConsole = fc.boolean();
/** A host that is down lets the task fail. */
const hostsDown = fc.subarray([101, 102, 201, 202]);
const half = lies<ClusterSummary[]>((clusters) => clusters.slice(1));

function doing<K extends string, A extends object>(kind: K, args: { [F in keyof A]: fc.Arbitrary<A[F]> }) {
  return fc.record(args).map((given) => ({ do: kind, ...given }));
}

const FAULTS: { name: string; fault: Fault }[] = [
  ...[refused, unanswered, answerLost, delayed].map((fault) => ({ name: 'ocp.moveOut', fault })),
  ...[refused, unanswered, answerLost].flatMap((fault) =>
    ['ocp.retryTask', 'ocp.skipSubtask', 'ocp.rollBackTask', 'ocp.exportCredentials'].map((name) => ({
      name,
      fault,
    })),
  ),
  ...['ocp.readTask', 'ocp.tasksOf', 'ocp.listClusters', 'ocp.readCluster', 'ocp.moveOutOptions'].map(
    (name) => ({
      name,
      fault: unanswered,
    }),
  ),
  { name: 'ocp.listClusters', fault: half },
  ...['journal.open', 'journal.append', 'delivery.deliver', 'vault.forget'].map((name) => ({
    name,
    fault: unanswered,
  })),
];

const CONSOLE = ['move out', 'retry', 'roll back'] as const;

const COMMANDS = [
  'reject',
  'cancel',
  'approve',
  'retry',
  'skip',
  'roll back',
  'give up',
  'check again',
  'submit again',
  'give key',
] as const;

/** How often each comes up: enough that many runs come far, and few end early. */
const step = fc.oneof(
  { weight: 2, arbitrary: doing('ask', { cluster, person, inConsole, modal: fc.nat(3) }) },
  { weight: 3, arbitrary: doing('begin', { cluster, person, inConsole, modal: fc.nat(30) }) },
  { weight: 1, arbitrary: doing('act', { cluster, person, command: fc.constantFrom(...COMMANDS) }) },
  { weight: 6, arbitrary: doing('act', { cluster, person, command: fc.constantFrom(...COMMANDS.slice(3)) }) },
  { weight: 6, arbitrary: doing('passes', { cluster, count: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 5,
    arbitrary: doing('fault', { fault: fc.constantFrom(...FAULTS), times: fc.constantFrom(1, 1, 3) }),
  },
  {
    weight: 2,
    arbitrary: doing('crash', {
      at: fc.integer({ min: 1, max: 12 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 1, arbitrary: doing('restart', {}) },
  { weight: 1, arbitrary: doing('lose key', { cluster }) },
  { weight: 1, arbitrary: doing('console', { cluster, what: fc.constantFrom(...CONSOLE) }) },
  { weight: 1, arbitrary: doing('arrive', {}) },
  {
    weight: 2,
    arbitrary: doing('host', {
      cluster,
      place: fc.integer({ min: 1, max: 2 }),
      status: fc.constantFrom('OFFLINE', 'ONLINE'),
    }),
  },
  { weight: 1, arbitrary: doing('wait', { seconds: fc.constantFrom(1, 30, 30, 3_600, 90_000) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A world with what each request did to OCP. */
async function watchedWorld() {
  const world = await createWorld();
  const owners = new Map<Call, string>();
  const newest = new Map<number, string>();

  async function askFor(asked: {
    cluster: number;
    person: string;
    inConsole: boolean;
    modal: number;
  }): Promise<void> {
    const viewId = `V${asked.cluster}${asked.modal}${asked.inConsole ? 'C' : ''}`;
    if ((await world.ports.ocp.readCluster(asked.cluster)) === undefined) return;
    const result = await world.ask({
      cluster: asked.cluster,
      requester: asked.person,
      viewId,
      terms: asked.inConsole ? IN_CONSOLE : {},
    });
    const { request } = 'opened' in result ? result.opened : result.busy;
    newest.set(asked.cluster, request.id);
  }

  /** Passes as the lanes make them; the move-outs that are sent meanwhile are this request's. */
  async function passes(id: string, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const before = world.faults.calls.length;
      const next = await world.pass(id);
      for (const call of world.faults.calls.slice(before))
        if (call.name === 'ocp.moveOut') owners.set(call, id);
      const request = await world.request(id);
      if (next === undefined || hasEnded(request)) return;
      const pause = next.getTime() - world.clock.now().getTime();
      if (pause > 60_000) return;
      if (pause > 0) world.wait(pause);
    }
  }

  return { ...world, owners, newest, askFor, passes };
}
type WatchedWorld = Awaited<ReturnType<typeof watchedWorld>>;

function commandOf(kind: (typeof COMMANDS)[number], request: Request): Command {
  const { fingerprint } = request.terms;
  if (kind === 'approve') return { kind, fingerprint };
  if (kind === 'reject') return { kind, fingerprint, reason: 'no' };
  if (kind !== 'skip') return { kind };
  const failed = request.status === 'task failed' ? request.task.subtasks : [];
  return { kind, subtaskIds: failed.map(({ id }) => id) };
}

/**
 * What was delayed arrives. OCP cannot tell a late move-out from a new one, so one that outlives a rollback is taken, and
 * nothing on our side could prevent it; such a long delay is left out.
 */
async function arrive({ faults, ports }: WatchedWorld): Promise<void> {
  const all = await Promise.all([SHOP, DEPOT].map((id) => ports.ocp.tasksOf(id)));
  const rolledBack = all.flat().filter((task) => task.operation === 'ROLLBACK');
  return faults.arrive((call) => rolledBack.some((task) => task.clusterId === call.args[0]));
}

/** What somebody does in OCP's own console, when OCP lets them. */
async function inTheConsole(
  { ports }: WatchedWorld,
  clusterId: number,
  what: (typeof CONSOLE)[number],
): Promise<void> {
  const [task] = await ports.ocp.tasksOf(clusterId);
  if (what === 'move out') await ports.ocp.moveOut(clusterId, { deleteHostIds: [], skipHostIds: [] });
  else if (what === 'retry') await ports.ocp.retryTask(task?.id ?? 0);
  else await ports.ocp.rollBackTask(task?.id ?? 0);
}

async function take(world: WatchedWorld, now: Step): Promise<void> {
  const id = 'cluster' in now ? world.newest.get(now.cluster) : undefined;
  switch (now.do) {
    case 'ask':
      return world.askFor(now);
    case 'begin': {
      await world.askFor(now);
      const begun = world.newest.get(now.cluster);
      if (begun === undefined) return;
      await world.approve(begun, now.person === BEN ? CLEO : BEN);
      return world.passes(begun, 10);
    }
    case 'act': {
      if (id === undefined) return;
      const command = commandOf(now.command, await world.request(id));
      await world.act(id, now.person, command, command.kind === 'give key' ? KEY : undefined);
      return;
    }
    case 'passes':
      return id === undefined ? undefined : world.passes(id, now.count);
    case 'fault':
      return world.faults.next(now.fault.name, now.fault.fault, now.times);
    case 'crash':
      return world.faults.crashAt(now.at, now.when);
    case 'console':
      return inTheConsole(world, now.cluster, now.what);
    case 'lose key':
      return id === undefined ? undefined : world.ports.vault.forget(id);
    case 'restart':
      return world.restart();
    case 'arrive':
      return arrive(world);
    case 'host':
      await world.setHostStatus(now.cluster * 100 + now.place, now.status);
      return;
    case 'wait':
      return world.wait(now.seconds * 1_000);
  }
}

async function openRequests(world: TestWorld): Promise<string[]> {
  const active = await world.ports.journal.active();
  return active.flatMap(({ request }) => (hasEnded(request) ? [] : [request.terms.cluster.name]));
}

function movesTaken(world: WatchedWorld): string[] {
  return [...world.owners].filter(([call]) => call.done).map(([, id]) => id);
}

/** The requests whose credentials were exported in the console, and for which a key was kept or a file was made all the same. */
async function keysOfConsole(world: WatchedWorld): Promise<string[]> {
  const sealed = await world.ports.vault.sealed();
  const active = await world.ports.journal.active();
  return active.flatMap(({ request, events }) => {
    const isKept = sealed.includes(request.id) || events.some(({ type }) => type === 'exported');
    return request.terms.exportedInConsole === true && isKept ? [request.id] : [];
  });
}

/** Whether the world failed, as it was told to, and not Moveout. */
function isOfTheWorld(error: unknown): boolean {
  return error instanceof OcpFault || error instanceof Crash;
}

it('opens at most one request of a cluster, and has at most one move-out taken for a request', async () => {
  await fc.assert(
    fc.asyncProperty(hostsDown, fc.array(step, { maxLength: 50, size: 'max' }), async (down, steps) => {
      const world = await watchedWorld();
      for (const host of down) await world.setHostStatus(host, 'OFFLINE');
      for (const now of steps) {
        await take(world, now).catch((error: unknown) => world.errors.push(error));
        await setImmediate(); // OCP comes to rest
        const open = await openRequests(world);
        expect(new Set(open).size).toBe(open.length);
        const taken = movesTaken(world);
        expect(new Set(taken).size).toBe(taken.length);
        expect(await keysOfConsole(world)).toEqual([]);
      }
      expect(world.errors.filter((error) => !isOfTheWorld(error))).toEqual([]);
      await world.stop();
    }),
    { numRuns: 250, interruptAfterTimeLimit: 8_000 },
  );
});
