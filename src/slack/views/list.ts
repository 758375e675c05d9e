import type { KnownBlock } from '@slack/types';
import { openKey } from '../../domain/cluster.ts';
import { shortestReferences } from '../../domain/cluster-reference.ts';
import { type Listing, listedClusters } from '../../domain/listing.ts';
import type { Request } from '../../domain/request.ts';
import { code, date, escapeText } from '../mrkdwn.ts';
import { noticeParts } from './blocks.ts';
import { clusterLine, openByCluster, primariesOf } from './cluster-line.ts';
import { context, section } from './elements.ts';
import { counted, lines } from './lines.ts';
import type { Message } from './message.ts';

/** A message has 50 blocks: these for the clusters, the rest for headings and the foot. */
const CLUSTER_BLOCKS = 30;
const LISTINGS_SHOWN = 8;

export interface ListShown {
  readonly listings: readonly Listing[];
  readonly open: readonly Request[];
  readonly now: Date;
  readonly notice?: string | undefined;
}

interface AcrossOcps {
  /** How each cluster can be typed. */
  readonly typedAs: ReturnType<typeof shortestReferences>;
  /** Of each standby its primary, which may be in another OCP. */
  readonly primaries: ReturnType<typeof primariesOf>;
}

/** The clusters of every OCP, one line each; an OCP that cannot be read is named with why. */
export function clusterList(shown: ListShown): Message {
  const { listings, notice, now } = shown;
  const each = Math.max(
    1,
    Math.floor(CLUSTER_BLOCKS / Math.max(1, Math.min(listings.length, LISTINGS_SHOWN))),
  );
  const across = { typedAs: shortestReferences(listings), primaries: primariesOf(listedClusters(listings)) };
  const hidden = listings.length - LISTINGS_SHOWN;
  const foot = [
    `As of ${date(now)}. One cluster: \`/moveout status <name>\``.replace('<name>', '&lt;name&gt;'),
    ...(hidden > 0 ? [`${hidden} more OCPs are not shown`] : []),
    ...noticeParts(notice),
  ];
  return {
    text: summary(listings),
    blocks: [
      ...listings
        .slice(0, LISTINGS_SHOWN)
        .flatMap((listing) => listingBlocks(listing, { ...shown, ...across }, each)),
      context(foot.join(' · ')),
    ],
  };
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

function listingBlocks(listing: Listing, shown: ListShown & AcrossOcps, most: number): KnownBlock[] {
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
    section(`*OCP ${code(listing.ocp)}*: ${counted(listing.clusters.length, 'cluster')}`),
    ...lines(texts, { blocks: most }),
  ];
}

export function unreadableLine(listing: { readonly ocp: string; readonly unreadable: string }): string {
  return `⚠️ *OCP ${code(listing.ocp)}* could not be read: ${escapeText(listing.unreadable, 1000)}`;
}
