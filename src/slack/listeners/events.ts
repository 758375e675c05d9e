/** What Slack tells of: somebody opened the App Home, or mentioned Moveout. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { REQUEST_ID } from '../../domain/events.ts';
import type { Dossier } from '../../workflow/ports.ts';
import type { Bot } from '../bot.ts';
import { EVENTS } from '../payload.ts';
import { markedRequest } from '../poster.ts';
import { tellPrivately } from '../tell-privately.ts';
import { threadStatus } from '../views/thread-status.ts';
import { MENTIONED_ELSEWHERE_TEXT } from '../wording.ts';

const opening = z.object({ user: z.string(), tab: z.string() });
const mention = z.object({ user: z.string(), channel: z.string(), thread_ts: z.string().optional() });

export function registerEvents(app: App, bot: Bot): void {
  app.event(EVENTS.home, async ({ event }) => {
    const { user, tab } = opening.parse(event);
    if (tab === 'home') bot.homes.opened(user);
  });

  app.event(EVENTS.mention, async ({ event }) => {
    const { user: person, channel, thread_ts: thread } = mention.parse(event);
    const dossier = thread === undefined ? undefined : await requestOfThread(bot, channel, thread);
    if (thread === undefined || dossier === undefined)
      return tellPrivately(bot.clients, { person, channel }, MENTIONED_ELSEWHERE_TEXT);
    const { request } = dossier;
    const message = threadStatus(request, {
      now: bot.world.clock.now(),
      sighting: bot.world.sightings.get(request.id),
      calendar: bot.world.calendar,
      approversListed: bot.settings.approversListed,
      link: await bot.cardLinks.of(request.id, { channel, ts: thread }),
    });
    await bot.clients.interactive.chat.postMessage({ channel, thread_ts: thread, ...message });
  });
}

/**
 * The request whose card begins the thread, as the card's own mark says: also when the card was posted a moment ago, or the request is
 * archived. A mark that somebody else put there counts only for a request of that channel.
 */
async function requestOfThread(bot: Bot, channel: string, ts: string): Promise<Dossier | undefined> {
  const id = await markedRequest(bot.clients.interactive, channel, ts);
  const dossier = id === undefined || !REQUEST_ID.test(id) ? undefined : await bot.world.journal.read(id);
  return dossier?.request.terms.channel === channel ? dossier : undefined;
}
