/** What the commands about one request, and about ended ones, answer. */
import { dayBegin } from '../domain/calendar.ts';
import { aboutRequest } from '../log.ts';
import { act } from '../workflow/act.ts';
import type { Bot } from './bot.ts';
import { clusterPlace, code, escapeText } from './mrkdwn.ts';
import type { Since } from './parse-command.ts';
import { actedText } from './refusal-words.ts';
import { requestNamed, severalText } from './request-named.ts';
import { cardLink, said, shownWith } from './status-answers.ts';
import { createViewer, firstSeenBy } from './viewer.ts';
import { link } from './views/blocks.ts';
import { historyMessage } from './views/history.ts';
import type { Message } from './views/message.ts';

/** How many ended requests one answer shows, and how many it looks through for those that the person may see. */
const HISTORY_SHOWN = 20;
const LOOKED_THROUGH = 200;

/** The ended requests, of a cluster and since a time where these are said. */
export async function answerHistory(
  bot: Bot,
  person: string,
  { cluster, since }: { readonly cluster?: string | undefined; readonly since?: Since | undefined },
): Promise<Message> {
  const from = since === undefined ? undefined : momentOf(bot, since);
  if (since !== undefined && from === undefined)
    return said('There is no such day. Write it as `2026-11-30`.');
  const wanted = { cluster, since: from?.toISOString() };
  const viewer = createViewer(bot, person);
  const { count, ids } = await bot.world.journal.ended(wanted, LOOKED_THROUGH);
  const { requests, isAll } = await firstSeenBy(bot, viewer, { ids, most: HISTORY_SHOWN });
  const shown = { ...(await shownWith(bot, requests)), unread: viewer.unread() };
  return historyMessage({ ...shown, requests, isAll: isAll && ids.length === count, cluster, since: from });
}

function momentOf({ world }: Bot, since: Since): Date | undefined {
  if ('lastMs' in since) return new Date(world.clock.now().getTime() - since.lastMs);
  return dayBegin(since.day, world.calendar.timezone);
}

/** Does to a request what a command asks, and says what became of it. `of`: its id, or its cluster. */
export async function answerAct(
  bot: Bot,
  person: string,
  { kind, of }: { readonly kind: 'cancel' | 'start'; readonly of: string },
): Promise<Message> {
  const named = await requestNamed(bot, person, of);
  if ('answer' in named) return named.answer;
  if ('several' in named) return said(`${NOTHING_DONE} ${severalText(of, named.several)}`);
  if ('noneOf' in named) return said([noneText(of), ...named.unread].join('\n'));
  const { id, terms } = named.request;
  const acted = await aboutRequest(id, () => act(bot.world, id, person, { kind }));
  const done =
    kind === 'cancel'
      ? 'is cancelled; nothing was moved.'
      : 'starts once OCP has been read again; its thread tells.';
  const name = clusterPlace(terms.cluster, bot.world.ocps.length > 1);
  return said(actedText(acted, kind) ?? `${link(await cardLink(bot, id), id)} (${name}) ${done}`);
}

const NOTHING_DONE = 'Nothing was done.';

function noneText(of: string): string {
  return `No request of ${code(of, 160)} is open. See \`/moveout history ${escapeText(of, 160)}\`.`;
}
