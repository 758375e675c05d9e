/** The calls about clusters. */
import { z } from 'zod';
import { clusterKey } from '../../domain/cluster.ts';
import { readCluster } from '../embedded/cluster-queries.ts';
import type { OcpState } from '../embedded/ocp-state.ts';
import { submit } from '../embedded/task-requests.ts';
import type { ClusterRecord } from '../wire/records.ts';
import { refusal } from '../wire/refusal.ts';
import { type Exchange, numberIn, type Reply, type Route } from './exchange.ts';
import { isOlder } from './generation.ts';
import { listed } from './list-query.ts';
import { jsonBody } from './read-body.ts';
import { begunOf } from './task-routes.ts';

const CLUSTERS = '/api/v2/ob/clusters';

export const CLUSTER_ROUTES: readonly Route[] = [
  { method: 'GET', path: CLUSTERS, handle: (exchange) => list(exchange) },
  {
    method: 'GET',
    path: `${CLUSTERS}/:id`,
    handle: (exchange) => ({ kind: 'data', data: shown(clusterIn(exchange)) }),
  },
  {
    method: 'GET',
    path: `${CLUSTERS}/:id/zones`,
    handle: (exchange) => ({ kind: 'bare list', records: zonesOf(clusterIn(exchange)) }),
  },
  {
    method: 'GET',
    path: `${CLUSTERS}/:id/servers`,
    handle: (exchange) => servers(exchange),
  },
  {
    method: 'GET',
    path: `${CLUSTERS}/:id/zones/:zone/servers`,
    handle: (exchange) => serversOfZone(exchange),
  },
  { method: 'POST', path: `${CLUSTERS}/:id/moveOut`, handle: (exchange) => moveOut(exchange) },
  { method: 'GET', path: '/services', open: true, handle: (exchange) => configServer(exchange) },
];

function list({ backend, query }: Exchange): Reply {
  const records = backend.state().clusters.map(shown);
  return { kind: 'list', records: listed(records, query, { name: 'name', keyword: [] }) };
}

function clusterIn(exchange: Exchange): ClusterRecord {
  const id = numberIn(exchange, 'id');
  const record = exchange.backend.state().clusters.find((cluster) => cluster.id === id);
  if (record === undefined)
    throw refusal('notFound', `This OCP lists no cluster with the id ${exchange.params.id}.`);
  return record;
}

/** A cluster with what OCP adds to it, and without what is ours. */
function shown({ metaDb: _metaDb, ...cluster }: ClusterRecord) {
  const zones = zonesOf(cluster);
  const servers = zones.flatMap((zone) => zone.servers);
  return {
    configUrl: configUrl(cluster),
    regionCount: 1,
    serverCount: servers.length,
    protectionMode: 'MAXIMUM_PERFORMANCE',
    ...cluster,
    zones,
    rootServers: zones.flatMap(({ servers: [first] }, at) =>
      first === undefined ? [] : [{ ip: first.ip, svrPort: 2882, role: at === 0 ? 'LEADER' : 'FOLLOWER' }],
    ),
  };
}

function configUrl({ name }: ClusterRecord): string {
  return `http://127.0.0.1:8080/services?Action=ObRootServiceInfo&User_ID=alibaba&UID=ocpmaster&ObRegion=${name}`;
}

function zonesOf(cluster: ClusterRecord) {
  return cluster.zones.map((zone) => ({
    clusterId: cluster.id,
    obClusterId: cluster.obClusterId,
    ...zone,
    serverCount: zone.servers.length,
    hostCount: new Set(zone.servers.map(({ ip }) => ip)).size,
    servers: zone.servers.map((server) => ({
      port: 2882,
      sqlPort: 2881,
      status: cluster.status === 'STOPPED' ? 'STOPPED' : 'RUNNING',
      version: cluster.obVersion,
      withRootServer: false,
      ...server,
      clusterId: cluster.id,
      zoneName: zone.name,
    })),
  }));
}

/** Those of a region and of an IDC, when the query names them. */
function servers(exchange: Exchange): Reply {
  const named = (name: 'regionName' | 'idcName') => exchange.query.get(name) ?? '';
  const zones = zonesOf(clusterIn(exchange)).filter((zone: Readonly<Record<string, unknown>>) =>
    (['regionName', 'idcName'] as const).every((name) => named(name) === '' || zone[name] === named(name)),
  );
  return { kind: 'bare list', records: zones.flatMap((zone) => zone.servers) };
}

function serversOfZone(exchange: Exchange): Reply {
  const zone = zonesOf(clusterIn(exchange)).find(({ name }) => name === exchange.params.zone);
  if (zone === undefined) throw refusal('notFound', `The cluster has no zone ${exchange.params.zone}.`);
  return { kind: 'bare list', records: zone.servers };
}

const moveOutBody = z.looseObject({
  deleteHost: z.boolean().nullish(),
  deleteHostIds: z.array(z.int()).nullish(),
  skipOperationHostIds: z.array(z.int()).nullish(),
  retainClusterInfo: z.boolean().nullish(),
  targetConfigAddress: z.string().nullish(),
});

/** What a version does not know is passed over in silence. */
async function moveOut(exchange: Exchange): Promise<Reply> {
  const { backend, version } = exchange;
  const cluster = clusterIn(exchange);
  const asked = isOlder(version) ? {} : jsonBody(exchange, moveOutBody);
  const all = asked.deleteHost === true ? hostIdsOf(backend.state(), cluster.id) : [];
  const order = {
    deleteHostIds: [...all, ...(asked.deleteHostIds ?? [])],
    skipHostIds: asked.skipOperationHostIds ?? [],
    keepClusterInfo: asked.retainClusterInfo === true,
    configAddress: asked.targetConfigAddress ?? undefined,
  };
  const task = await backend.request((state, now) =>
    submit(state, { ocp: 'OCP', clusterId: cluster.id, ...order }, now),
  );
  return { kind: 'data', data: begunOf(exchange, task) };
}

function hostIdsOf(state: OcpState, clusterId: number): readonly number[] {
  return readCluster('OCP', state, clusterId)?.hosts.map(({ id }) => id) ?? [];
}

/** The config server, from which OBProxies and observers learn where a cluster is. */
function configServer({ backend, query }: Exchange): Reply {
  const { clusters, keptInfo } = backend.state();
  const region = query.get('ObRegion');
  const cluster = [...clusters, ...keptInfo].find((one) => one.name === region || clusterKey(one) === region);
  if (query.get('Action') !== 'ObRootServiceInfo' || cluster === undefined)
    return { kind: 'json', value: { Code: 404, Success: false, Message: 'obcluster not exist', Cost: 1 } };
  const { name, obClusterId, type } = cluster;
  const RsList = shown(cluster).rootServers.map(({ ip, svrPort, role }) => ({
    address: `${ip}:${svrPort}`,
    role,
    sql_port: 2881,
  }));
  const Data = {
    ObCluster: name,
    ObClusterId: obClusterId,
    ObRegion: name,
    ObRegionId: obClusterId,
    Type: type,
    RsList,
    ReadonlyRsList: [],
  };
  return { kind: 'json', value: { Code: 200, Success: true, Message: 'successful', Cost: 1, Data } };
}
