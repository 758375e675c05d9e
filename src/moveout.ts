/** Moveout's parts put together: the stores, the OCP, the workflow and the Slack app of one process. */
import type { Config } from './config/config.ts';
import { createLoggedDisk } from './disk-log.ts';
import { createLanes, type Lanes } from './jobs/lanes.ts';
import { startSweep } from './jobs/sweep.ts';
import { openDataDirectory } from './journal/data-directory.ts';
import type { Log } from './log.ts';
import { inDataDirectory, openStores } from './open-stores.ts';
import { createApp } from './slack/app.ts';
import { createBoltLogger } from './slack/bolt-logger.ts';
import type { Bot } from './slack/bot.ts';
import { createClients } from './slack/clients.ts';
import { createClusterCache } from './slack/cluster-cache.ts';
import { createDelivery } from './slack/delivery.ts';
import { createDrafts } from './slack/drafts.ts';
import { createPeople } from './slack/people.ts';
import { createPublish } from './slack/publish.ts';
import { signIn, socketFault } from './slack/sign-in.ts';
import { createSocketReceiver } from './slack/socket-receiver.ts';
import { createAdvance } from './workflow/advance.ts';
import { forgetStaleKeys } from './workflow/forget-keys.ts';
import { type Clock, type Ocp, StoreFault } from './workflow/ports.ts';
import { PACE, type Pace, type Sightings, type World } from './workflow/world.ts';

/** How Moveout reaches Slack. */
interface SlackConnection {
  readonly botToken: string;
  readonly appToken: string;
  /** Another server that speaks Slack's Web API; unset for Slack itself. */
  readonly apiUrl?: string | undefined;
}

/** What Moveout is started with. */
export interface Start {
  readonly config: Config;
  readonly slack: SlackConnection;
  readonly dataDir: string;
  readonly log: Log;
  /** Opens the OCPs, once the data directory is this process's own. */
  readonly openOcps: (dataDir: string, clock: Clock) => Promise<OpenedOcps>;
  readonly pace?: Pace;
}

/** The OCPs as Moveout works with them. */
export interface OpenedOcps {
  readonly ocps: readonly Ocp[];
  /** Goes on with what was under way when the process ended. */
  start(): void;
  stop(): Promise<void>;
}

/** How long a stop waits for passes under way; what they do not finish is made up at the next start. */
const DRAIN_MS = 3_000;

/**
 * Starts Moveout and gives how to stop it. Throws, with everything closed again, when the data directory, a store, the inventory
 * or a token cannot be used; the message says which and what to do.
 */
export async function startMoveout(given: Start): Promise<{ stop(): Promise<void> }> {
  const closers: Closers = [];
  try {
    await start(given, closers);
    return { stop: () => closeAll(closers) };
  } catch (error) {
    await closeAll(closers).catch(() => undefined);
    throw error;
  }
}

/** What to close, in the order in which it was opened. */
type Closers = (() => Promise<void>)[];

/** Closes everything, the last opened first. What cannot be closed keeps nothing else open; then it throws. */
async function closeAll(closers: Closers): Promise<void> {
  const faults: unknown[] = [];
  for (const close of closers.splice(0).reverse())
    await close().catch((error: unknown) => {
      faults.push(error);
    });
  if (faults.length > 0) throw new Error(faults.map(String).join(' '));
}

async function start(given: Start, closers: Closers): Promise<void> {
  const { config, slack, log } = given;
  const clock: Clock = { now: () => new Date() };
  const data = await inDataDirectory(given.dataDir, () => openDataDirectory(given.dataDir));
  closers.push(data.release);
  const opened = await inDataDirectory(data.path, () => given.openOcps(data.path, clock));
  closers.push(opened.stop);
  const stores = await openStores(data.path, config.vaultKey, createLoggedDisk(log));
  const { journal } = stores;
  closers.push(journal.close);
  const logger = createBoltLogger(log);
  const clients = createClients({ ...slack, logger });
  const identity = await signIn(clients.interactive);
  const sightings: Sightings = new Map();
  const { ocps } = opened;
  // Lanes and world need each other: the lanes wake what the world does.
  const lanes: Lanes = createLanes({
    advance: (id) => advance(id),
    publish: createPublish({ journal, ocps, clock, sightings, clients, log }),
    clock,
    onFault: (lane, id, error) => {
      // The disk has told it, once and not for every request and try.
      if (error instanceof StoreFault) return;
      log.warn(`${lane} failed, will be tried again`, { request: id, error: String(error) });
    },
  });
  const world: World = {
    ...stores,
    ocps,
    people: createPeople(clients.interactive, identity.teamId),
    delivery: createDelivery(clients.background),
    jobs: lanes,
    clock,
    pace: given.pace ?? PACE,
    sightings,
  };
  const advance = createAdvance(world);
  await forgetStaleKeys(world);
  closers.push(() => within(DRAIN_MS, lanes.stop()));
  await connect(given, closers, { world, clients, identity, logger });
  opened.start();
  const active = await journal.active();
  lanes.wakeAll(active.map(({ request }) => request.id));
  const sweep = startSweep({
    journal,
    wakeAll: lanes.wakeAll,
    onFault: (error) => log.warn('the sweep failed', { error: String(error) }),
  });
  closers.push(sweep.stop);
  log.info('ready', { requests: active.length, dataDir: data.path });
}

async function connect(
  { config, slack, log }: Start,
  closers: Closers,
  parts: Pick<Bot, 'world' | 'clients'> & Pick<Parameters<typeof createApp>[1], 'identity' | 'logger'>,
): Promise<void> {
  const { world, clients, identity, logger } = parts;
  const receiver = createSocketReceiver({ ...slack, logger });
  const clusters = createClusterCache(world.ocps, world.clock);
  const settings = { ...config, quorum: config.approvals };
  const bot: Bot = { world, clients, settings, clusters, drafts: createDrafts(), log };
  const app = createApp(bot, { receiver, logger, botToken: slack.botToken, identity });
  // The picker has its list at hand when somebody asks; a start does not wait for OCP.
  void clusters.fresh();
  closers.push(async () => {
    await app.stop();
  });
  await app.start().catch((error: unknown) => {
    throw socketFault(error);
  });
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, ms).unref())]);
}
