/** What `/moveout list` and `/moveout status` answer, read when they are asked. */
import { parseClusterReference } from '../domain/cluster-reference.ts';
import { REQUEST_ID } from '../domain/events.ts';
import type { Request } from '../domain/request.ts';
import { isAbout } from '../log.ts';
import { type Bot, noticeOf } from './bot.ts';
import { escapeText } from './mrkdwn.ts';
import { openRequests } from './requests-of.ts';
import { createViewer, firstSeenBy, seenBy, type Viewer } from './viewer.ts';
import { section } from './views/elements.ts';
import { helpMessage } from './views/help.ts';
import { clusterList } from './views/list.ts';
import type { Message } from './views/message.ts';
import { pageOf } from './views/pages.ts';
import type { Seen } from './views/seen.ts';
import { clusterStatus, requestStatus, type StatusShown, statusOverview } from './views/status.ts';
import { unknownOcpText, unknownRequestText, unseenRequestText } from './wording.ts';

/** How many of a cluster's requests are shown, and how many are looked through for them. */
const LAST_REQUESTS = 5;
const LOOKED_THROUGH = 50;

/** `filter`: a state, or a part of a cluster's name; `page` counts from 1. */
export async function answerList(
  bot: Bot,
  person: string,
  { filter, page }: { readonly filter?: string | undefined; readonly page: number },
): Promise<Message> {
  const viewer = createViewer(bot, person);
  const [listings, open] = await Promise.all([bot.clusters.fresh(), openSeenBy(bot, viewer)]);
  const { clock } = bot.world;
  const unread = viewer.unread();
  return clusterList({ listings, open, unread, now: clock.now(), notice: noticeOf(bot), filter, page });
}

/** Every open request, a page at a time; `page` counts from 1. Only the links of that page are asked for. */
export async function answerOverview(bot: Bot, person: string, page: number): Promise<Message> {
  const viewer = createViewer(bot, person);
  const open = await openSeenBy(bot, viewer);
  const shown = await shownWith(bot, pageOf(open, page).items);
  return statusOverview(open, { ...shown, unread: viewer.unread() }, page);
}

/** `of`: a request's id, or a cluster as it is typed. */
export async function answerStatus(bot: Bot, person: string, of: string): Promise<Message> {
  const id = of.toUpperCase();
  const viewer = createViewer(bot, person);
  if (REQUEST_ID.test(id)) return requestAnswer(bot, viewer, id);
  const reference = parseClusterReference(of);
  if (reference === undefined) return helpMessage(`status ${of}`);
  const { ocp } = reference;
  const stranger = unknownOcpText(
    ocp,
    bot.world.ocps.map(({ name }) => name),
  );
  if (stranger !== undefined) return said(escapeText(stranger));
  const ids = await bot.world.journal.ofCluster(of, LOOKED_THROUGH);
  const { requests } = await firstSeenBy(bot, viewer, { ids, most: LAST_REQUESTS });
  return clusterStatus(reference, {
    ...(await shownWith(bot, requests)),
    unread: viewer.unread(),
    listings: await bot.clusters.fresh(ocp),
    requests,
  });
}

async function requestAnswer(bot: Bot, viewer: Viewer, id: string): Promise<Message> {
  const request = await requestById(bot, viewer, id);
  if ('text' in request) return request;
  isAbout(id);
  return requestStatus(request, {
    ...seenOf(bot, id),
    link: await cardLink(bot, id),
    notice: noticeOf(bot),
  });
}

/** A request by its id as the viewer sees it; else what to say. */
export async function requestById(bot: Bot, viewer: Viewer, id: string): Promise<Request | Message> {
  const dossier = await bot.world.journal.read(id);
  if (dossier !== undefined && (await viewer.seesById(dossier.request))) return dossier.request;
  return said(viewer.unread().length > 0 ? unseenRequestText(id) : unknownRequestText(id));
}

/** The requests that have not ended and that the viewer sees, oldest first. */
export async function openSeenBy(bot: Bot, viewer: Viewer): Promise<Request[]> {
  return seenBy(viewer, await openRequests(bot));
}

/** One sentence, in mrkdwn. */
export function said(text: string): Message {
  return { text, blocks: [section(text)] };
}

/** What is known of a request now beside its journal. */
export function seenOf({ world, settings }: Bot, id: string): Seen {
  return {
    now: world.clock.now(),
    sighting: world.sightings.get(id),
    calendar: world.calendar,
    approversListed: settings.approversListed,
    severalOcps: world.ocps.length > 1,
  };
}

/** What lines about requests need besides them. */
export async function shownWith(bot: Bot, requests: readonly Request[]): Promise<StatusShown> {
  const links = await Promise.all(requests.map(async ({ id }) => [id, await cardLink(bot, id)] as const));
  return {
    now: bot.world.clock.now(),
    calendar: bot.world.calendar,
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

/** The permalink of a request's card, for somebody who sees the request: it names the channel. */
export async function cardLinkFor(bot: Bot, person: string, request: Request): Promise<string | undefined> {
  return (await createViewer(bot, person).sees(request)) ? cardLink(bot, request.id) : undefined;
}
