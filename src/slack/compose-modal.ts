/** Decides what the Move Out modal shows, from what Slack and OCP say now. */
import type { ModalView } from '@slack/types';
import { isOutsideWindows } from '../domain/calendar.ts';
import { type ClusterSummary, clusterKey } from '../domain/cluster.ts';
import { matchingClusters, referenceText, shortestReferences } from '../domain/cluster-reference.ts';
import { type Listing, listedClusters } from '../domain/listing.ts';
import { unfit } from '../domain/standing.ts';
import { ocpNamed } from '../workflow/world.ts';
import { type Bot, noticeOf } from './bot.ts';
import { type Errand, errandValue } from './errand.ts';
import { channelStanding } from './people.ts';
import { readPrechecks } from './prechecks.ts';
import { requesterRefusalText } from './refusal-words.ts';
import { cardLinkFor } from './status-answers.ts';
import { createViewer } from './viewer.ts';
import { primariesOf } from './views/cluster-line.ts';
import { clusterValue } from './views/cluster-value.ts';
import { type FormFacts, type HostChoice, newForm } from './views/move-out-form.ts';
import { moveOutView } from './views/move-out-view.ts';
import { noticeView } from './views/notice-view.ts';
import { pickerView, type TypedCluster } from './views/picker-view.ts';
import { within } from './within.ts';
import {
  ARCHIVED_CHANNEL_TEXT,
  movedOutText,
  NOT_IN_CHANNEL_TEXT,
  tooFewText,
  unknownClusterText,
  unknownOcpText,
} from './wording.ts';

/** What was filled in before, when a modal has to be made anew. Never the encryption key. */
export interface Refill {
  readonly notice: string;
  readonly choice: HostChoice;
  readonly typed: NonNullable<FormFacts['typed']>;
}

export interface ModalErrand extends Errand {
  readonly viewId: string;
  readonly person: string;
  readonly refill?: Refill | undefined;
}

/** The view for an errand. Throws when Slack or OCP cannot be read. */
export async function composeModal(bot: Bot, errand: ModalErrand): Promise<ModalView> {
  const channel = bot.settings.channel ?? errand.channel;
  const [refusal, listings] = await Promise.all([
    refusalOf(bot, errand.person, channel),
    bot.clusters.fresh(ocpOf(errand)),
  ]);
  if (refusal !== undefined) return noticeView({ ...refusal, tryAgain: { value: errandAgain(errand) } });
  const { picked, typed } = errand;
  if (picked === undefined && typed === undefined) return picker(bot, errand, listings);
  const found =
    picked === undefined
      ? matchingClusters(listings, typed ?? { name: '' })
      : pickedCluster(listings, picked);
  const [cluster, ...others] = found;
  if (cluster === undefined) return nothingFound(bot, errand, listings);
  if (others.length > 0) {
    const candidates = found.map(shortestReferences(bot.clusters.cached() ?? listings));
    return picker(bot, errand, listings, { text: nameOf(errand), problem: 'ambiguous', candidates });
  }
  return form(bot, errand, { channel, cluster, listings });
}

/** Why this person cannot ask here: not permitted, or no place for the card. */
async function refusalOf(
  bot: Bot,
  person: string,
  channel: string,
): Promise<{ text: string; channel?: string } | undefined> {
  const place = await channelStanding(bot.clients.interactive, channel);
  if (place === 'bot not in channel') return { text: NOT_IN_CHANNEL_TEXT, channel };
  if (place === 'archived') return { text: ARCHIVED_CHANNEL_TEXT, channel };
  const because = unfit(await bot.world.people.standing(person, channel, 'requester'));
  if (because === undefined) return undefined;
  const text = requesterRefusalText(because);
  return because === 'not in channel' ? { text, channel } : { text };
}

function picker(bot: Bot, errand: Errand, listings: readonly Listing[], typed?: TypedCluster): ModalView {
  const notice = noticeOf(bot);
  const view = pickerView(typed, [...(notice === undefined ? [] : [notice]), ...unreadable(listings)]);
  return { ...view, private_metadata: errandValue(errand.channel, {}) };
}

/** Not listed any more may mean that it was moved out: then the last request says so, to whoever sees it. */
async function nothingFound(bot: Bot, errand: ModalErrand, listings: readonly Listing[]): Promise<ModalView> {
  const unread = unreadable(listings);
  const ocp = ocpOf(errand);
  const [id] = await bot.world.journal.ofCluster(wantedText(errand), 1);
  const last = id === undefined ? undefined : await bot.world.journal.read(id);
  const isMovedOut = last?.request.status === 'completed';
  const isSeen = isMovedOut && (await createViewer(bot, errand.person).sees(last.request));
  const moved = isSeen ? [movedOutText(last.request)] : [];
  const stranger = unknownOcpText(
    ocp,
    bot.world.ocps.map(({ name }) => name),
  );
  const unknown = stranger ?? unknownClusterText(nameOf(errand), { someUnread: unread.length > 0, ocp });
  return noticeView({ text: [...moved, unknown, ...unread], tryAgain: { value: errandAgain(errand) } });
}

