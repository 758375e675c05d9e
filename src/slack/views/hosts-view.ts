/** The modal All Hosts: every host of a request, by what happens to it. */
import type { ModalView } from '@slack/types';
import type { HostRef, Terms } from '../../domain/events.ts';
import { LIMITS } from '../limits.ts';
import { clusterName, code } from '../mrkdwn.ts';
import { modal, section } from './elements.ts';
import { lines } from './lines.ts';

/** Of the 250 kB of a view, what the texts of the list may take; the rest is JSON around them and escapes. */
const LIST_BYTES = 200_000;

/** Leaves a block for the notice that no real cluster is touched. Complete unless the list is larger than Slack's view; then it ends with the number of what is missing. */
export function hostsView(
  terms: Pick<Terms, 'cluster' | 'deleteHosts' | 'keepHosts' | 'skipHosts'>,
): ModalView {
  const listed = [
    ...group('To delete', terms.deleteHosts),
    ...group('To keep', terms.keepHosts),
    ...group('Operations skipped', terms.skipHosts),
  ];
  return modal({
    title: 'All Hosts',
    callbackId: 'all-hosts',
    blocks: [
      section(`Hosts of ${clusterName(terms.cluster)}`),
      ...lines(listed, { blocks: LIMITS.viewBlocks - 2, bytes: LIST_BYTES }),
    ],
  });
}

function group(title: string, hosts: readonly HostRef[]): string[] {
  if (hosts.length === 0) return [`*${title}:* none`];
  return [`*${title} (${hosts.length})*`, ...hosts.map(line)];
}

function line({ name, address, zone }: HostRef): string {
  return `• ${code(name)} (${code(address, 50)}) in ${code(zone, 40)}`;
}
