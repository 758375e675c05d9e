import type { KnownBlock } from '@slack/types';
import type { Request } from '../../domain/request.ts';
import { clusterPlace } from '../mrkdwn.ts';
import { buttonRow, header, link, noticeParts } from './blocks.ts';
import { cardButtons } from './card-buttons.ts';
import { stateLines } from './card-state.ts';
import { termsBlocks } from './card-terms.ts';
import { context, section } from './elements.ts';
import type { Message } from './message.ts';
import { plainPlace } from './names.ts';
import type { Seen } from './seen.ts';
import { statusText } from './status-words.ts';

export interface CardShown extends Seen {
  /** A sentence for every card when no real cluster is touched. */
  readonly notice?: string | undefined;
  /** The permalink of the card that this one replaces. */
  readonly earlierThread?: string | undefined;
}

/** The message about a request, the same one body in every state. */
export function card(request: Request, shown: CardShown): Message {
  const blocks = [
    ...cardBody(request, shown),
    ...buttonRow(cardButtons(request, shown)),
    cardFoot(request, shown),
  ];
  return { text: cardText(request, shown.severalOcps), blocks };
}

/** The card without its buttons and its last line. */
export function cardBody(request: Request, shown: Seen): KnownBlock[] {
  return [
    header(`${statusText(request)} · ${plainPlace(request.terms.cluster, shown.severalOcps)}`),
    section(stateLines(request, shown).join('\n')),
    ...termsBlocks(request),
  ];
}

/** The card in one sentence. */
export function cardText(request: Request, severalOcps: boolean | undefined): string {
  return `${statusText(request)}: move-out of ${clusterPlace(request.terms.cluster, severalOcps)} (${request.id})`;
}

function cardFoot(request: Request, { notice, earlierThread }: CardShown) {
  const parts = [
    request.id,
    ...(earlierThread === undefined ? [] : [link(earlierThread, 'Earlier thread')]),
    ...noticeParts(notice),
  ];
  return context(parts.join(' · '));
}