function unreadable(listings: readonly Listing[]): string[] {
  return listings.flatMap((listing) =>
    'unreadable' in listing ? [`OCP ${listing.ocp} cannot be read: ${listing.unreadable}`] : [],
  );
}

function pickedCluster(
  listings: readonly Listing[],
  picked: NonNullable<Errand['picked']>,
): ClusterSummary[] {
  return listedClusters(listings)
    .filter((cluster) => cluster.ocp === picked.ocp && cluster.id === picked.id)
    .filter((cluster) => picked.nameAndNumber === undefined || clusterKey(cluster) === picked.nameAndNumber);
}

async function form(
  bot: Bot,
  errand: ModalErrand,
  facts: { channel: string; cluster: ClusterSummary; listings: readonly Listing[] },
): Promise<ModalView> {
  const [read, tooFew] = await Promise.all([
    readPrechecks(bot, facts.cluster, facts.listings),
    tooFewApprovers(bot, errand.person, facts.channel),
  ]);
  if (read === undefined) return nothingFound(bot, errand, facts.listings);
  const { exportInConsole, notice } = ocpNamed(bot.world.ocps, facts.cluster.ocp);
  const { cluster, options, listings, checks, openRequest, now } = read;
  const { quorum } = bot.settings;
  const { calendar, approvalTtlMs } = bot.world;
  const draft = newForm(
    {
      id: errandValue(errand.channel, { picked: clusterValue(cluster) }),
      cluster,
      checks,
      options,
      exportInConsole,
      notices: [notice, errand.refill?.notice, tooFew, ...namesakes(errand, facts.listings)].filter(
        (text) => text !== undefined,
      ),
      quorum,
      approvalTtlMs,
      channel: facts.channel,
      openCard: openRequest === undefined ? undefined : await cardLinkFor(bot, errand.person, openRequest),
      primary: primariesOf(listedClusters(bot.clusters.cached() ?? listings))(cluster),
      calendar,
      openedAt: now,
      ...(errand.refill === undefined ? {} : { typed: errand.refill.typed }),
    },
    errand.refill?.choice,
  );
  bot.drafts.set(errand.viewId, { requester: errand.person, form: draft });
  return moveOutView(draft);
}

/** So long, in milliseconds, a form waits to know how many people may approve. */
const COUNT_WAIT_MS = 1_500;

/** That more must approve than there are people who may; undefined where there are enough, or nobody knows. */
async function tooFewApprovers(bot: Bot, requester: string, channel: string): Promise<string | undefined> {
  const { quorum } = bot.settings;
  const { calendar, clock } = bot.world;
  const isOutside = isOutsideWindows(calendar, clock.now());
  const counted = await within(
    COUNT_WAIT_MS,
    bot.countApprovers(channel, { except: requester, most: quorum + 1, asOf: 'lately' }),
  );
  const count = counted === 'late' ? undefined : counted.value;
  if (count === undefined || count >= quorum + (isOutside ? 1 : 0)) return undefined;
  return tooFewText({ count, quorum });
}

/** A name without an OCP is that of this cluster as far as the OCPs could be read. */
function namesakes({ typed, picked }: Errand, listings: readonly Listing[]): string[] {
  return picked === undefined && typed?.ocp === undefined ? unreadable(listings) : [];
}

/** The OCP that was named; it alone is asked. */
function ocpOf({ typed, picked }: Errand): string | undefined {
  return picked?.ocp ?? typed?.ocp;
}

function nameOf({ typed, picked }: Errand): string {
  return typed === undefined ? (picked?.nameAndNumber ?? '') : referenceText(typed);
}

/** As the journal is asked for its requests. */
function wantedText({ typed, picked }: Errand): string {
  if (picked !== undefined) return `${picked.nameAndNumber ?? ''}@${picked.ocp}`;
  return typed === undefined ? '' : referenceText(typed);
}

/** The errand as a Try Again button carries it. */
export function errandAgain(errand: Errand): string {
  const { channel, typed, picked } = errand;
  return errandValue(channel, {
    ...(typed === undefined ? {} : { typed: nameOf(errand) }),
    ...(picked === undefined
      ? {}
      : { picked: `${encodeURIComponent(picked.ocp)}/${picked.id}/${picked.nameAndNumber ?? ''}` }),
  });
}
