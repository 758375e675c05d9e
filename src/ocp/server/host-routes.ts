/** The calls about hosts and OBProxy clusters, and the lists that a take-over needs. */
import { z } from 'zod';
import type { OcpState } from '../embedded/ocp-state.ts';
import type { HostRecord } from '../wire/records.ts';
import { refusal } from '../wire/refusal.ts';
import { type Exchange, numberIn, type Reply, type Route } from './exchange.ts';
import { listed } from './list-query.ts';
import { jsonBody } from './read-body.ts';

const HOSTS = '/api/v2/compute/hosts';
const HOST_TYPE = { id: 1, name: 'default', description: 'any machine' };

export const HOST_ROUTES: readonly Route[] = [
  { method: 'GET', path: HOSTS, handle: (exchange) => list(exchange) },
  {
    method: 'GET',
    path: `${HOSTS}/:id`,
    handle: (exchange) => ({ kind: 'data', data: shown(hostIn(exchange)) }),
  },
  { method: 'DELETE', path: `${HOSTS}/:id`, handle: (exchange) => remove(exchange, [hostIn(exchange).id]) },
  {
    method: 'POST',
    path: `${HOSTS}/batchDelete`,
    handle: (exchange) =>
      remove(exchange, jsonBody(exchange, z.looseObject({ hostIdList: z.array(z.int()) })).hostIdList),
  },
  {
    method: 'GET',
    path: '/api/v2/compute/hostTypes',
    handle: () => ({ kind: 'list', records: [HOST_TYPE] }),
  },
  { method: 'POST', path: '/api/v2/compute/hostTypes', handle: () => ({ kind: 'data', data: HOST_TYPE }) },
  {
    method: 'GET',
    path: '/api/v2/compute/idcs',
    handle: (exchange) => ({ kind: 'list', records: places(exchange, 'idcName') }),
  },
  {
    method: 'GET',
    path: '/api/v2/compute/regions',
    handle: (exchange) => ({ kind: 'list', records: places(exchange, 'regionName') }),
  },
  {
    method: 'GET',
    path: '/api/v2/obproxy/clusters',
    handle: ({ backend, query }) => ({
      kind: 'list',
      records: listed(backend.state().proxyClusters, query, { name: 'name', keyword: [] }),
    }),
  },
  { method: 'GET', path: '/api/v2/obproxy/clusters/:id', handle: (exchange) => proxyCluster(exchange) },
];

function proxyCluster(exchange: Exchange): Reply {
  const data = exchange.backend.state().proxyClusters.find(({ id }) => id === numberIn(exchange, 'id'));
  if (data === undefined) throw refusal('notFound', `There is no OBProxy cluster ${exchange.params.id}.`);
  return { kind: 'data', data };
}

function list({ backend, query }: Exchange): Reply {
  const included = query.get('includedServiceType');
  const excluded = query.get('excludedServiceType');
  const hosts = backend
    .state()
    .hosts.filter((host) => included === null || carries(host, included))
    .filter((host) => excluded === null || !carries(host, excluded))
    .map(shown);
  return {
    kind: 'list',
    records: listed(hosts, query, { name: 'name', keyword: ['name', 'innerIpAddress', 'services'] }),
  };
}

function carries(host: HostRecord, type: string): boolean {
  return host.services.some((service) => service.type === type);
}

function shown({ answersAtAttempt: _answersAtAttempt, ...host }: HostRecord) {
  return {
    sshPort: 22,
    kind: 'DEDICATED_PHYSICAL_MACHINE',
    typeId: HOST_TYPE.id,
    typeName: HOST_TYPE.name,
    ...host,
  };
}

function hostIn(exchange: Exchange): HostRecord {
  const host = exchange.backend.state().hosts.find(({ id }) => id === numberIn(exchange, 'id'));
  if (host === undefined) throw refusal('notFound', `There is no host ${exchange.params.id}.`);
  return host;
}

/** All of them or none: a host that carries something but OCP's agent stays. */
async function remove({ backend }: Exchange, ids: readonly number[]): Promise<Reply> {
  await backend.update((state) => [withoutHosts(state, ids), undefined]);
  return { kind: 'data' };
}

function withoutHosts(state: OcpState, ids: readonly number[]): OcpState {
  for (const id of ids) {
    const host = state.hosts.find((one) => one.id === id);
    if (host === undefined) throw refusal('notFound', `There is no host ${id}.`);
    const held = host.services.filter(({ type }) => type !== 'OCP_AGENT');
    if (held.length > 0)
      throw refusal(
        'illegalArgument',
        `Host ${host.name} carries ${held.map(({ name }) => name).join(', ')} and cannot be deleted.`,
      );
  }
  return { ...state, hosts: state.hosts.filter(({ id }) => !ids.includes(id)) };
}

/** The places that the hosts name, each once. */
function places({ backend }: Exchange, field: 'idcName' | 'regionName'): readonly object[] {
  const names = backend
    .state()
    .hosts.flatMap((host) => (typeof host[field] === 'string' ? [host[field]] : []));
  return [...new Set(names)].map((name, at) => ({ id: at + 1, name }));
}
