import type { ClusterSummary } from '../../domain/cluster.ts';
import { clusterKey, openKey } from '../../domain/cluster.ts';
import type { Request } from '../../domain/request.ts';
import { clusterName, clusterPlace, escapeText } from '../mrkdwn.ts';
import { firstOf } from './lines.ts';
import { statusText } from './status-words.ts';

/** Gives the primary that names a cluster as its standby; while a pair is moved two OCPs may list it, and that of the same OCP counts. */
export function primariesOf(
  clusters: readonly ClusterSummary[],
): (standby: ClusterSummary) => ClusterSummary | undefined {
  const naming = new Map<string, ClusterSummary[]>();
  for (const primary of clusters)
    for (const standby of primary.standbys) {
      const key = clusterKey(standby);
      naming.set(key, [...(naming.get(key) ?? []), primary]);
    }
  return (standby) => {
    const primaries = naming.get(clusterKey(standby)) ?? [];
    return primaries.find(({ ocp }) => ocp === standby.ocp) ?? primaries[0];
  };
}

/** The open request of each cluster, by {@link openKey}. */
export function openByCluster(open: readonly Request[]): ReadonlyMap<string, Request> {
  return new Map(open.map((request) => [openKey(request.terms.cluster), request]));
}

/** One line about a cluster, in mrkdwn: identity, role, state, version, the other half of its pair, its open request. */
export function clusterLine(
  cluster: ClusterSummary,
  known: { readonly primary?: ClusterSummary | undefined; readonly open?: Request | undefined },
): string {
  const { primary, open } = known;
  const standbys = firstOf(cluster.standbys.map(clusterName), 3).join(', ');
  const parts = [
    clusterName(cluster),
    escapeText(cluster.type, 40),
    escapeText(cluster.status, 40),
    ...(cluster.obVersion === undefined ? [] : [escapeText(cluster.obVersion, 40)]),
    ...(cluster.metaDb ? ['MetaDB of OCP'] : []),
    ...(standbys === '' ? [] : [`standby: ${standbys}`]),
    ...(primary === undefined ? [] : [`standby of ${clusterPlace(primary, primary.ocp !== cluster.ocp)}`]),
    ...(open === undefined ? [] : [`${statusText(open)} ${open.id}`]),
  ];
  return parts.join(' · ');
}
