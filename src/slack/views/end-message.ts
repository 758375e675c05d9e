import type { Button } from '@slack/types';
import type { RequestEvent } from '../../domain/events.ts';
import type { InStatus, Request } from '../../domain/request.ts';
import { errandValue } from '../errand.ts';
import { clusterName, clusterPlace, code, escapeText, person } from '../mrkdwn.ts';
import type { Alert } from './alerts.ts';
import { approvedBy } from './approval-lines.ts';
import { styledButton } from './blocks.ts';
import { clusterValue } from './cluster-value.ts';
import { elapsed } from './elapsed.ts';
import { leftBehind } from './failure-words.ts';
import { hostNames } from './names.ts';

interface EndShown {
  readonly howToOpen: string;
  readonly isFileReadable?: boolean | undefined;
  readonly severalOcps?: boolean | undefined;
  readonly head: string;
}

/** What the end of a run says, as the last message of its thread; undefined for any other event. */
export function endOf(event: RequestEvent, request: Request, shown: EndShown): Alert | undefined {
  const foot = `Record ${escapeText(shown.head, 128)}`;
  if (event.type === 'completed' && request.status === 'completed')
    return {
      sections: completed(request, shown),
      foot,
      buttons: primaryButtons(request),
    };
  if (event.type === 'rolled back' && request.status === 'rolled back')
    return { sections: rolledBack(request, shown), foot };
  if (event.type === 'abandoned' && request.status === 'abandoned')
    return { sections: abandoned(request, shown), foot };
  return undefined;
}

/** The action of Request Primary; its value is what the modal is to be about. */
export const REQUEST_PRIMARY = 'request-primary';

/** The primary of a standby that was moved out may go next. */
function primaryButtons({ terms }: Request): Button[] {
  if (terms.primary === undefined) return [];
  const value = errandValue(terms.channel, { picked: clusterValue(terms.primary) });
  return [styledButton({ label: 'Request Primary', action: REQUEST_PRIMARY, value })];
}

/** The risk of keeping a host, said again where it begins, with what ends it. */
const KEPT_HOSTS =
  'Delete those of the kept hosts in OCP that nothing else needs: OCP can deploy other clusters on them, and these can harm this cluster.';

/** What OCP's version could not do with the move-out, and what waits until somebody does it. */
const HOSTS_LEFT =
  'Delete the hosts that nothing else needs in the OCP console: the move-out deleted none. Until then OCP can deploy other clusters on them, and these can harm this cluster.';

function completed(request: InStatus<'completed'>, shown: EndShown): string[] {
  const { cluster, deleteHosts, keepHosts } = request.terms;
  const name = clusterName(cluster);
  const names = { limit: 1200 };
  const kept =
    keepHosts.length === 0 ? [] : [request.terms.hostsLeftToConsole === true ? HOSTS_LEFT : KEPT_HOSTS];
  return [
    `✅ *${name} is moved out of OCP ${code(cluster.ocp)}*, in ${elapsed(request.startedAt, request.endedAt)}. OCP no longer lists it.`,
    [
      `*Hosts deleted (${deleteHosts.length})* ${hostNames(deleteHosts, names)}`,
      `*Hosts kept (${keepHosts.length})* ${hostNames(keepHosts, names)}`,
      `Requested by ${person(request.terms.requester)}. ${approvedBy(request)}`,
    ].join('\n'),
    ['*Next*', ...[...takeOver(request, shown), ...kept].map((step, at) => `${at + 1}. ${step}`)].join('\n'),
  ];
}

/** Taking a cluster over needs the password of root@sys: a file that people can read is opened before, one that only OCP can read is imported there. */
function takeOver({ terms }: Request, { howToOpen, isFileReadable }: EndShown): string[] {
  const name = clusterName(terms.cluster);
  const file = `${howToOpen} ${person(terms.requester)} has both.`.trimStart();
  if (isFileReadable === true && terms.exportedInConsole !== true)
    return [
      file,
      `Take ${name} over in the new OCP, with the password of root@sys from the file.`,
      'Enter the other passwords of the file there.',
    ];
  return [`Take ${name} over in the new OCP. It asks for the password of root@sys.`, file];
}

function rolledBack(request: InStatus<'rolled back'>, { severalOcps }: EndShown): string[] {
  const name = clusterPlace(request.terms.cluster, severalOcps);
  const took = elapsed(request.startedAt, request.endedAt);
  return [
    `↩️ *${name} is rolled back*, after ${took}. OCP lists it again; nothing is moved out.`,
    `*Next* Look at the cluster and its hosts in OCP. ${oldFile(request)} can be deleted.`,
  ];
}

/** A move-out that is requested later takes the credentials as they are then. */
function oldFile({ terms }: Request): string {
  return terms.exportedInConsole === true
    ? 'For a new request, export the credentials again: the old file'
    : 'A new request exports the credentials again: the file that was sent';
}

function abandoned(request: InStatus<'abandoned'>, { severalOcps }: EndShown): string[] {
  const name = clusterPlace(request.terms.cluster, severalOcps);
  return [
    `🏳️ *${person(request.by)} gave up the move-out of ${name}.* Moveout no longer follows it.`,
    leftBehind(request),
  ];
}
