import type { Request } from '../../domain/request.ts';
import { link } from './blocks.ts';
import { cardText } from './card.ts';
import { stateLines } from './card-state.ts';
import { context, section } from './elements.ts';
import type { Message } from './message.ts';
import type { Seen } from './seen.ts';

/** How a request stands, for its own thread: the card's state without its terms and buttons. */
export function threadStatus(
  request: Request,
  shown: Seen & { readonly link?: string | undefined },
): Message {
  const foot = [
    request.id,
    ...(shown.link === undefined ? [] : [link(shown.link, 'The buttons are on the card')]),
  ];
  return {
    text: cardText(request, shown.severalOcps),
    blocks: [
      section(`*${cardText(request, shown.severalOcps)}*\n${stateLines(request, shown).join('\n')}`),
      context(foot.join(' · ')),
    ],
  };
}
