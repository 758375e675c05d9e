import type { Inventory } from '../src/ocp/embedded/inventory.ts';

/** The ids of its clusters. */
export const SHOP = 1;
export const DEPOT = 2;

/** Two clusters of two hosts each. */
export function smallInventory(): Inventory {
  const sketches = [
    { id: SHOP, name: 'shop', obClusterId: 1001 },
    { id: DEPOT, name: 'depot', obClusterId: 1002 },
  ];
  const clusters = sketches.map(({ id, name, obClusterId }) => ({
    id,
    name,
    obClusterId,
    type: 'PRIMARY',
    status: 'RUNNING',
    zones: [1, 2].map((zone) => ({
      name: `zone${zone}`,
      servers: [{ id: id * 10 + zone, ip: `10.0.${id}.${zone}` }],
    })),
  }));
  const hosts = sketches.flatMap(({ id, name, obClusterId }) =>
    [1, 2].map((zone) => ({
      id: id * 100 + zone,
      name: `${name}-${zone}`,
      innerIpAddress: `10.0.${id}.${zone}`,
      status: 'ONLINE',
      services: [{ type: 'OB_CLUSTER', name: `${name}:${obClusterId}` }],
    })),
  );
  const credentials = sketches.map(({ name, obClusterId }) => ({
    targetType: 'OB',
    clusterName: name,
    obClusterId,
    tenantName: 'sys',
    username: 'root',
    password: `secret-of-${name}`,
  }));
  return { clusters, hosts, credentials };
}
