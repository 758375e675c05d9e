/** The App Home: what waits for the person, the person's requests, what runs, and the clusters. */
import type { HomeView, KnownBlock } from '@slack/types';
import type { Listing } from '../../domain/listing.ts';
import type { Request } from '../../domain/request.ts';
import { date } from '../mrkdwn.ts';
import { PRIVATE_REQUESTS_TEXT, unjudgedText } from '../wording.ts';
import { buttonRow, header, noticeParts } from './blocks.ts';
import { cardButtons, isVote } from './card-buttons.ts';
import { context, section } from './elements.ts';
import { counted, lines } from './lines.ts';
import { clusterList } from './list.ts';
import { requestLine, type StatusShown } from './status.ts';
import { afterVoteLine } from './vote-words.ts';

/** A home takes 100 blocks; these keep each part of it within its share, and the whole within a screen or two. */
const WITH_BUTTONS = 10;
const MOST_LINES = 25;
const LINES = { blocks: 8 };

/** The open requests that this person may see, by the part of the home that they belong to. */
export interface HomeRequests {
  /** Those that wait for this person's vote. */
  readonly waiting: readonly Request[];
  /** The person's own. */
  readonly own: readonly Request[];
  /** All that run. */
  readonly running: readonly Request[];
}

export interface HomeShown extends StatusShown, HomeRequests {
  /** Of how many that await approval it could not be read whether this person may approve them. */
  readonly unjudged: number;
  /** All of them. */
  readonly open: readonly Request[];
  readonly listings: readonly Listing[];
}

/** Those that have a line in the home. */
export function shownInHome({ waiting, own, running }: HomeRequests): readonly Request[] {
  return [...waiting.slice(0, WITH_BUTTONS), ...own.slice(0, MOST_LINES), ...running.slice(0, MOST_LINES)];
}

export function homeView(shown: HomeShown): HomeView {
  const { now, notice, own, running, listings, open, unread = [] } = shown;
  return {
    type: 'home',
    callback_id: 'home',
    blocks: [
      context(
        [
          `As of ${date(now)}`,
          'A new request: `/moveout`',
          PRIVATE_REQUESTS_TEXT,
          ...noticeParts(notice),
        ].join(' · '),
      ),
      ...unread.map(section),
      ...waitingBlocks(shown),
      ...part('Your requests', own, shown, 'You have no open request.'),
      ...part('Running', running, shown, 'Nothing runs.'),
      header('Clusters'),
      ...clusterList({ listings, open, now }).blocks,
    ],
  };
}

function waitingBlocks(shown: HomeShown): KnownBlock[] {
  const { waiting, unjudged } = shown;
  const hidden = waiting.length - WITH_BUTTONS;
  const doubt = unjudged === 0 ? [] : [section(unjudgedText(unjudged))];
  if (waiting.length === 0)
    return [
      header('Waiting for you'),
      ...(unjudged === 0 ? [section('Nothing waits for your approval.')] : doubt),
    ];
  return [
    header(`Waiting for you (${waiting.length})`),
    ...doubt,
    ...waiting
      .slice(0, WITH_BUTTONS)
      .flatMap((request) => [
        section(`${requestLine(request, shown)}\n${afterVoteLine(request, shown, 'your')}`),
        ...buttonRow(cardButtons(request, shown).filter(isVote)),
      ]),
    ...moreBlocks(hidden),
  ];
}

function moreBlocks(hidden: number): KnownBlock[] {
  return hidden > 0 ? [context(`${counted(hidden, 'more request')}: see \`/moveout status\``)] : [];
}

function part(title: string, requests: readonly Request[], shown: HomeShown, none: string): KnownBlock[] {
  if (requests.length === 0) return [header(title), section(none)];
  const hidden = requests.length - MOST_LINES;
  const texts = requests.slice(0, MOST_LINES).map((request) => requestLine(request, shown));
  return [header(`${title} (${requests.length})`), ...lines(texts, LINES), ...moreBlocks(hidden)];
}
