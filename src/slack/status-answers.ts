/** What `/moveout list` and `/moveout status` answer, read when they are asked. */
import { parseClusterReference } from '../domain/cluster-reference.ts';
import { REQUEST_ID } from '../domain/events.ts';
import { hasEnded, type Request } from '../domain/request.ts';
import type { Dossier } from '../workflow/ports.ts';
import { type Bot, noticeOf } from './bot.ts';
import { escapeText } from './mrkdwn.ts';
import type { Seen } from './views/card-state.ts';
import { section } from './views/elements.ts';
import { helpMessage } from './views/help.ts';
import { clusterList } from './views/list.ts';
import type { Message } from './views/message.ts';
import { pageOf } from './views/pages.ts';
import { clusterStatus, requestStatus, type StatusShown, statusOverview } from './views/status.ts';
import { unknownOcpText, unknownRequestText } from './wording.ts';

/** How many of a cluster's requests are shown. */
const LAST_REQUESTS = 5;

/** `filter`: a state, or a part of a cluster's name; `page` counts from 1. */
export async function answerList(
  bot: Bot,
  { filter, page }: { readonly filter?: string | undefined; readonly page: number },
): Promise<Message> {
  const [listings, open] = await Promise.all([bot.clusters.fresh(), openRequests(bot)]);
  return clusterList({ listings, open, now: bot.world.clock.now(), notice: noticeOf(bot), filter, page });
}

/** Every open request, a page at a time; `page` counts from 1. Only the links of that page are asked for. */
export async function answerOverview(bot: Bot, page: number): Promise<Message> {
  const open = await openRequests(bot);
  return statusOverview(open, await shownWith(bot, pageOf(open, page).items), page);
}

/** `of`: a request's id, or a cluster as it is typed. */
export async function answerStatus(bot: Bot, of: string): Promise<Message> {
  const id = of.toUpperCase();
  if (REQUEST_ID.test(id)) return requestAnswer(bot, id);
  const reference = parseClusterReference(of);
  if (reference === undefined) return helpMessage(`status ${of}`);
  const { ocp } = reference;
  const stranger = unknownOcpText(
    ocp,
    bot.world.ocps.map(({ name }) => name),
  );
  if (stranger !== undefined) return said(escapeText(stranger));
  const ids = await bot.world.journal.ofCluster(of, LAST_REQUESTS);
  const requests = await requestsOf(bot, ids);
  return clusterStatus(reference, {
    ...(await shownWith(bot, requests)),
    listings: await bot.clusters.fresh(ocp),
    requests,
  });
}

async function requestAnswer(bot: Bot, id: string): Promise<Message> {
  const dossier: Dossier | undefined = await bot.world.journal.read(id);
  if (dossier === undefined) return said(unknownRequestText(id));
  return requestStatus(dossier.request, {
    ...seenOf(bot, id),
    link: await cardLink(bot, id),
    notice: noticeOf(bot),
  });
}

/** One sentence, in mrkdwn. */
export function said(text: string): Message {
  return { text, blocks: [section(text)] };
}

/** The requests that have not ended, oldest first. */
export async function openRequests(bot: Bot): Promise<Request[]> {
  const active = await bot.world.journal.active();
  return active.map(({ request }) => request).filter((request) => !hasEnded(request));
}

/** The requests of these ids, in that order, without those that there are not. */
export async function requestsOf({ world }: Bot, ids: readonly string[]): Promise<Request[]> {
  const dossiers = await Promise.all(ids.map((id) => world.journal.read(id)));
  return dossiers.filter((dossier) => dossier !== undefined).map(({ request }) => request);
}

/** What is known of a request now beside its journal. */
export function seenOf({ world, settings }: Bot, id: string): Seen {
  return {
    now: world.clock.now(),
    sighting: world.sightings.get(id),
    calendar: world.calendar,
    approversListed: settings.approversListed,
  };
}

/** What lines about requests need besides them. */
export async function shownWith(bot: Bot, requests: readonly Request[]): Promise<StatusShown> {
  const links = await Promise.all(requests.map(async ({ id }) => [id, await cardLink(bot, id)] as const));
  return {
    now: bot.world.clock.now(),
    sightings: bot.world.sightings,
    links: new Map(links.flatMap(([id, link]) => (link === undefined ? [] : [[id, link] as const]))),
    severalOcps: bot.world.ocps.length > 1,
    notice: noticeOf(bot),
  };
}

/** The permalink of a request's card; undefined while there is none. */
export async function cardLink(bot: Bot, id: string): Promise<string | undefined> {
  const { card } = await bot.world.journal.cursor(id);
  return card && bot.cardLinks.of(id, card);
}
