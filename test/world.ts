/** Everything that the workflow works with, in memory, under a clock that the tests move. The OCP is the real embedded one. */
import { setImmediate } from 'node:timers/promises';
import { Memory } from 'lowdb';
import type { Calendar } from '../src/domain/calendar.ts';
import type { Command } from '../src/domain/decision.ts';
import type { RequestEvent, Terms } from '../src/domain/events.ts';
import { hostChoices } from '../src/domain/host-choices.ts';
import { hasEnded, type Request } from '../src/domain/request.ts';
import type { Standing } from '../src/domain/standing.ts';
import { openEmbeddedOcp } from '../src/ocp/embedded/embedded-ocp.ts';
import type { Inventory } from '../src/ocp/embedded/inventory.ts';
import { type Acted, act } from '../src/workflow/act.ts';
import { createAdvance } from '../src/workflow/advance.ts';
import { createKeyTurns } from '../src/workflow/key-turns.ts';
import type { Dossier, Ocp, Subscribers } from '../src/workflow/ports.ts';
import { requestMoveOut } from '../src/workflow/request-move-out.ts';
import { PACE, type World } from '../src/workflow/world.ts';
import { Crash, createFaults } from './faults.ts';
import { memoryExports } from './memory-exports.ts';
import { memoryJournal } from './memory-journal.ts';
import { memoryVault } from './memory-vault.ts';
import { SHOP, smallInventory } from './small-inventory.ts';

export const ANNA = 'U0ANNA';
export const BEN = 'U0BEN';
export const CLEO = 'U0CLEO';
const CHANNEL = 'C0OPS';
/** What is thrown where Slack cannot be reached at all. */
export const SLACK_AWAY = new Error('Slack did not answer.');
/** The encryption key of every request that is asked for without another one. */
export const KEY = 'Correct-Horse-7-Battery';

/** The terms of a request whose credentials the requester exported in the console. */
export const IN_CONSOLE = { exportedInConsole: true } as const;

const BEGIN = '2026-11-02T10:00:00.000Z';
/** A run that needs more passes than this goes round in circles. */
const PASSES = 400;

export interface WorldOptions {
  readonly inventory?: Inventory;
  /** With the real encryption, which takes a worker thread. */
  readonly realExport?: boolean;
  /** Off-peak hours and freeze periods; none unless told. */
  readonly calendar?: Calendar;
  /** The administrators; none are set unless told. */
  readonly admins?: readonly string[];
  /** Puts something between Moveout and the embedded OCP: another version, an export in the console. */
  readonly wrapOcp?: (ocp: Ocp) => Ocp;
}

export interface Asking {
  readonly cluster?: number;
  readonly requester?: string;
  readonly viewId?: string;
  readonly key?: string;
  readonly terms?: Partial<Omit<Terms, 'fingerprint'>>;
}

