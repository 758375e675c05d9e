/** The inventory of an embedded OCP that was given none: the clusters of an invented shop, one for each thing worth trying. */

import type { ClusterRecord, CredentialRecord, HostRecord } from '../wire/records.ts';
import type { Inventory } from './inventory.ts';

interface Sketch {
  readonly name: string;
  readonly obClusterId: number;
  readonly type?: string;
  readonly status?: string;
  readonly obVersion?: string;
  /** How many hosts each zone has; one each in three zones unless told. */
  readonly zoneSizes?: readonly number[];
  readonly tenants: readonly string[];
  readonly metaDb?: true;
  /** The `name:obClusterId` of its standbys. */
  readonly standbys?: readonly string[];
  /** What hosts carry beside the cluster, by their place among its hosts. */
  readonly alsoOn?: Readonly<Record<number, { readonly type: string; readonly name: string }>>;
  /** The places of hosts that do not answer. */
  readonly offline?: readonly number[];
  /** Runs a server on a host of another cluster: its own last host is that one. */
  readonly sharesHostOf?: string;
}

const CLUSTERS: readonly Sketch[] = [
  { name: 'payments', obClusterId: 1001, tenants: ['checkout', 'ledger'] },
  {
    name: 'orders',
    obClusterId: 1002,
    tenants: ['cart', 'orders', 'returns'],
    standbys: ['orders:1003'],
    alsoOn: { 2: { type: 'OB_PROXY', name: 'obproxy_orders' } },
  },
  { name: 'orders', obClusterId: 1003, type: 'STANDBY', tenants: ['cart', 'orders', 'returns'] },
  {
    name: 'archive_2024',
    obClusterId: 1004,
    status: 'STOPPED',
    obVersion: '4.2.1.8',
    tenants: ['history'],
    alsoOn: { 0: { type: 'OMS', name: 'oms_nightly' } },
  },
  { name: 'logistics', obClusterId: 1005, status: 'UNAVAILABLE', tenants: ['fleet', 'routes'], offline: [2] },
  { name: 'search', obClusterId: 1006, status: 'OPERATING', tenants: ['catalog'] },
  { name: 'loyalty', obClusterId: 1007, tenants: ['points'] },
  { name: 'coupons', obClusterId: 1008, tenants: ['vouchers'], sharesHostOf: 'loyalty:1007' },
  { name: 'analytics', obClusterId: 1009, zoneSizes: [22, 21, 21], tenants: ['reports', 'events', 'models'] },
  { name: 'ocp_meta', obClusterId: 1, metaDb: true, tenants: ['ocp_meta', 'ocp_monitor'] },
];

/** The OBProxy cluster that runs on a host of orders, and links to it. */
const PROXY_CLUSTERS = [
  { id: 1, name: 'obproxy_orders', obLinks: [{ clusterName: 'orders', obClusterId: 1002 }] },
];

/** A fresh copy of the example inventory. */
export function exampleInventory(): Inventory {
  const clusters: ClusterRecord[] = [];
  const hosts: HostRecord[] = [];
  for (const [index, sketch] of CLUSTERS.entries()) {
    const own = ownHosts(sketch, index);
    const shared = hosts.find((host) => host.services.some(({ name }) => name === sketch.sharesHostOf));
    shared?.services.push(clusterService(sketch));
    const all = shared === undefined ? own : [...own.slice(0, -1), shared];
    hosts.push(...all.filter((host) => host !== shared));
    clusters.push(clusterOn(all, sketch, index));
  }
  return { clusters, hosts, credentials: CLUSTERS.flatMap(credentials), proxyClusters: PROXY_CLUSTERS };
}

function ownHosts(sketch: Sketch, index: number): HostRecord[] {
  const places = zoneSizes(sketch).flatMap((size, zone) => Array<number>(size).fill(zone));
  return places.map((zone, place) => {
    const extra = sketch.alsoOn?.[place];
    return {
      id: 4000 + index * 100 + place,
      name: `${hostPrefix(sketch)}-${'abc'[zone]}${places.slice(0, place + 1).filter((z) => z === zone).length}`,
      innerIpAddress: `10.20.${index + 1}.${place + 11}`,
      sshPort: 22,
      kind: 'DEDICATED_PHYSICAL_MACHINE',
      idcName: `fra${zone + 1}`,
      regionName: 'frankfurt',
      ...(sketch.offline?.includes(place)
        ? { status: 'OFFLINE', answersAtAttempt: 2 }
        : { status: 'ONLINE' }),
      services: [
        clusterService(sketch),
        { type: 'OCP_AGENT', name: 'ocp_agent', version: '4.3.5' },
        ...(extra ? [extra] : []),
      ],
    };
  });
}

/** Two clusters of one name still need different host names. */
function hostPrefix({ name, type }: Sketch): string {
  return `${name.replace('_', '-')}${type === 'STANDBY' ? '-dr' : ''}`;
}

function clusterService({ name, obClusterId, obVersion = '4.2.5.3' }: Sketch) {
  return { type: 'OB_CLUSTER', name: `${name}:${obClusterId}`, version: obVersion };
}

function zoneSizes({ zoneSizes = [1, 1, 1] }: Sketch): readonly number[] {
  return zoneSizes;
}

function clusterOn(hosts: readonly HostRecord[], sketch: Sketch, index: number): ClusterRecord {
  const { name, obClusterId, type = 'PRIMARY', status = 'RUNNING', obVersion = '4.2.5.3' } = sketch;
  const standbyClusters = CLUSTERS.flatMap((other, at) =>
    sketch.standbys?.includes(`${other.name}:${other.obClusterId}`)
      ? [{ id: at + 2, name: other.name, obClusterId: other.obClusterId, type: 'STANDBY' }]
      : [],
  );
  return {
    id: index + 2,
    name,
    obClusterId,
    type,
    status,
    obVersion,
    serverCount: hosts.length,
    tenantCount: sketch.tenants.length + 1,
    zones: zonesOn(hosts, sketch, index),
    standbyClusters,
    ...(sketch.metaDb && { metaDb: true }),
  };
}

function zonesOn(hosts: readonly HostRecord[], sketch: Sketch, index: number): ClusterRecord['zones'] {
  let place = 0;
  return zoneSizes(sketch).map((size, zone) => {
    const from = place;
    place += size;
    const servers = hosts.slice(from, place).map((host, at) => ({
      id: (index + 1) * 1000 + from + at,
      ip: host.innerIpAddress,
      port: 2882,
      sqlPort: 2881,
      status: host.status === 'OFFLINE' ? 'UNAVAILABLE' : serverStatus(sketch),
    }));
    return { name: `zone${zone + 1}`, idcName: `fra${zone + 1}`, regionName: 'frankfurt', servers };
  });
}

function serverStatus({ status }: Sketch): string {
  return status === 'STOPPED' ? 'STOPPED' : 'RUNNING';
}

/** The passwords are as invented as the shop. */
function credentials({ name, obClusterId, tenants }: Sketch): CredentialRecord[] {
  return ['sys', ...tenants].map((tenantName) => ({
    targetType: 'OB',
    clusterName: name,
    obClusterId,
    tenantName,
    username: 'root',
    password: `example-${name}-${tenantName}`,
  }));
}
