/** The real listeners behind a real Bolt app, on requests that never change, for thousands of payloads a second. */

import type { Receiver } from '@slack/bolt';
import type { Calendar } from '../../src/domain/calendar.ts';
import type { Cluster } from '../../src/domain/cluster.ts';
import type { RequestEvent, Terms } from '../../src/domain/events.ts';
import { EVERY_OPTION } from '../../src/domain/move-out-options.ts';
import type { Request } from '../../src/domain/request.ts';
import { extended, opened } from '../../src/journal/dossiers.ts';
import { createLog } from '../../src/log.ts';
import { createApp } from '../../src/slack/app.ts';
import { createBoltLogger } from '../../src/slack/bolt-logger.ts';
import type { Bot } from '../../src/slack/bot.ts';
import { createCardLinks } from '../../src/slack/card-links.ts';
import { createClusterCache } from '../../src/slack/cluster-cache.ts';
import { createDrafts } from '../../src/slack/drafts.ts';
import { createHomes } from '../../src/slack/homes.ts';
import { createOpenViews } from '../../src/slack/open-views.ts';
import { createPeople } from '../../src/slack/people.ts';
import { readPersonKind } from '../../src/slack/person-kind.ts';
import { systemTimers } from '../../src/timers.ts';
import type { Journal, Ocp } from '../../src/workflow/ports.ts';
import { bareOcp } from '../bare-ocp.ts';
import { memoryJournal } from '../memory-journal.ts';
import type { Payload } from '../payloads.ts';
import { eventsOf, NOW, type Situation } from '../requests.ts';
import { smallInventory } from '../small-inventory.ts';
import { createWorld } from '../world.ts';
import { type StubbedCall, StubClient } from './slack-stub.ts';

export const CALENDAR: Calendar = { timezone: 'UTC', freeze: [] };
export const APPROVAL_TTL_MS = 3_600_000;
export const CHANNEL = 'C0ONCALL';
/** They are in the channel; all but the guest may decide. */
export const MEMBERS = ['U0ADA', 'U0GRACE', 'U0LINUS', 'U0GUEST'];
/** The cluster for which a form is open. */
export const CLUSTER = 'shop';

/** A request in each situation in which a person may do something, or may have been able to. */
const SITUATIONS = {
  'MO-AAAAAA': 'awaiting approval',
  'MO-BBBBBB': 'awaiting approval',
  'MO-CCCCCC': 'running: export',
  'MO-DDDDDD': 'running: follow',
  'MO-EEEEEE': 'step failed: export',
  'MO-FFFFFF': 'task failed',
  'MO-GGGGGG': 'asking: submit outcome',
  'MO-HHHHHH': 'asking: key lost',
  'MO-JJJJJJ': 'completed',
  'MO-KKKKKK': 'scheduled',
} as const satisfies Readonly<Record<string, Situation>>;

export type RequestId = keyof typeof SITUATIONS;
export const REQUEST_IDS = Object.keys(SITUATIONS).filter((id): id is RequestId => id in SITUATIONS);

/** What was to be written to the journal. */
export interface Attempt {
  readonly id: string;
  readonly events: readonly RequestEvent[];
}

/** What a payload led to. */
export interface Outcome {
  readonly attempts: readonly Attempt[];
  /** The requests for which a key was sealed. */
  readonly sealed: readonly string[];
  readonly logged: readonly string[];
  readonly calls: readonly StubbedCall[];
  readonly acks: readonly unknown[];
}

export type Target = Awaited<ReturnType<typeof openTarget>>;

export function cardTs(id: RequestId): string {
  return `1700000000.00010${REQUEST_IDS.indexOf(id)}`;
}

const RUNS = { status: 'FAILED', operation: 'EXECUTE', prohibitRollback: false } as const;

/** The OCP of the requests, in which nothing has changed since they were made. */
function unchangedOcp(requests: ReadonlyMap<string, Request>): Ocp {
  return bareOcp('ocp-a', {
    listClusters: async () => [],
    moveOutOptions: async () => EVERY_OPTION,
    readCluster: async (clusterId) => {
      const found = [...requests.values()].find(({ terms }) => terms.cluster.id === clusterId);
      return found && clusterOf(found.terms);
    },
    readTask: async (id) => ({
      id,
      name: 'Move out',
      ...RUNS,
      subtasks: [{ id: 12, name: 'Delete host', status: 'FAILED', operation: 'EXECUTE' }],
    }),
    subtaskLog: async () => 'a line of the log',
  });
}

function clusterOf({ cluster, deleteHosts, keepHosts }: Terms): Cluster {
  const hosts = [...deleteHosts, ...keepHosts].map((host) => ({ ...host, status: 'ONLINE', services: [] }));
  const others = { metaDb: false, standbys: [], zones: [], serversWithoutHost: [], tenantCount: 1 };
  return { ...cluster, ...others, hosts, proxyClusters: [] };
}

