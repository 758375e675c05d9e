/** What Slack tells of: somebody opened the App Home, or mentioned Moveout. */
import type { App } from '@slack/bolt';
import { REQUEST_ID } from '../../domain/events.ts';
import { isAbout } from '../../log.ts';
import type { Dossier } from '../../workflow/ports.ts';
import type { Bot } from '../bot.ts';
import { EVENTS } from '../payload.ts';
import { markedRequest } from '../poster.ts';
import { seenOf } from '../status-answers.ts';
import { tellPrivately } from '../tell-privately.ts';
import { threadStatus } from '../views/thread-status.ts';
import { MENTIONED_ELSEWHERE_TEXT } from '../wording.ts';

export function registerEvents(app: App, bot: Bot): void {
  app.event(EVENTS.home, async ({ event }) => {
    if (event.tab === 'home') bot.homes.opened(event.user);
  });

  app.event(EVENTS.mention, async ({ event }) => {
    const { user: person, channel, thread_ts: thread } = event;
    // Slack's own types leave it open; the payload check lets none through without.
    if (person === undefined) return;
    const dossier = thread === undefined ? undefined : await requestOfThread(bot, channel, thread);
    if (thread === undefined || dossier === undefined)
      return tellPrivately(bot.clients, { person, channel }, MENTIONED_ELSEWHERE_TEXT);
    const { request } = dossier;
    isAbout(request.id);
    const message = threadStatus(request, {
      ...seenOf(bot, request.id),
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
