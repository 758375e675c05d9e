import type { ClusterSummary } from '../../domain/cluster.ts';
import { clusterKey, openKey } from '../../domain/cluster.ts';
import type { Request } from '../../domain/request.ts';
import { clusterName, clusterPlace, escapeText } from '../mrkdwn.ts';
import { firstOf } from './lines.ts';
import { statusText } from './status-words.ts';

/** Of each standby (`name:obClusterId`), the primary that names it. */
export function primariesOf(clusters: readonly ClusterSummary[]): ReadonlyMap<string, ClusterSummary> {
  return new Map(
    clusters.flatMap((primary) => primary.standbys.map((standby) => [clusterKey(standby), primary] as const)),
  );
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
