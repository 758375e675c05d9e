/** What changed between the terms that people approved and what OCP says now. */
import { type Cluster, clusterKey, type Host, holdingServices, sameCluster } from './cluster.ts';
import type { HostRef, Terms } from './events.ts';

/** What a request's terms say about the cluster and its hosts. */
export type ChosenHosts = Pick<Terms, 'cluster' | 'deleteHosts' | 'keepHosts' | 'skipHosts'>;

/**
 * The changes that make an approval void, as clauses without a full stop; empty when there is none. Every host of the
 * terms must still be a host of the cluster with the same id and address, a deleted one must be held by no other service,
 * and the cluster may have no host that the terms do not name.
 */
export function changesSince(cluster: Cluster, chosen: ChosenHosts): string[] {
  const asked = chosen.cluster;
  if (!sameCluster(asked, cluster))
    return [
      `the cluster was ${clusterKey(asked)} in OCP ${asked.ocp} and is now ${clusterKey(cluster)} in OCP ${cluster.ocp}`,
    ];
  const known = namedHosts(chosen);
  const deleted = new Set(chosen.deleteHosts.map((host) => host.id));
  return [
    ...known.flatMap((host) => changesOf(host, cluster)),
    ...cluster.hosts.flatMap((host) => (deleted.has(host.id) ? heldBy(host, cluster) : [])),
    ...added(cluster, known),
  ];
}

/** Each once: a skipped host is also among the deleted or the kept ones. */
function namedHosts({ deleteHosts, keepHosts, skipHosts }: ChosenHosts): HostRef[] {
  const byId = new Map([...skipHosts, ...keepHosts, ...deleteHosts].map((host) => [host.id, host]));
  return [...byId.values()];
}

function changesOf(asked: HostRef, { hosts }: Cluster): string[] {
  const now = hosts.find((host) => host.id === asked.id);
  if (now !== undefined && now.address === asked.address) return [];
  if (now !== undefined)
    return [`host ${asked.name} had the address ${asked.address} and has ${now.address} now`];
  return [`host ${asked.name} (${asked.address}) with id ${asked.id} is no longer a host of this cluster`];
}

function heldBy(host: Host, cluster: Cluster): string[] {
  const services = holdingServices(host, cluster).map((service) => `${service.type} ${service.name}`);
  if (services.length === 0) return [];
  return [`host ${host.name} cannot be deleted, since it carries ${services.join(', ')}`];
}

function added({ hosts }: Cluster, known: readonly HostRef[]): string[] {
  const ids = new Set(known.map((host) => host.id));
  return hosts
    .filter((host) => !ids.has(host.id))
    .map((host) => `host ${host.name} (${host.address}) was added since`);
}
