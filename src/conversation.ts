/** The conversation with Slack, put together on a world that is there. */
import { probeDataDirectory } from './journal/probe.ts';
import { aboutSomething } from './log.ts';
import type { Monitor } from './monitor/monitor.ts';
import { seenHealth } from './seen-health.ts';
import { createApp } from './slack/app.ts';
import { createCountApprovers } from './slack/approver-count.ts';
import type { Bot } from './slack/bot.ts';
import type { Checkup, OcpHealth } from './slack/checkup.ts';
import { createClusterCache } from './slack/cluster-cache.ts';
import { createDrafts } from './slack/drafts.ts';
import { createHomes, type Homes } from './slack/homes.ts';
import { createOpenViews } from './slack/open-views.ts';
import { readPersonKind } from './slack/person-kind.ts';
import { publishHome } from './slack/publish-home.ts';
import { createReceiver } from './slack/receiver.ts';
import type { TokenHealth } from './slack/token-fault.ts';
import type { Closers, OpenedOcps, Start } from './start.ts';
import { steadyClock, systemTimers } from './timers.ts';
import type { Ocp } from './workflow/ports.ts';

/** Opens the conversation with Slack: the app with its listeners, its ways in, and, where a port is set, health and metrics. */
export async function openConversation(
  { config, slack, log }: Start,
  closers: Closers,
  parts: Pick<Bot, 'world' | 'clients' | 'cardLinks'> &
    Pick<Parameters<typeof createApp>[1], 'identity' | 'logger'> & {
      readonly monitor: Monitor;
      readonly tokenHealth: TokenHealth;
      readonly dataPath: string;
      readonly probes: OpenedOcps['probes'];
    },
): Promise<{ readonly homes: Homes }> {
  const { world, clients, cardLinks, identity, logger, monitor } = parts;
  const receiver = createReceiver({ ...slack, logger, log, acknowledged: monitor.slack.acknowledged });
  const clusters = createClusterCache(world.ocps, steadyClock);
  const settings = {
    ...config,
    quorum: config.approvals,
    approversListed: config.approvers !== undefined,
  };
  const modals = { drafts: createDrafts(), views: createOpenViews() };
  const checkup: Checkup = {
    connections: receiver.connected,
    probeStore: () => probeDataDirectory(parts.dataPath),
    ocps: world.ocps.map((ocp) => ({
      name: ocp.name,
      probe: parts.probes?.get(ocp.name) ?? (() => listed(ocp)),
    })),
    rosters: config,
  };
  const homes = createHomes({
    // A home is about many requests, not about the one whose click freshens it.
    publish: (person) => aboutSomething(() => publishHome(bot, person)),
    clock: steadyClock,
    timers: systemTimers,
    onFault: (person, error) =>
      aboutSomething(() => log.warn('a home could not be shown', { person, error: String(error) })),
  });
  const source = {
    client: clients.interactive,
    teamId: identity.teamId,
    rosters: config,
  };
  const countApprovers = createCountApprovers(source, steadyClock);
  const kindOf = (person: string) => readPersonKind(clients.patient, person, identity.teamId);
  const bot: Bot = {
    world,
    clients,
    cardLinks,
    settings,
    clusters,
    ...modals,
    checkup,
    homes,
    kindOf,
    countApprovers,
    log,
  };
  const app = createApp(bot, { receiver, logger, botToken: slack.botToken, identity });
  // The picker has its list at hand when somebody asks; a start does not wait for OCP.
  void clusters.fresh();
  closers.push(async () => {
    homes.stop();
    await app.stop();
  });
  await app.start();
  if (config.metricsPort === undefined) return { homes };
  const served = await monitor.serve(config.metricsPort, {
    journal: world.journal,
    connections: receiver.connected,
    tokenFault: parts.tokenHealth.fault,
    probeStore: checkup.probeStore,
  });
  closers.push(served.close);
  log.info('health and metrics are served', { url: served.url });
  return { homes };
}

/** An OCP that can be asked for nothing more is well when it lists its clusters. Throws when it does not. */
async function listed(ocp: Ocp): Promise<OcpHealth> {
  return seenHealth((await ocp.listClusters()).length, 'it answers');
}
