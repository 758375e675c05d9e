/** A small OCP for tests: the inventory of a shop, with as many hosts as a test needs. */
import type { Inventory } from '../../../src/ocp/embedded/inventory.ts';
import type { ClusterRecord, HostRecord } from '../../../src/ocp/wire/records.ts';

export const PAYMENTS = 2;
export const ORDERS = 3;
export const ORDERS_DR = 4;
export const META = 5;

/** A cluster of `hosts.length` servers in three zones. */
function clusterOf(
  hosts: readonly HostRecord[],
  cluster: { id: number; name: string; obClusterId: number } & Partial<ClusterRecord>,
): ClusterRecord {
  for (const host of hosts)
    host.services.push({ type: 'OB_CLUSTER', name: `${cluster.name}:${cluster.obClusterId}` });
  const zones = [1, 2, 3].map((zone) => ({
    name: `zone${zone}`,
    servers: hosts
      .filter((_, at) => at % 3 === zone - 1)
      .map((host) => ({ id: 9000 + host.id, ip: host.innerIpAddress })),
  }));
  return { type: 'PRIMARY', status: 'RUNNING', zones, ...cluster };
}

/** `count` hosts that answer, with ids from `firstId`. */
function hostsFrom(firstId: number, count: number): HostRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    id: firstId + at,
    name: `host-${firstId + at}`,
    innerIpAddress: `10.${Math.floor(firstId / 100)}.${Math.floor(at / 200)}.${(at % 200) + 1}`,
    status: 'ONLINE',
    services: [{ type: 'OCP_AGENT', name: 'ocp_agent' }],
  }));
}

/**
 * `payments:1001` (hosts from 100 on), `orders:1002` with the standby `orders:1003` (hosts from 5000 and 6000 on), and the
 * MetaDB. Host 5002 of orders carries an OBProxy too, and host 100 + n - 1, the last of payments, is shared with orders.
 */
export function shop(paymentsHosts = 3): Inventory {
  const own = hostsFrom(100, paymentsHosts);
  const orders = hostsFrom(5000, 3);
  const standby = hostsFrom(6000, 3);
  const meta = hostsFrom(7000, 1);
  orders[2]?.services.push({ type: 'OB_PROXY', name: 'obproxy_orders' });
  const clusters = [
    clusterOf(own, { id: PAYMENTS, name: 'payments', obClusterId: 1001, obVersion: '4.2.5.3' }),
    clusterOf([...orders, ...own.slice(-1)], {
      id: ORDERS,
      name: 'orders',
      obClusterId: 1002,
      standbyClusters: [{ id: ORDERS_DR, name: 'orders', obClusterId: 1003 }],
    }),
    clusterOf(standby, {
      id: ORDERS_DR,
      name: 'orders',
      obClusterId: 1003,
      type: 'STANDBY',
      status: 'STOPPED',
    }),
    clusterOf(meta, { id: META, name: 'ocp_meta', obClusterId: 1, metaDb: true }),
  ];
  const credentials = ['sys', 'ledger'].map((tenantName) => ({
    targetType: 'OB',
    clusterName: 'payments',
    obClusterId: 1001,
    tenantName,
    username: 'root',
    password: `secret-of-${tenantName}`,
  }));
  const other = {
    targetType: 'OB',
    clusterName: 'orders',
    obClusterId: 1002,
    tenantName: 'sys',
    username: 'root',
  };
  return {
    clusters,
    hosts: [...own, ...orders, ...standby, ...meta],
    credentials: [...credentials, { ...other, password: 'secret-of-orders' }],
  };
}

/** The shop with changes made to some of its hosts. */
export function shopWithHosts(changes: Readonly<Record<number, Partial<HostRecord>>>): Inventory {
  const inventory = shop();
  return { ...inventory, hosts: inventory.hosts.map((host) => ({ ...host, ...changes[host.id] })) };
}
