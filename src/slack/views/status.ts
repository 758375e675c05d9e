import type { KnownBlock } from '@slack/types';
import { type ClusterSummary, openKey } from '../../domain/cluster.ts';
import {
  type ClusterReference,
  matchingClusters,
  referenceText,
  shortestReferences,
} from '../../domain/cluster-reference.ts';
import { type Listing, listedClusters } from '../../domain/listing.ts';
import { hasEnded, type Request } from '../../domain/request.ts';
import type { Sighting } from '../../domain/sighting.ts';
import { clusterPlace, code, date, escapeText, person } from '../mrkdwn.ts';
import { PRIVATE_REQUESTS_TEXT } from '../wording.ts';
import { buttonRow, link, noticeParts } from './blocks.ts';
import { cardBody, cardText } from './card.ts';
import { ACTION, allHostsButton, cardButtons } from './card-buttons.ts';
import { clusterLine, openByCluster, primariesOf } from './cluster-line.ts';
import { elapsed } from './elapsed.ts';
import { context, section } from './elements.ts';
import { counted, lines } from './lines.ts';
import { unreadableLine } from './list.ts';
import type { Message } from './message.ts';
import { pageOf, pageWords } from './pages.ts';
import { taskProgress } from './progress-bar.ts';
import type { Seen } from './seen.ts';
import { statusText } from './status-words.ts';
import { stepOf, stepTitle } from './steps.ts';
import type { Times } from './vote-words.ts';

export interface StatusShown extends Times {
  /** What was last seen of the running tasks, by request id. */
  readonly sightings: ReadonlyMap<string, Sighting>;
  /** The permalinks of the cards, by request id. */
  readonly links: ReadonlyMap<string, string>;
  /** Whether Moveout knows several OCPs, so that each request says in which one its cluster is. */
  readonly severalOcps?: boolean | undefined;
  readonly notice?: string | undefined;
  /** What could not be read from Slack, so that something may be missing; in mrkdwn. */
  readonly unread?: readonly string[] | undefined;
}

/** Every open request in one line, a page at a time; `page` counts from 1. */
export function statusOverview(open: readonly Request[], shown: StatusShown, page = 1): Message {
  const { items, ...place } = pageOf(open, page);
  const { unread = [] } = shown;
  const none = unread.length > 0 ? 'No request that could be read is open.' : 'No request is open.';
  const title = open.length === 0 ? none : `${counted(open.length, 'request')} open`;
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...unread.map(section),
      ...requestBlocks(items, shown),
      foot(
        [
          ...pageWords(place, '/moveout status'),
          'One request: `/moveout status MO-…`',
          'A new one: `/moveout`',
          PRIVATE_REQUESTS_TEXT,
        ],
        shown,
      ),
    ],
  };
}

/** One request: its card as it stands now, with the buttons of the card. */
export function requestStatus(
  request: Request,
  shown: Omit<StatusShown, 'sightings' | 'links'> &
    Pick<Seen, 'approversListed'> & {
      readonly sighting?: Sighting | undefined;
      /** The permalink of the card. */
      readonly link?: string | undefined;
    },
): Message {
  const own = cardButtons(request, shown);
  const hasAll = own.some((button) => button.action_id === ACTION.allHosts);
  const buttons = hasAll ? own : [...own, allHostsButton(request)];
  const card = shown.link === undefined ? [] : [link(shown.link, 'Open the card')];
  return {
    text: cardText(request, shown.severalOcps),
    blocks: [...cardBody(request, shown), ...buttonRow(buttons), foot([request.id, ...card], shown)],
  };
}

/** A cluster, by name or `name:obClusterId`: what the OCPs say of it now, and its last requests, newest first. */
export function clusterStatus(
  asked: ClusterReference,
  shown: StatusShown & { readonly listings: readonly Listing[]; readonly requests: readonly Request[] },
): Message {
  const found = matchingClusters(shown.listings, asked);
  const silent = shown.listings.flatMap((listing) =>
    'unreadable' in listing ? [unreadableLine(listing)] : [],
  );
  const name = code(referenceText(asked), 160);
  const title = found.length === 0 ? notListed(name, silent.length > 0) : `${name}: ${states(found)}`;
  const requests =
    shown.requests.length === 0
      ? [section('No request of it is known.')]
      : requestBlocks(shown.requests, shown);
  return {
    text: title,
    blocks: [
      ...(found.length === 0 ? [section(title)] : lines(foundLines(found, shown), { blocks: 5 })),
      ...lines(silent, { blocks: 5 }),
      ...requests,
      ...(shown.unread ?? []).map(section),
      foot([`As of ${date(shown.now)}`], shown),
    ],
  };
}

function notListed(name: string, someSilent: boolean): string {
  return someSilent
    ? `No OCP that could be read lists ${name}; it may be in one that could not.`
    : `No OCP that Moveout knows lists ${name}.`;
}

function states(found: readonly ClusterSummary[]): string {
  return found
    .slice(0, 5)
    .map(({ status }) => escapeText(status, 40))
    .join(', ');
}

function foundLines(
  found: readonly ClusterSummary[],
  shown: { readonly listings: readonly Listing[]; readonly requests: readonly Request[] },
): string[] {
  const primaries = primariesOf(listedClusters(shown.listings));
  const open = openByCluster(shown.requests.filter((request) => !hasEnded(request)));
  const typedAs = shortestReferences(shown.listings);
  return found.map((cluster) => {
    const known = { primary: primaries(cluster), open: open.get(openKey(cluster)) };
    const typed = found.length > 1 ? ` · ${code(typedAs(cluster), 160)}` : '';
    return `${clusterLine(cluster, known)} · OCP ${code(cluster.ocp)}${typed}`;
  });
}

function requestBlocks(requests: readonly Request[], shown: StatusShown): KnownBlock[] {
  return lines(
    requests.map((request) => requestLine(request, shown)),
    { blocks: 30 },
  );
}

/** One request in one line: state, cluster, progress, who and when. */
export function requestLine(request: Request, { now, sightings, links, severalOcps }: StatusShown): string {
  const { terms } = request;
  const parts = [
    `${statusText(request)} ${link(links.get(request.id), request.id)}`,
    clusterPlace(terms.cluster, severalOcps),
    ...progressParts(request, sightings.get(request.id), now),
    `by ${person(terms.requester)}`,
    date(request.requestedAt),
  ];
  return parts.join(' · ');
}

function progressParts(request: Request, sighting: Sighting | undefined, now: Date): string[] {
  if (request.status === 'awaiting approval')
    return [`${request.approvals.length} of ${counted(request.terms.quorum, 'approval')}`];
  if (request.status === 'scheduled') return [`starts ${date(request.startAt)}`];
  if (!('at' in request) || hasEnded(request)) return [];
  const task = 'taskId' in request.at ? sighting?.task : undefined;
  return [
    stepTitle(stepOf(request.at)),
    ...(task === undefined ? [] : [taskProgress(task)]),
    elapsed(request.startedAt, now),
    ...(sighting?.noAnswerSince === undefined
      ? []
      : [`⚠️ no answer from OCP since ${date(sighting.noAnswerSince)}`]),
  ];
}

function foot(parts: readonly string[], { notice }: { readonly notice?: string | undefined }) {
  return context([...parts, ...noticeParts(notice)].join(' · '));
}
