import type { KnownBlock } from '@slack/types';
import { type ClusterSummary, clusterKey, openKey } from '../../domain/cluster.ts';
import { shortestReferences } from '../../domain/cluster-reference.ts';
import { type Listing, listedClusters } from '../../domain/listing.ts';
import type { Request } from '../../domain/request.ts';
import { code, date, escapeText } from '../mrkdwn.ts';
import { noticeParts } from './blocks.ts';
import { clusterLine, openByCluster, primariesOf } from './cluster-line.ts';
import { context, section } from './elements.ts';
import { counted, lines } from './lines.ts';
import type { Message } from './message.ts';
import { type Page, pageOf, pageWords } from './pages.ts';

/** A message has 50 blocks: these for the clusters, at least two of each OCP, the rest for headings and the foot. */
const CLUSTER_BLOCKS = 30;
const LEAST_BLOCKS = 2;
const LISTINGS_SHOWN = 14;

export interface ListShown {
  readonly listings: readonly Listing[];
  readonly open: readonly Request[];
  readonly now: Date;
  readonly notice?: string | undefined;
  /** What could not be read from Slack, so that an open request may be missing; in mrkdwn. */
  readonly unread?: readonly string[] | undefined;
  /** A state, a role, or a part of a cluster's name; all clusters without it. */
  readonly filter?: string | undefined;
  /** Of all OCPs together; counts from 1, and is 1 unless told. */
  readonly page?: number | undefined;
}

interface AcrossOcps {
  /** How each cluster can be typed. */
  readonly typedAs: ReturnType<typeof shortestReferences>;
  /** Of each standby its primary, which may be in another OCP. */
  readonly primaries: ReturnType<typeof primariesOf>;
}

/** The clusters of every OCP, one line each; an OCP that cannot be read is named with why. */
export function clusterList(shown: ListShown): Message {
  const { notice, now, filter } = shown;
  const { listings, count, ...place } = partsOf(shown);
  const each = Math.max(
    LEAST_BLOCKS,
    Math.floor(CLUSTER_BLOCKS / Math.max(1, Math.min(listings.length, LISTINGS_SHOWN))),
  );
  const across = {
    typedAs: shortestReferences(shown.listings),
    primaries: primariesOf(listedClusters(shown.listings)),
  };
  const hidden = listings.length - LISTINGS_SHOWN;
  const words = filter === undefined ? '' : ` ${escapeText(filter, 60)}`;
  const foot = [
    ...pageWords(place, `/moveout list${words}`),
    `As of ${date(now)}. One cluster: \`/moveout status <name>\``.replace('<name>', '&lt;name&gt;'),
    ...(hidden > 0 ? [`${hidden} more OCPs are not shown`] : []),
    ...noticeParts(notice),
  ];
  return {
    text: summary(shown.listings),
    blocks: [
      ...(filter === undefined ? [] : [section(`*${counted(count, 'cluster')}* with ${code(filter, 60)}`)]),
      ...(shown.unread ?? []).map(section),
      ...mostTelling(listings).flatMap((listing) => listingBlocks(listing, { ...shown, ...across }, each)),
      context(foot.join(' · ')),
    ],
  };
}

/** The clusters of one OCP on a page, and how many of it there are on all pages, in words. */
type Part = Listing & { readonly total?: string; readonly isEmpty?: boolean };

/** The clusters of one page, under their OCPs; what cannot be read is on every page. */
function partsOf({ listings, filter, page = 1 }: ListShown): {
  listings: Part[];
  count: number;
} & Omit<Page<ClusterSummary>, 'items'> {
  const found: Part[] = listings.map((listing) => {
    if ('unreadable' in listing) return listing;
    const clusters = listing.clusters.filter((one) => fits(one, filter));
    const all = counted(listing.clusters.length, 'cluster');
    const total = filter === undefined ? all : `${clusters.length} of ${all}`;
    return { ...listing, clusters, total, isEmpty: clusters.length === 0 };
  });
  const all = listedClusters(found);
  const { items, ...place } = pageOf(all, page);
  const shown = new Set(items);
  const onPage = found.map((listing) =>
    'unreadable' in listing
      ? listing
      : { ...listing, clusters: listing.clusters.filter((one) => shown.has(one)) },
  );
  const isShown = (part: Part) => 'unreadable' in part || part.clusters.length > 0 || part.isEmpty === true;
  return { listings: onPage.filter(isShown), count: all.length, ...place };
}

/** Those that there is room for: clusters go before what cannot be read, and that before an OCP without any. */
function mostTelling(listings: readonly Part[]): readonly Part[] {
  if (listings.length <= LISTINGS_SHOWN) return listings;
  const rank = (part: Part) => ('unreadable' in part ? 1 : part.isEmpty === true ? 2 : 0);
  return [...listings].sort((a, b) => rank(a) - rank(b)).slice(0, LISTINGS_SHOWN);
}

/** A state as a whole word, in any case; else a part of the name, as `name:obClusterId`. */
function fits(cluster: ClusterSummary, filter: string | undefined): boolean {
  if (filter === undefined) return true;
  const wanted = filter.toLowerCase();
  const exact = [cluster.status, cluster.type].some((word) => word.toLowerCase() === wanted);
  return exact || clusterKey(cluster).toLowerCase().includes(wanted);
}

function summary(listings: readonly Listing[]): string {
  const count = listings.reduce(
    (sum, listing) => sum + ('clusters' in listing ? listing.clusters.length : 0),
    0,
  );
  const silent = listings.filter((listing) => 'unreadable' in listing).length;
  const unread = silent === 0 ? '' : `; ${silent} of ${counted(listings.length, 'OCP')} could not be read`;
  return `${counted(count, 'cluster')}${unread}`;
}

function listingBlocks(listing: Part, shown: ListShown & AcrossOcps, most: number): KnownBlock[] {
  if ('unreadable' in listing) return [section(unreadableLine(listing))];
  const { typedAs, primaries } = shown;
  const open = openByCluster(shown.open);
  const texts = listing.clusters.map((cluster) => {
    const known = { primary: primaries(cluster), open: open.get(openKey(cluster)) };
    const typed = typedAs(cluster);
    // Where its name does not say in which OCP it is, the line ends with what does.
    return `${clusterLine(cluster, known)}${typed.includes('@') ? ` · ${code(typed, 160)}` : ''}`;
  });
  return [
    section(`*OCP ${code(listing.ocp)}*: ${listing.total ?? counted(listing.clusters.length, 'cluster')}`),
    ...lines(texts, { blocks: most }),
  ];
}

export function unreadableLine(listing: { readonly ocp: string; readonly unreadable: string }): string {
  return `⚠️ *OCP ${code(listing.ocp)}* could not be read: ${escapeText(listing.unreadable, 1000)}`;
}
