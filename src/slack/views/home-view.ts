/** The App Home: what waits for the person, the person's requests, what runs, and the clusters. */
import type { HomeView, KnownBlock } from '@slack/types';
import type { Listing } from '../../domain/listing.ts';
import type { Request } from '../../domain/request.ts';
import { date } from '../mrkdwn.ts';
import { buttonRow, header, noticeParts } from './blocks.ts';
import { cardButtons, isVote } from './card-buttons.ts';
import { context, section } from './elements.ts';
import { counted, lines } from './lines.ts';
import { clusterList } from './list.ts';
import { requestLine, type StatusShown } from './status.ts';

/** A home takes 100 blocks; these keep each part of it within its share. */
const WITH_BUTTONS = 10;
const LINES = { blocks: 8 };

export interface HomeShown extends StatusShown {
  /** Those that wait for this person's vote. */
  readonly waiting: readonly Request[];
  /** The person's own that have not ended. */
  readonly own: readonly Request[];
  /** All that run. */
  readonly running: readonly Request[];
  readonly open: readonly Request[];
  readonly listings: readonly Listing[];
}

export function homeView(shown: HomeShown): HomeView {
  const { now, notice, own, running, listings, open } = shown;
  return {
    type: 'home',
    callback_id: 'home',
    blocks: [
      context([`As of ${date(now)}`, 'A new request: `/moveout`', ...noticeParts(notice)].join(' · ')),
      ...waitingBlocks(shown),
      ...part('Your requests', own, shown, 'You have no open request.'),
      ...part('Running', running, shown, 'Nothing runs.'),
      header('Clusters'),
      ...clusterList({ listings, open, now }).blocks,
    ],
  };
}

function waitingBlocks(shown: HomeShown): KnownBlock[] {
  const { waiting } = shown;
  const hidden = waiting.length - WITH_BUTTONS;
  if (waiting.length === 0) return [header('Waiting for you'), section('Nothing waits for your approval.')];
  return [
    header(`Waiting for you (${waiting.length})`),
    ...waiting
      .slice(0, WITH_BUTTONS)
      .flatMap((request) => [
        section(requestLine(request, shown)),
        ...buttonRow(cardButtons(request).filter(isVote)),
      ]),
    ...(hidden > 0 ? [context(`${counted(hidden, 'more request')}: see \`/moveout status\``)] : []),
  ];
}

function part(title: string, requests: readonly Request[], shown: HomeShown, none: string): KnownBlock[] {
  if (requests.length === 0) return [header(title), section(none)];
  const texts = requests.map((request) => requestLine(request, shown));
  return [header(`${title} (${requests.length})`), ...lines(texts, LINES)];
}
