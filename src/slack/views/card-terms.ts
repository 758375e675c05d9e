import type { KnownBlock } from '@slack/types';
import type { Terms } from '../../domain/events.ts';
import { hasEnded, type Request } from '../../domain/request.ts';
import { plannedStart } from '../../domain/request-times.ts';
import { cut } from '../limits.ts';
import { clusterName, code, date, escapeText, person, quote } from '../mrkdwn.ts';
import { NAMED_HOSTS } from './card-buttons.ts';
import { section } from './elements.ts';
import { joinFitting } from './join-fitting.ts';
import { hostNames } from './names.ts';

/** What was asked for and is voted on; on the card in every state. */
export function termsBlocks(request: Request): KnownBlock[] {
  const { terms } = request;
  return [
    section(clusterLines(request).join('\n')),
    section(`*Reason*\n${quote(cut(terms.reason, 500))}`),
    section([...hostLines(terms), ...optionLines(terms)].join('\n')),
    ...warningBlocks(request),
  ];
}

/** What was warned of is not so any more once all is over: a task that was to fail may have been retried. */
function warningBlocks(request: Request): KnownBlock[] {
  const warnings = request.terms.warnings.map((warning) => `⚠️ ${escapeText(warning, 400)}`);
  if (warnings.length === 0) return [];
  const title = hasEnded(request) ? ['*Warned when approval was asked for*'] : [];
  return [section(joinFitting([...title, ...warnings], { limit: 2900, separator: '\n' }))];
}

function clusterLines(request: Request): string[] {
  const { terms, firstTerms, requestedAt } = request;
  const { cluster } = terms;
  const seen = cluster.status === firstTerms.cluster.status ? 'when requested' : 'when last looked at';
  const version = cluster.obVersion === undefined ? '' : ` · OceanBase ${escapeText(cluster.obVersion, 60)}`;
  return [
    `*Cluster* ${clusterName(cluster)} · ${escapeText(cluster.type, 40)} · ${escapeText(cluster.status, 40)} ${seen}${version}`,
    `*Out of OCP* ${code(cluster.ocp)} (cluster id ${cluster.id} there)`,
    `*Requested by* ${person(terms.requester)}, ${date(requestedAt)}`,
    startLine(request),
  ];
}

/** When it is to start; once it has, when it did, and for when that was planned. */
function startLine(request: Request): string {
  const startedAt = 'startedAt' in request ? request.startedAt : undefined;
  if (startedAt === undefined) return `*Start* ${startWords(request.terms)}`;
  const planned = plannedStart(request);
  return `*Started* ${date(startedAt)}${planned === undefined ? '' : `, planned for ${date(planned)}`}`;
}

/** Nothing is said of an option that was not chosen. */
function optionLines({ exportedInConsole, keepClusterInfo, configAddress, requester }: Terms): string[] {
  return [
    ...(configAddress === undefined ? [] : [`*New config server* ${code(configAddress, 300)}`]),
    ...(keepClusterInfo === true
      ? ['*Cluster information* is kept: this OCP’s config server goes on answering']
      : []),
    ...(exportedInConsole === true
      ? [`*Credentials* exported in the OCP console by ${person(requester)}, who keeps the file and its key`]
      : []),
  ];
}

/** When it starts, as a clause; outside the off-peak hours that is said. */
export function startWords({ start, outsideWindows }: Pick<Terms, 'start' | 'outsideWindows'>): string {
  const outside =
    outsideWindows === true ? ', outside the off-peak hours: one approval more than otherwise' : '';
  if (start.kind === 'when approved') return `as soon as it is approved${outside}`;
  if (start.kind === 'window') return `in the off-peak window ${date(start.at)} to ${date(start.until)}`;
  return `${date(start.at)}${outside}`;
}

function hostLines({ deleteHosts, keepHosts, skipHosts }: Terms): string[] {
  const size = { limit: 900, most: NAMED_HOSTS };
  const lines = [
    `*Hosts to delete (${deleteHosts.length})* ${hostNames(deleteHosts, size)}`,
    `*Hosts to keep (${keepHosts.length})* ${hostNames(keepHosts, size)}`,
  ];
  if (skipHosts.length === 0) return lines;
  return [...lines, `*Operations skipped on (${skipHosts.length})* ${hostNames(skipHosts, size)}`];
}
