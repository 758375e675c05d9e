/** A modal that only says something: OCP is slow, OCP refused, something could not be done. */
import type { ModalView } from '@slack/types';
import { cut, LIMITS } from '../limits.ts';
import { channel, escapeText } from '../mrkdwn.ts';
import { link } from './blocks.ts';
import { actions, button, context, modal } from './elements.ts';
import { lines } from './lines.ts';

/** The action of every Try Again button; its value says what to try. */
export const TRY_AGAIN = 'try-again';

export interface Notice {
  /** At most 24 characters are shown. Default: `Move Out Cluster`. */
  readonly title?: string;
  /** Plain words, one line a paragraph; escaped here. A line break in a paragraph may come from outside, and is a space. */
  readonly text: string | readonly string[];
  /** The id of the channel that it is about; shown as a link. */
  readonly channel?: string | undefined;
  /** The permalink of the card that it is about. */
  readonly card?: string | undefined;
  /** Offers a button that sends `value` (at most 2000 characters) with the action {@link TRY_AGAIN}. */
  readonly tryAgain?: { readonly value: string } | undefined;
}

/** The notice as a modal with Close, and with Try Again when that is offered. */
export function noticeView(notice: Notice): ModalView {
  return modal({
    callbackId: 'notice',
    ...(notice.title === undefined ? {} : { title: notice.title }),
    blocks: [
      ...paragraphs(notice.text),
      ...placeBlocks(notice.channel),
      ...(notice.card === undefined ? [] : [context(link(notice.card, 'Open the card'))]),
      ...tryAgainBlocks(notice.tryAgain?.value),
    ],
  });
}

/** The row with the Try Again button; nothing without a value. */
export function tryAgainBlocks(value: string | undefined) {
  if (value === undefined) return [];
  return [actions('try-again', [button('Try Again', TRY_AGAIN, cut(value, LIMITS.buttonValue))])];
}

function placeBlocks(id: string | undefined) {
  return id === undefined ? [] : [context(`The channel of the card: ${channel(id)}`)];
}

function paragraphs(text: Notice['text']) {
  const escaped = [text]
    .flat()
    .map((line) => escapeText(line, 2900))
    .filter((line) => line !== '');
  return lines(escaped.length === 0 ? ['Something went wrong.'] : escaped, { blocks: 10 });
}
