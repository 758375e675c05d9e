/** What `/moveout history` answers: ended requests, the last ended first, one line each. */
import { hasEnded, type Request } from '../../domain/request.ts';
import { clusterPlace, code, date, person } from '../mrkdwn.ts';
import { link, noticeParts } from './blocks.ts';
import { elapsed } from './elapsed.ts';
import { context, section } from './elements.ts';
import { counted, lines } from './lines.ts';
import type { Message } from './message.ts';
import type { StatusShown } from './status.ts';
import { statusText } from './status-words.ts';

export interface HistoryShown extends Pick<StatusShown, 'links' | 'severalOcps' | 'notice'> {
  /** How many there are; those shown are the first of them. */
  readonly count: number;
  readonly requests: readonly Request[];
  /** As it was typed. */
  readonly cluster?: string | undefined;
  readonly since?: Date | undefined;
}

export function historyMessage(shown: HistoryShown): Message {
  const { count, requests, cluster, since, notice } = shown;
  const of = cluster === undefined ? '' : ` of ${code(cluster, 160)}`;
  const after = since === undefined ? '' : ` since ${date(since)}`;
  const title =
    count === 0 ? `No request${of} has ended${after}.` : `*${counted(count, 'request')}${of} ended${after}*`;
  const more =
    count > requests.length
      ? [`The last ${requests.length} are shown; name a cluster or a day to see others`]
      : [];
  const foot = [...more, 'One request: `/moveout status MO-…`', ...noticeParts(notice)];
  return {
    text: title,
    blocks: [
      section(title),
      ...lines(
        requests.map((request) => historyLine(request, shown)),
        { blocks: 20 },
      ),
      context(foot.join(' · ')),
    ],
  };
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
