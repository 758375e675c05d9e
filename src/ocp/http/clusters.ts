/** Reads the clusters of an OCP, with their zones, hosts and OBProxy clusters. */
import { z } from 'zod';
import { type Cluster, type ClusterSummary, clusterKey } from '../../domain/cluster.ts';
import { OcpFault } from '../../workflow/ports.ts';
import type { ClusterRecord, HostRecord, ZonedServer } from '../wire/records.ts';
import { toCluster, toClusterSummary } from '../wire/to-domain.ts';
import type { OcpApi } from './api.ts';
import { readBareList, readList } from './listing.ts';
import { readClusterRecord, readHostRecord, readServerRecord } from './read-record.ts';

const CLUSTERS = '/api/v2/ob/clusters';

/** Every cluster that the OCP lists. Throws OcpFault. */
export async function listClusters(api: OcpApi): Promise<readonly ClusterSummary[]> {
  const records = await clusterRecords(api);
  return records.map((record) => ({
    ...toClusterSummary(api.connection.name, record, records),
    metaDb: record.metaDb ?? undefined,
  }));
}

/**
 * A cluster with its hosts; undefined when the OCP says that there is none of that id. The hosts are told by service name and by
 * address, never by the ids of servers, which are numbers of their own. Throws OcpFault.
 */
export async function readCluster(api: OcpApi, id: number): Promise<Cluster | undefined> {
  const found = await findCluster(api, id);
  if (found === undefined) return undefined;
  const ocp = api.connection.name;
  const record = await withServers(api, found);
  const [standbyClusters, hosts, proxyClusters] = await Promise.all([
    standbysOf(api, record),
    hostRecords(api),
    proxyClustersOf(api, record),
  ]);
  return {
    ...toCluster(ocp, { ...record, standbyClusters }, { clusters: [], hosts }),
    metaDb: record.metaDb ?? undefined,
    proxyClusters,
  };
}

/** The record of the cluster that has an id now; undefined when there is none. Throws OcpFault, also when another one came. */
export async function findCluster(api: OcpApi, id: number): Promise<ClusterRecord | undefined> {
  const data = await api.find(`${CLUSTERS}/${id}`);
  if (data === undefined) return undefined;
  const { name: ocp } = api.connection;
  const record = readClusterRecord(ocp, data);
  if (record.id === id) return record;
  const message = `OCP ${ocp} gave cluster ${record.id} when cluster ${id} was asked for.`;
  throw new OcpFault({ message }, { unanswered: true });
}

/** The page "Query clusters"; `withRemote` is left out: clusters of other OCPs are not this one's to move. */
async function clusterRecords(api: OcpApi): Promise<readonly ClusterRecord[]> {
  const records = await readList(api, 'clusters', CLUSTERS);
  return records.map((record) => readClusterRecord(api.connection.name, record));
}

async function hostRecords(api: OcpApi): Promise<readonly HostRecord[]> {
  const records = await readList(api, 'hosts', '/api/v2/compute/hosts');
  return records.map((record) => readHostRecord(api.connection.name, record));
}

/** A standby that is named by its id alone is read by it; only one of which OCP says that it is not there (404) is left out. */
async function standbysOf(api: OcpApi, { standbyClusters }: ClusterRecord) {
  const known = await Promise.all(
    (standbyClusters ?? []).map(async (standby) => {
      const { id, name, obClusterId } = standby;
      if (name != null && obClusterId != null) return [standby];
      const identity = id == null ? undefined : await findCluster(api, id);
      return identity === undefined ? [] : [{ id, name: identity.name, obClusterId: identity.obClusterId }];
    }),
  );
  return known.flat();
}

/** Some versions leave the zones out of a cluster, or the servers out of its zones; both have calls of their own. */
async function withServers(api: OcpApi, record: ClusterRecord): Promise<ClusterRecord> {
  const path = `${CLUSTERS}/${record.id}`;
  if (hasServers(record)) return record;
  const zones =
    record.zones.length > 0 ? record.zones : await readBareList(api, 'zones of a cluster', `${path}/zones`);
  const withZones = readClusterRecord(api.connection.name, { ...record, zones });
  if (hasServers(withZones)) return withZones;
  const answer = await readBareList(api, 'servers of a cluster', `${path}/servers`);
  const servers = answer.map((server) => readServerRecord(api.connection.name, server));
  return { ...withZones, zones: zonesWith(withZones, servers) };
}

/** A zone without servers may have none, or the record leaves them out: a host that goes unseen would be deleted unasked. */
function hasServers({ zones }: ClusterRecord): boolean {
  return zones.length > 0 && zones.every((zone) => zone.servers.length > 0);
}

function zonesWith({ zones }: ClusterRecord, servers: readonly ZonedServer[]): ClusterRecord['zones'] {
  const names = [...zones.map(({ name }) => name), ...servers.map(({ zoneName }) => zoneName)];
  return [...new Set(names)].map((name) => {
    const zone = zones.find((one) => one.name === name) ?? { name, servers: [] };
    const added = servers.filter(
      ({ zoneName, ip }) => zoneName === name && !zone.servers.some((one) => one.ip === ip),
    );
    return { ...zone, servers: [...zone.servers, ...added] };
  });
}

/** One that names no cluster in any of these spellings cannot be read, and is not taken for a link to another. */
const link = z
  .looseObject({
    clusterName: z.string().nullish(),
    name: z.string().nullish(),
    obClusterId: z.coerce.number().nullish(),
    clusterId: z.coerce.number().nullish(),
  })
  .refine((one) => (one.clusterName ?? one.name ?? one.obClusterId ?? one.clusterId) != null);
const proxyCluster = z.looseObject({ name: z.string(), obLinks: z.array(link).nullish() });

/**
 * The names of the OBProxy clusters that link to a cluster. OCP's page "Query OBProxy clusters" names `obLinks` without telling
 * its fields, so they are read in every spelling that is likely. Undefined when that cannot be read: it is a warning's matter,
 * and stops nothing.
 */
async function proxyClustersOf(api: OcpApi, cluster: ClusterRecord): Promise<readonly string[] | undefined> {
  try {
    const records = await readList(api, 'OBProxy clusters', '/api/v2/obproxy/clusters');
    const proxies = z.array(proxyCluster).parse(records);
    return proxies
      .filter(({ obLinks }) => obLinks?.some((linked) => isLinkTo(linked, cluster)))
      .map(({ name }) => name);
  } catch {
    return undefined;
  }
}

function isLinkTo(linked: z.infer<typeof link>, cluster: ClusterRecord): boolean {
  const name = linked.clusterName ?? linked.name ?? undefined;
  const number = linked.obClusterId ?? undefined;
  if (name === undefined) return linked.clusterId === cluster.id || number === cluster.obClusterId;
  if (name === clusterKey(cluster)) return true;
  return name === cluster.name && (number === undefined || number === cluster.obClusterId);
}
