/** What the embedded OCP knows of a cluster. */
import { type Cluster, type ClusterIdentity, clusterKey } from '../../domain/cluster.ts';
import type { ClusterRecord, CredentialRecord, ProxyClusterRecord } from '../wire/records.ts';
import { refusal } from '../wire/refusal.ts';
import { toCluster } from '../wire/to-domain.ts';
import type { OcpState } from './ocp-state.ts';

/** The cluster with zones and hosts; undefined when there is none of that id. Its tenants are at least those with credentials. */
export function readCluster(ocp: string, state: OcpState, id: number): Cluster | undefined {
  const record = state.clusters.find((cluster) => cluster.id === id);
  if (record === undefined) return undefined;
  const cluster = toCluster(ocp, record, state);
  const tenants = new Set(credentialsOf(state, record).map(({ tenantName }) => tenantName));
  return {
    ...cluster,
    tenantCount: Math.max(cluster.tenantCount, tenants.size),
    proxyClusters: proxyClustersOf(state, record).map(({ name }) => name),
  };
}

/** The OBProxy clusters that link to a cluster. */
function proxyClustersOf(
  state: OcpState,
  { name, obClusterId }: ClusterRecord,
): readonly ProxyClusterRecord[] {
  return state.proxyClusters.filter(({ obLinks }) =>
    obLinks.some((link) => link.clusterName === name && link.obClusterId === obClusterId),
  );
}

/** The record of a cluster. Throws OcpFault when the id is unknown or belongs to another cluster by now. */
export function listedCluster(state: OcpState, { id, name, obClusterId }: ClusterIdentity): ClusterRecord {
  const record = state.clusters.find((cluster) => cluster.id === id);
  if (record === undefined || record.name !== name || record.obClusterId !== obClusterId)
    throw refusal(
      'notFound',
      `This OCP lists no cluster ${clusterKey({ name, obClusterId })} with the id ${id}.`,
    );
  return record;
}

/** The credentials of a cluster: of its sys tenant and of its user tenants. */
export function credentialsOf(state: OcpState, cluster: ClusterRecord): readonly CredentialRecord[] {
  return state.credentials.filter(
    ({ clusterName, obClusterId }) => clusterName === cluster.name && obClusterId === cluster.obClusterId,
  );
}
