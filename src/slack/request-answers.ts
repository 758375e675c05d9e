/** What the commands about one request, and about ended ones, answer. */
import { dayBegin } from '../domain/calendar.ts';
import { parseClusterReference } from '../domain/cluster-reference.ts';
import { REQUEST_ID } from '../domain/events.ts';
import type { Explained } from '../domain/explain.ts';
import type { Request } from '../domain/request.ts';
import { aboutRequest, isAbout } from '../log.ts';
import { act, explainTo } from '../workflow/act.ts';
import type { Bot } from './bot.ts';
import { clusterPlace, code, escapeText } from './mrkdwn.ts';
import type { Since } from './parse-command.ts';
import { actedText, nobodyApprovesText, nobodyMayText, refusalText } from './refusal-words.ts';
import { openRequests } from './requests-of.ts';
import { cardLink, requestById, said, seenOf, shownWith } from './status-answers.ts';
import { createViewer, firstSeenBy, seenBy } from './viewer.ts';
import { link } from './views/blocks.ts';
import { helpMessage } from './views/help.ts';
import { historyMessage } from './views/history.ts';
import type { Message } from './views/message.ts';
import { whyMessage } from './views/why.ts';

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

/** What this person may do to a request, and why not the rest. `of`: its id, or its cluster. */
export async function answerWhy(bot: Bot, person: string, of: string): Promise<Message> {
  const request = await requestNamed(bot, person, of);
  if ('text' in request) return request;
  const explained = await explainTo(bot.world, request, person);
  if ('unreadable' in explained) return said(nobodyMayText(explained.unreadable));
  const { rules, unanswered } = explained;
  return whyMessage(request, {
    ...seenOf(bot, request.id),
    link: await cardLink(bot, request.id),
    rules: rules.map((rule) => ({ ...rule, sentence: sentenceOf(rule, request, unanswered) })),
  });
}

/** Why not; undefined when the person may. While OCP cannot be read nobody can approve, whatever else the rules say. */
function sentenceOf(
  { kind, refusal }: Explained,
  request: Request,
  unanswered: string | undefined,
): string | undefined {
  if (refusal !== undefined) return refusalText(refusal, request);
  return kind === 'approve' && unanswered !== undefined ? nobodyApprovesText(unanswered) : undefined;
}

/** Does to a request what a command asks, and says what became of it. `of`: its id, or its cluster. */
export async function answerAct(
  bot: Bot,
  person: string,
  { kind, of }: { readonly kind: 'cancel' | 'start'; readonly of: string },
): Promise<Message> {
  const found = await requestNamed(bot, person, of);
  if ('text' in found) return found;
  const { id, terms } = found;
  const acted = await aboutRequest(id, () => act(bot.world, id, person, { kind }));
  const done =
    kind === 'cancel'
      ? 'is cancelled; nothing was moved.'
      : 'starts once OCP has been read again; its thread tells.';
  const name = clusterPlace(terms.cluster, bot.world.ocps.length > 1);
  return said(actedText(acted, kind) ?? `${link(await cardLink(bot, id), id)} (${name}) ${done}`);
}

/** Several OCPs may have a cluster of that name: nothing is done before one is named. */
function whichText(of: string, requests: readonly Request[]): string {
  const names = requests
    .slice(0, 10)
    .map(({ id, terms }) => `• ${id} · ${clusterPlace(terms.cluster, true)}`);
  return [
    `Several requests of ${code(of, 160)} are open, so nothing was done. Name one of them:`,
    ...names,
  ].join('\n');
}

/** The request of an id, or the open one of a cluster, as far as the person may see it; else what to say. */
async function requestNamed(bot: Bot, person: string, of: string): Promise<Request | Message> {
  const found = await requestCalled(bot, person, of);
  if ('terms' in found) isAbout(found.id);
  return found;
}

async function requestCalled(bot: Bot, person: string, of: string): Promise<Request | Message> {
  const viewer = createViewer(bot, person);
  const id = of.toUpperCase();
  if (REQUEST_ID.test(id)) return requestById(bot, viewer, id);
  if (parseClusterReference(of) === undefined) return helpMessage(of);
  const ids = await bot.world.journal.ofCluster(of, LOOKED_THROUGH);
  const candidates = (await openRequests(bot)).filter(({ id: candidate }) => ids.includes(candidate));
  const [open, ...others] = await seenBy(viewer, candidates);
  if (open !== undefined) return others.length === 0 ? open : said(whichText(of, [open, ...others]));
  const none = `No request of ${code(of, 160)} is open. See \`/moveout history ${escapeText(of, 160)}\`.`;
  return said([none, ...viewer.unread()].join('\n'));
}
