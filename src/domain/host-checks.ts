/** The rules about the hosts of a cluster. */
import type { Check } from './check.ts';
import { type ChosenHosts, changesSince } from './chosen-hosts.ts';
import type { Cluster } from './cluster.ts';
import { hostChoices } from './host-choices.ts';
import { EVERY_OPTION, type MoveOutOptions } from './move-out-options.ts';
import { enumerate, enumerateNames } from './sentence.ts';

/** What the rules say about the hosts of a cluster, before a request and right before the submit. */
export function hostChecks(cluster: Cluster, options: MoveOutOptions = EVERY_OPTION): Check[] {
  return [
    ...(options.deleteHosts === 'each' ? [deletable(cluster)] : []),
    ...offline(cluster, options),
    ...withoutHost(cluster),
  ];
}

function deletable(cluster: Cluster): Check {
  const count = cluster.hosts.length;
  const { length: held } = hostChoices(cluster).held;
  if (count === 0)
    return {
      rule: 'hosts',
      verdict: 'neutral',
      text: 'OCP knows no host of this cluster; none can be deleted.',
    };
  if (held > 0)
    return {
      rule: 'hosts',
      verdict: 'warned',
      text: `${held} of ${count} hosts ${held === 1 ? 'carries' : 'carry'} other services and cannot be deleted.`,
    };
  const text = count === 1 ? 'Its only host can be deleted.' : `All ${count} hosts can be deleted.`;
  return { rule: 'hosts', verdict: 'passed', text };
}

function offline(cluster: Cluster, { skipHosts }: MoveOutOptions): Check[] {
  const names = hostChoices(cluster).offline.map((host) => host.name);
  if (names.length === 0) return [];
  const subject = names.length === 1 ? '1 host is' : `${names.length} hosts are`;
  return [
    {
      rule: 'offline hosts',
      verdict: 'warned',
      text: skipHosts
        ? `${subject} offline, so operations there should be skipped: ${enumerateNames(names)}.`
        : `${subject} offline, and this OCP cannot skip operations there, so its task will fail: ${enumerateNames(names)}. Bring them back first.`,
    },
  ];
}

function withoutHost({ serversWithoutHost: addresses }: Cluster): Check[] {
  if (addresses.length === 0) return [];
  const subject = addresses.length === 1 ? '1 server has' : `${addresses.length} servers have`;
  return [
    {
      rule: 'hosts',
      verdict: 'warned',
      text: `${subject} no host record in OCP, so nothing can be deleted there: ${enumerateNames(addresses)}.`,
    },
  ];
}

/** Whether the cluster and its hosts are still what was requested. */
export function chosenHosts(cluster: Cluster, chosen: ChosenHosts): Check {
  const changes = changesSince(cluster, chosen);
  return changes.length === 0
    ? {
        rule: 'chosen hosts',
        verdict: 'passed',
        text: 'The cluster and its hosts are as they were requested.',
      }
    : {
        rule: 'chosen hosts',
        verdict: 'blocking',
        text: `This is no longer what was requested: ${enumerate(changes, '; ')}.`,
      };
}