export async function openTarget() {
  const journal = memoryJournal();
  for (const [index, id] of REQUEST_IDS.entries()) {
    const cluster = {
      ocp: 'ocp-a',
      id: 70 + index,
      name: `db${index}`,
      obClusterId: 1,
      type: 'PRIMARY',
      status: 'RUNNING',
    };
    const change = { cluster, channel: CHANNEL };
    await journal.open(id, eventsOf(SITUATIONS[id], change));
    await journal.saveCursor(id, { toldSeq: 1, card: { channel: CHANNEL, ts: cardTs(id) } });
  }
  const before = new Map<string, Request>();
  for (const { request } of await journal.active()) before.set(request.id, request);
  const attempts: Attempt[] = [];
  const sealed: string[] = [];
  const logged: string[] = [];
  const stub = new StubClient(MEMBERS, new Map(REQUEST_IDS.map((id) => [cardTs(id), id])));
  const { world, stop } = await createWorld({ inventory: inventory() });
  const log = createLog('info', (line) => logged.push(line));
  const clock = { now: () => NOW };
  let modals = { drafts: createDrafts(), views: createOpenViews() };
  const bot: Bot = {
    world: {
      ...world,
      ocps: [...world.ocps, unchangedOcp(before)],
      clock,
      journal: frozen(journal, attempts),
      vault: { ...world.vault, seal: async (id) => void sealed.push(id), forget: async () => undefined },
      people: createPeople({ patient: stub, background: stub }, 'T0STUB', {}),
      calendar: CALENDAR,
      approvalTtlMs: APPROVAL_TTL_MS,
    },
    clients: { interactive: stub, patient: stub, background: stub },
    cardLinks: createCardLinks(stub),
    settings: {
      quorum: 1,
      approversListed: false,
      startTtlMs: 21_600_000,
    },
    homes: createHomes({
      publish: async () => undefined,
      clock,
      timers: systemTimers,
      onFault: () => undefined,
    }),
    checkup: { connections: () => 1, probeStore: async () => undefined, ocps: [], rosters: {} },
    clusters: createClusterCache(world.ocps, clock),
    drafts: {
      get: (id) => modals.drafts.get(id),
      set: (id, draft) => modals.drafts.set(id, draft),
      delete: (id) => modals.drafts.delete(id),
      begin: (id) => modals.drafts.begin(id),
    },
    kindOf: (person) => readPersonKind(stub, person, 'T0STUB'),
    countApprovers: async () => undefined,
    views: { of: (id) => modals.views.of(id), add: (id, view) => modals.views.add(id, view) },
    log,
  };
  const { app, posted } = appOf(bot);

  async function send(body: Payload): Promise<Outcome> {
    for (const list of [attempts, sealed, logged, stub.heard, posted]) list.length = 0;
    const acks: unknown[] = [];
    await app.processEvent({ body, ack: async (answer?: unknown) => void acks.push(answer) });
    const answers = posted.map((args) => ({ method: 'response_url', args }));
    return { attempts, sealed, logged, calls: [...stub.heard, ...answers], acks };
  }

  return {
    bot,
    send,
    /** Every modal is forgotten. */
    forgetModals: () => {
      modals = { drafts: createDrafts(), views: createOpenViews() };
    },
    /** The id of the modal that was opened last. */
    lastView: () => stub.lastView,
    /** The requests as they are, and stay. */
    before,
    stop,
  };
}

/** A cluster with a host of every sort: two that can be deleted, one that another service holds, one that is offline. */
function inventory() {
  const plain = smallInventory();
  const host = (id: number, more: object) => ({
    id,
    name: `shop-${id}`,
    innerIpAddress: `10.0.1.${id}`,
    status: 'ONLINE',
    services: [{ type: 'OB_CLUSTER', name: 'shop:1001' }],
    ...more,
  });
  const held = host(103, {
    services: [
      { type: 'OB_CLUSTER', name: 'shop:1001' },
      { type: 'OB_PROXY', name: 'px' },
    ],
  });
  const zone = {
    name: 'zone3',
    servers: [
      { id: 13, ip: '10.0.1.103' },
      { id: 14, ip: '10.0.1.104' },
    ],
  };
  const clusters = plain.clusters.map((cluster) =>
    cluster.name === CLUSTER ? { ...cluster, zones: [...cluster.zones, zone] } : cluster,
  );
  return { ...plain, clusters, hosts: [...plain.hosts, held, host(104, { status: 'OFFLINE' })] };
}

/** Takes every write and keeps none, so that each payload meets the same requests. */
function frozen(journal: Journal, attempts: Attempt[]): Journal {
  const isFrozen = async () => {
    throw new Error('No listener writes this.');
  };
  return {
    ...journal,
    open: async (id, events) => {
      attempts.push({ id, events });
      return { opened: opened(id, events) };
    },
    append: async (id, _expectedSeq, events) => {
      const dossier = await journal.read(id);
      if (dossier === undefined) throw new Error(`There is no request ${id}.`);
      attempts.push({ id, events });
      return { appended: extended(dossier, events) };
    },
    saveCursor: isFrozen,
    archive: isFrozen,
  };
}

/** Bolt answers commands with the `fetch` that it finds when it is made. */
function appOf(bot: Bot) {
  const posted: Record<string, unknown>[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (_url, init) => {
    posted.push({ body: String(init?.body) });
    return new Response('ok');
  };
  const receiver: Receiver = {
    init: () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
  };
  const app = createApp(bot, {
    receiver,
    logger: createBoltLogger(bot.log),
    botToken: 'xoxb-stub',
    identity: { teamId: 'T0STUB', botId: 'B0STUB', botUserId: 'U0MOVEOUT' },
  });
  globalThis.fetch = real;
  return { app, posted };
}
