/** What `/moveout history` answers: ended requests, the last ended first, one line each. */
import { hasEnded, type Request } from '../../domain/request.ts';
import { clusterPlace, code, date, person } from '../mrkdwn.ts';
import { PRIVATE_REQUESTS_TEXT } from '../wording.ts';
import { link, noticeParts } from './blocks.ts';
import { elapsed } from './elapsed.ts';
import { context, section } from './elements.ts';
import { counted, lines } from './lines.ts';
import type { Message } from './message.ts';
import type { StatusShown } from './status.ts';
import { statusText } from './status-words.ts';

export interface HistoryShown extends Pick<StatusShown, 'links' | 'severalOcps' | 'notice' | 'unread'> {
  readonly requests: readonly Request[];
  /** Whether no other has ended that could be shown. How many others there are is not told: some may be of private channels. */
  readonly isAll: boolean;
  /** As it was typed. */
  readonly cluster?: string | undefined;
  readonly since?: Date | undefined;
}

export function historyMessage(shown: HistoryShown): Message {
  const { requests, isAll, cluster, since, notice, unread = [] } = shown;
  const of = cluster === undefined ? '' : ` of ${code(cluster, 160)}`;
  const after = since === undefined ? '' : ` since ${date(since)}`;
  const none =
    isAll && unread.length === 0
      ? `No request${of} has ended${after}.`
      : `You see none of the last requests${of} that ended${after}.`;
  const title = requests.length === 0 ? none : `*${found(shown, of)}${after}*`;
  const foot = [
    ...(isAll ? [] : ['Name a cluster or a day to see others']),
    'One request: `/moveout status MO-…`',
    PRIVATE_REQUESTS_TEXT,
    ...noticeParts(notice),
  ];
  return {
    text: title,
    blocks: [
      section(title),
      ...unread.map(section),
      ...lines(
        requests.map((request) => historyLine(request, shown)),
        { blocks: 20 },
      ),
      context(foot.join(' · ')),
    ],
  };
}

function found({ requests, isAll }: HistoryShown, of: string): string {
  const count = counted(requests.length, 'request');
  return isAll ? `${count}${of} ended` : `The last ${count}${of} that ended`;
}

function historyLine(request: Request, { links, severalOcps }: HistoryShown): string {
  const { id, terms } = request;
  const ended = hasEnded(request) ? [date(request.endedAt)] : [];
  const took =
    hasEnded(request) && 'startedAt' in request && request.startedAt !== undefined
      ? [`ran for ${elapsed(request.startedAt, request.endedAt)}`]
      : [];
  const parts = [
    `${statusText(request)} ${link(links.get(id), id)}`,
    clusterPlace(terms.cluster, severalOcps),
    ...ended,
    ...took,
    `by ${person(terms.requester)}`,
  ];
  return parts.join(' · ');
}
