import type { Inventory } from '../../src/ocp/embedded/inventory.ts';

/** A cluster of an inventory, where it is not as usual. */
export interface ClusterSketch {
  readonly name: string;
  readonly obClusterId: number;
  readonly status?: string;
  /** The number of hosts of each zone; one zone with one host unless told. */
  readonly zones?: readonly number[];
  readonly hostName?: (zone: number, place: number) => string;
  readonly zoneName?: (zone: number) => string;
}

/** An inventory with only the fields that an inventory must have. */
export function inventoryOf(sketches: readonly ClusterSketch[]): Inventory {
  const parts = sketches.map((sketch, index) => clusterOf(sketch, index + 1));
  return {
    clusters: parts.map(({ cluster }) => cluster),
    hosts: parts.flatMap(({ hosts }) => hosts),
    credentials: sketches.map(({ name, obClusterId }) => ({
      targetType: 'OB',
      clusterName: name,
      obClusterId,
      tenantName: 'sys',
      username: 'root',
      password: `secret of ${name}`,
    })),
  };
}

function clusterOf(sketch: ClusterSketch, id: number) {
  const { name, obClusterId, zones = [1] } = sketch;
  const hosts = zones.flatMap((size, zone) =>
    Array.from({ length: size }, (_, place) => ({
      zone,
      record: {
        id: id * 100_000 + zone * 1_000 + place,
        name: sketch.hostName?.(zone, place) ?? `${name}-${zone + 1}-${place + 1}`,
        innerIpAddress: `10.${id % 250}.${Math.floor(id / 250) * 100 + zone * 2 + Math.floor(place / 200)}.${(place % 200) + 1}`,
        status: 'AVAILABLE',
        services: [{ type: 'OB_CLUSTER', name: `${name}:${obClusterId}` }],
      },
    })),
  );
  const cluster = {
    id,
    name,
    obClusterId,
    type: 'PRIMARY',
    status: sketch.status ?? 'RUNNING',
    zones: zones.map((_, zone) => ({
      name: sketch.zoneName?.(zone) ?? `zone${zone + 1}`,
      servers: hosts
        .filter((host) => host.zone === zone)
        .map(({ record }) => ({ id: record.id + 90_000_000, ip: record.innerIpAddress })),
    })),
  };
  return { cluster, hosts: hosts.map(({ record }) => record) };
}
