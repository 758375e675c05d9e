/** Moveout's parts put together: the stores, the OCP, the workflow and the Slack app of one process. */
import { openConversation } from './conversation.ts';
import { createLoggedDisk } from './disk-log.ts';
import { createLanes, type Lanes } from './jobs/lanes.ts';
import { startSweep } from './jobs/sweep.ts';
import { openDataDirectory } from './journal/data-directory.ts';
import { aboutRequest } from './log.ts';
import { createMonitor } from './monitor/monitor.ts';
import { inDataDirectory, openStores } from './open-stores.ts';
import { createBoltLogger } from './slack/bolt-logger.ts';
import { createCardLinks } from './slack/card-links.ts';
import { createClients } from './slack/clients.ts';
import { createDelivery } from './slack/delivery.ts';
import { createPacer } from './slack/pacer.ts';
import { createPeople } from './slack/people.ts';
import { createPublish } from './slack/publish.ts';
import { signIn } from './slack/sign-in.ts';
import { subscribersOf } from './slack/subscribers-of.ts';
import { createTokenHealth, createTokenWatch } from './slack/token-fault.ts';
import type { Closers, Start } from './start.ts';
import { steadyClock, systemTimers } from './timers.ts';
import { createAdvance } from './workflow/advance.ts';
import { forgetStaleKeys } from './workflow/forget-keys.ts';
import { createKeyTurns } from './workflow/key-turns.ts';
import { lostKeys } from './workflow/lost-keys.ts';
import { type Clock, StoreFault } from './workflow/ports.ts';
import { PACE, type Sightings, type World } from './workflow/world.ts';

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
  const clock: Clock = given.clock ?? { now: () => new Date() };
  const data = await inDataDirectory(given.dataDir, () => openDataDirectory(given.dataDir));
  closers.push(data.release);
  const opened = await inDataDirectory(data.path, () => given.openOcps(data.path, clock));
  closers.push(opened.stop);
  const stores = await openStores(data.path, config.vaultKey, createLoggedDisk(log));
  closers.push(stores.journal.close);
  const monitor = createMonitor({ log, clock });
  const journal = monitor.journal(stores.journal);
  const ocps = monitor.ocps(opened.ocps);
  const logger = createBoltLogger(log);
  const tokenHealth = createTokenHealth();
  const clients = createClients({
    ...slack,
    logger,
    called: (method, result, seconds) => {
      tokenHealth.called(result);
      monitor.slack.called(method, result, seconds);
    },
  });
  const identity = await signIn(clients.interactive);
  const sightings: Sightings = new Map();
  const isOfToken = createTokenWatch(log, 'SLACK_BOT_TOKEN');
  const pacer = createPacer({
    clock: steadyClock,
    timers: systemTimers,
    wake: (id) => lanes.publish(id),
    minuteMs: given.slackMinuteMs,
  });
  // Homes are there once the conversation is; whatever is told to Slack may change them.
  let homeChanged: () => void = () => undefined;
  // Lanes and world need each other: the lanes wake what the world does.
  const lanes: Lanes = createLanes({
    advance: (id) => aboutRequest(id, () => advance(id)),
    publish: (id) => {
      homeChanged();
      return aboutRequest(id, () => publish(id));
    },
    clock,
    timers: systemTimers,
    onFault: (lane, id, error, times) => {
      // The disk and the token have told it, once and not for every request and try.
      if (error instanceof StoreFault || isOfToken(error)) return;
      // What may last for days is tried every minute: the first line, and then ever fewer.
      if (!Number.isInteger(Math.log2(times))) return;
      log.warn(`${lane} failed, will be tried again`, { request: id, error: String(error), times });
    },
  });
  const cardLinks = createCardLinks(clients.interactive);
  const people = createPeople(clients, identity.teamId, config);
  const publish = createPublish({
    journal,
    ocps,
    clock,
    sightings,
    clients,
    cardLinks,
    log,
    pacer,
    calendar: config.calendar,
    approversListed: config.approvers !== undefined,
    subscribersOf: (request) => subscribersOf({ people, subscribers: stores.subscribers, log }, request),
  });
  const world: World = {
    ...stores,
    keyTurns: createKeyTurns(),
    journal,
    ocps,
    people,
    calendar: config.calendar,
    approvalTtlMs: config.approvalTtlMs,
    admins: config.admins,
    delivery: createDelivery(clients.background),
    jobs: lanes,
    clock,
    pace: given.pace ?? PACE,
    sightings,
  };
  const advance = createAdvance(world);
  await forgetStaleKeys(world);
  for (const { id: request, why } of await lostKeys(world))
    log.warn('an encryption key is lost, and its run will stop for it', { request, why });
  closers.push(() => within(DRAIN_MS, lanes.stop()));
  const { homes } = await openConversation(given, closers, {
    world,
    clients,
    cardLinks,
    identity,
    logger,
    monitor,
    tokenHealth,
    dataPath: data.path,
    probes: opened.probes,
  });
  homeChanged = homes.changed;
  opened.start();
  const active = await journal.active();
  lanes.wakeAll(active.map(({ request }) => request.id));
  const sweep = startSweep({
    journal,
    wakeAll: lanes.wakeAll,
    alsoDo: () => forgetStaleKeys(world),
    onFault: (error) => log.warn('the sweep failed', { error: String(error) }),
  });
  closers.push(sweep.stop);
  log.info('ready', { requests: active.length, dataDir: data.path });
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, ms).unref())]);
}
