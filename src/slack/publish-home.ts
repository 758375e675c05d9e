import type { HomeView } from '@slack/types';
import { hasEnded, isNewVote, type Request } from '../domain/request.ts';
import { unfit } from '../domain/standing.ts';
import type { Bot } from './bot.ts';
import { openSeenBy, shownWith } from './status-answers.ts';
import { createViewer } from './viewer.ts';
import { homeView, shownInHome } from './views/home-view.ts';

/** Shows somebody's App Home as things are now. Throws when Slack or the disk refuses. */
export async function publishHome(bot: Bot, person: string): Promise<void> {
  const view = await composeHome(bot, person);
  await bot.clients.background.views.publish({ user_id: person, view });
}

async function composeHome(bot: Bot, person: string): Promise<HomeView> {
  const viewer = createViewer(bot, person);
  const listings = bot.clusters.fresh();
  const open = await openSeenBy(bot, viewer);
  const { waiting, unjudged } = await waitingFor(bot, person, open);
  const own = open.filter(({ terms }) => terms.requester === person);
  const parts = { waiting, own, running: open.filter(isUnderWay) };
  const shown = { ...(await shownWith(bot, shownInHome(parts))), unread: viewer.unread() };
  return homeView({ ...shown, ...parts, open, unjudged, listings: await listings });
}

function isUnderWay(request: Request): boolean {
  return 'at' in request && !hasEnded(request);
}

/**
 * Those that the person may approve and has not. Where it cannot be read whether the person may, a request is none of them, and is
 * counted: nobody may take it for one that does not wait.
 */
async function waitingFor(
  bot: Bot,
  person: string,
  open: readonly Request[],
): Promise<{ readonly waiting: readonly Request[]; readonly unjudged: number }> {
  const asked = open.filter(
    (request) => request.status === 'awaiting approval' && isNewVote(request, person),
  );
  const channels = [...new Set(asked.map(({ terms }) => terms.channel))];
  const fit = new Map(
    await Promise.all(
      channels.map(async (channel) => [channel, await fitness(bot, person, channel)] as const),
    ),
  );
  const those = (wanted: 'fit' | 'unread') => asked.filter(({ terms }) => fit.get(terms.channel) === wanted);
  return { waiting: those('fit'), unjudged: those('unread').length };
}

async function fitness(
  { world, log }: Bot,
  person: string,
  channel: string,
): Promise<'fit' | 'unfit' | 'unread'> {
  try {
    return unfit(await world.people.standing(person, channel, 'approver')) === undefined ? 'fit' : 'unfit';
  } catch (error) {
    log.warn('who may approve could not be read for a home', { person, error: String(error) });
    return 'unread';
  }
}