export type TestWorld = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(options: WorldOptions = {}) {
  let now = new Date(BEGIN);
  const clock = { now: () => now };
  const faults = createFaults();
  const { ocp: plainOcp, setHostStatus, stop } = await embedded(options, clock);
  /** By person; or by `<person> as <role>`, where that matters. */
  const people = new Map<string, Standing>();
  const delivered: { id: string; requester: string; bytes: Uint8Array; howToOpen: string }[] = [];
  const ports = {
    journal: memoryJournal(),
    vault: memoryVault(),
    exports: memoryExports(),
    delivery: {
      async deliver(id: string, requester: string, _file: object, bytes: Uint8Array, howToOpen: string) {
        delivered.push({ id, requester, bytes, howToOpen });
      },
    },
  };
  const woken: string[] = [];
  const published: string[] = [];
  let keyTurns = createKeyTurns();
  const world: World = {
    journal: faults.around('journal', ports.journal, ['open', 'append', 'archive']),
    vault: faults.around('vault', ports.vault),
    keyTurns: { take: (id, work) => keyTurns.take(id, work), isTaken: (id) => keyTurns.isTaken(id) },
    exports: faults.around('exports', ports.exports),
    ocps: [faults.around('ocp', options.wrapOcp?.(plainOcp) ?? plainOcp)],
    delivery: faults.around('delivery', ports.delivery),
    people: faults.around(
      'people',
      {
        isAway: (fault) => fault === SLACK_AWAY,
        standing: async (person, _channel, role) =>
          people.get(`${person} as ${role}`) ?? people.get(person) ?? member(person),
        toRemind: async (_channel, except, most) =>
          [BEN, CLEO].filter((one) => !except.includes(one)).slice(0, most),
      },
      ['standing', 'toRemind'],
    ),
    subscribers: memorySubscribers(),
    jobs: { wake: (id) => woken.push(id), publish: (id) => published.push(id) },
    clock,
    pace: PACE,
    calendar: options.calendar ?? { timezone: 'UTC', freeze: [] },
    approvalTtlMs: 24 * 3_600_000,
    admins: options.admins,
    sightings: new Map(),
  };
  let advance = createAdvance(world);
  let viewCount = 0;
  const errors: unknown[] = [];

  async function dossierOf(id: string): Promise<Dossier> {
    const dossier = await ports.journal.read(id);
    if (dossier === undefined) throw new Error(`There is no request ${id}.`);
    return dossier;
  }

  /** The process ends and starts again: what was only in memory is gone. */
  function restart(): void {
    world.sightings.clear();
    keyTurns = createKeyTurns();
    advance = createAdvance(world);
  }

  /** One pass, as a lane makes it. A fault is noted, and the next pass follows a second later. */
  async function pass(id: string): Promise<Date | undefined> {
    try {
      return await faults.alive(() => advance(id));
    } catch (error) {
      errors.push(error);
      if (error instanceof Crash) restart();
      return new Date(now.getTime() + 1_000);
    } finally {
      await setImmediate();
    }
  }

  /** Passes and waits, until the request needs a person, or has ended, or is as `until` says. */
  async function run(id: string, until: (request: Request) => boolean = needsPeople): Promise<Request> {
    for (let count = 0; count < PASSES; count += 1) {
      const next = await pass(id);
      const { request } = await dossierOf(id);
      if (until(request) || next === undefined) return request;
      if (next > now) now = next;
    }
    throw new Error(`${id} did not come to rest: ${JSON.stringify((await dossierOf(id)).request)}`);
  }

  async function ask(asking: Asking = {}): Promise<{ opened: Dossier } | { busy: Dossier }> {
    viewCount += 1;
    const { viewId = `V${viewCount}` } = asking;
    const terms = await termsFor(plainOcp, now, asking);
    // Nobody has a key for Moveout whose credentials are exported in the console.
    const key = terms.exportedInConsole === true ? undefined : (asking.key ?? KEY);
    return faults.alive(() => requestMoveOut(world, { viewId, terms, key }));
  }

  async function open(asking: Asking = {}): Promise<string> {
    const result = await ask(asking);
    if ('busy' in result) throw new Error('The cluster has an open request.');
    return result.opened.request.id;
  }

  async function approve(id: string, person = BEN): Promise<Acted> {
    const { request } = await dossierOf(id);
    const { fingerprint } = request.terms;
    const earlier = request.status === 'scheduled' ? ({ earlier: true } as const) : {};
    return faults.alive(() => act(world, id, person, { kind: 'approve', fingerprint, ...earlier }));
  }

  /** The run begins, and no step of it is made: as after a process that ended right then. */
  async function begin(id: string): Promise<void> {
    const { request } = await dossierOf(id);
    await ports.journal.append(id, request.seq, [
      { type: 'started', at: now.toISOString(), actor: 'moveout' },
    ]);
  }

  return {
    world,
    /** The ports without the faults. */
    ports: { ...ports, ocp: plainOcp },
    faults,
    people,
    delivered,
    woken,
    published,
    /** What passes threw. */
    errors,
    ask,
    open,
    approve,
    run,
    pass,
    restart,
    stop,
    setHostStatus,
    clock,
    act: (id: string, person: string, command: Command, key?: string) =>
      faults.alive(() => act(world, id, person, command, key)),
    /** Time goes by, and nothing else happens. */
    wait(ms: number): void {
      now = new Date(now.getTime() + ms);
    },
    /** Slack is told everything about a request. */
    async tell(id: string): Promise<void> {
      const { request } = await dossierOf(id);
      await ports.journal.saveCursor(id, { toldSeq: request.seq });
    },
    request: async (id: string): Promise<Request> => (await dossierOf(id)).request,
    events: async (id: string): Promise<readonly RequestEvent[]> => (await dossierOf(id)).events,
    eventTypes: async (id: string): Promise<string[]> => (await dossierOf(id)).events.map(({ type }) => type),
    /** The calls of that name that the port did. */
    done: (name: string): number => faults.calls.filter((call) => call.name === name && call.done).length,
    begin,
    /** A request that was made and approved, and whose run has begun. */
    async begun(asking: Asking = {}): Promise<string> {
      const id = await open(asking);
      await approve(id);
      await begin(id);
      return id;
    },
    /** A request that was made and approved. */
    async approved(asking: Asking = {}): Promise<string> {
      const id = await open(asking);
      await approve(id);
      return id;
    },
  };
}

function memorySubscribers(): Subscribers {
  const people = new Set<string>();
  return {
    all: () => [...people],
    async set(person, wants) {
      if (wants) people.add(person);
      else people.delete(person);
    },
  };
}

function needsPeople(request: Request): boolean {
  return hasEnded(request) || !['approved', 'running', 'rolling back'].includes(request.status);
}

function member(person: string): Standing {
  return { person, kind: 'member', inChannel: true, listed: true };
}

async function embedded(options: WorldOptions, clock: { now(): Date }) {
  const opened = await openEmbeddedOcp({
    file: 'ocp.json',
    adapter: new Memory<unknown>(),
    inventory: async () => options.inventory ?? smallInventory(),
    paceMs: 0,
    clock,
    workFactor: 2,
    onFault: (error) => {
      throw error;
    },
  });
  if (options.realExport === true) return opened;
  const exportCredentials: Ocp['exportCredentials'] = async ({ name }) => ({
    name: `${name}.age`,
    bytes: Buffer.from(`sealed credentials of ${name}`),
  });
  return { ...opened, ocp: { ...opened.ocp, exportCredentials } };
}

async function termsFor(ocp: Ocp, now: Date, asking: Asking): Promise<Omit<Terms, 'fingerprint'>> {
  const cluster = await ocp.readCluster(asking.cluster ?? SHOP);
  if (cluster === undefined) throw new Error('OCP does not list the cluster.');
  const { id, name, obClusterId, type, status } = cluster;
  const { deletable, held } = hostChoices(cluster);
  return {
    requester: asking.requester ?? ANNA,
    channel: CHANNEL,
    cluster: { ocp: ocp.name, id, name, obClusterId, type, status },
    deleteHosts: deletable.map(hostRef),
    keepHosts: held.map(({ host }) => hostRef(host)),
    skipHosts: [],
    reason: 'moves to the new OCP',
    start: { kind: 'when approved' },
    quorum: 1,
    approvalExpiresAt: new Date(now.getTime() + 24 * 3_600_000).toISOString(),
    warnings: [],
    ...asking.terms,
  };
}

function hostRef({ id, name, address, zone }: { id: number; name: string; address: string; zone: string }) {
  return { id, name, address, zone };
}
