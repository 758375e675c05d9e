import type { HomeView } from '@slack/types';
import { hasEnded, isNewVote, type Request } from '../domain/request.ts';
import { unfit } from '../domain/standing.ts';
import type { Bot } from './bot.ts';
import { openRequests, shownWith } from './status-answers.ts';
import { homeView } from './views/home-view.ts';

/** Shows somebody's App Home as things are now. Throws when Slack or the disk refuses. */
export async function publishHome(bot: Bot, person: string): Promise<void> {
  const view = await composeHome(bot, person);
  await bot.clients.background.views.publish({ user_id: person, view });
}

async function composeHome(bot: Bot, person: string): Promise<HomeView> {
  const open = await openRequests(bot);
  const [waiting, listings, shown] = await Promise.all([
    waitingFor(bot, person, open),
    bot.clusters.fresh(),
    shownWith(bot, open),
  ]);
  const own = open.filter(({ terms }) => terms.requester === person);
  return homeView({ ...shown, open, waiting, own, running: open.filter(isUnderWay), listings });
}

function isUnderWay(request: Request): boolean {
  return 'at' in request && !hasEnded(request);
}

/** Those that the person may approve and has not; whoever cannot be read may approve none. */
async function waitingFor(bot: Bot, person: string, open: readonly Request[]): Promise<Request[]> {
  const asked = open.filter(
    (request) => request.status === 'awaiting approval' && isNewVote(request, person),
  );
  const channels = [...new Set(asked.map(({ terms }) => terms.channel))];
  const fit = await Promise.all(channels.map((channel) => isFit(bot, person, channel)));
  const places = new Set(channels.filter((_, index) => fit[index]));
  return asked.filter(({ terms }) => places.has(terms.channel));
}

async function isFit({ world, log }: Bot, person: string, channel: string): Promise<boolean> {
  try {
    return unfit(await world.people.standing(person, channel, 'approver')) === undefined;
  } catch (error) {
    log.warn('who may approve could not be read for a home', { person, error: String(error) });
    return false;
  }
}
