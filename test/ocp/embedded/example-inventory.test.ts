import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Cluster, clusterKey, holdingServices, isOffline } from '../../../src/domain/cluster.ts';
import { exampleInventory } from '../../../src/ocp/embedded/example-inventory.ts';
import { readInventory } from '../../../src/ocp/embedded/inventory.ts';
import { toCluster } from '../../../src/ocp/wire/to-domain.ts';

const inventory = exampleInventory();
const clusters = inventory.clusters.map((record) => toCluster('embedded', record, inventory));

function cluster(key: string): Cluster {
  const found = clusters.find((each) => clusterKey(each) === key);
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
}

/** The services that hold a host of the cluster, by the host's place. */
function held(key: string): readonly string[] {
  const found = cluster(key);
  return found.hosts.flatMap((host) =>
    holdingServices(host, found).map(({ type, name }) => `${type} ${name}`),
  );
}

describe('The example inventory', () => {
  it('is one that a file could hold', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'moveout-example-'));
    try {
      const file = join(folder, 'example.json');
      await writeFile(file, JSON.stringify(inventory));
      expect(await readInventory(file)).toEqual(inventory);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['payments:1001', 'PRIMARY', 'RUNNING', 3],
    ['orders:1002', 'PRIMARY', 'RUNNING', 3],
    ['orders:1003', 'STANDBY', 'RUNNING', 3],
    ['archive_2024:1004', 'PRIMARY', 'STOPPED', 3],
    ['logistics:1005', 'PRIMARY', 'UNAVAILABLE', 3],
    ['search:1006', 'PRIMARY', 'OPERATING', 3],
    ['loyalty:1007', 'PRIMARY', 'RUNNING', 3],
    ['coupons:1008', 'PRIMARY', 'RUNNING', 3],
    ['analytics:1009', 'PRIMARY', 'RUNNING', 64],
    ['ocp_meta:1', 'PRIMARY', 'RUNNING', 3],
  ])('has %s, a %s that is %s, with %i hosts in three zones', (key, type, status, hosts) => {
    const found = cluster(key);
    expect(found).toMatchObject({ type, status, zones: ['zone1', 'zone2', 'zone3'], serversWithoutHost: [] });
    expect(found.hosts).toHaveLength(hosts);
    expect(new Set(found.hosts.map(({ zone }) => zone)).size).toBe(3);
  });

  it.each([
    ['payments:1001', []],
    ['orders:1002', ['OB_PROXY obproxy_orders']],
    ['archive_2024:1004', ['OMS oms_nightly']],
    ['loyalty:1007', ['OB_CLUSTER coupons:1008']],
    ['coupons:1008', ['OB_CLUSTER loyalty:1007']],
    ['analytics:1009', []],
  ])('has hosts of %s held by %j', (key, services) => {
    expect(held(key)).toEqual(services);
  });

  it('has a primary with its standby, the MetaDB, and one host that does not answer', () => {
    expect(cluster('orders:1002').standbys).toEqual([{ name: 'orders', obClusterId: 1003 }]);
    expect(clusters.filter(({ metaDb }) => metaDb).map(clusterKey)).toEqual(['ocp_meta:1']);
    const offline = clusters.flatMap((each) => each.hosts.filter(isOffline).map(() => clusterKey(each)));
    expect(offline).toEqual(['logistics:1005']);
  });

  it('has credentials of sys and of user tenants for each cluster', () => {
    for (const each of clusters) {
      const own = inventory.credentials.filter(
        (credential) => clusterKey({ ...credential, name: credential.clusterName }) === clusterKey(each),
      );
      expect(own[0]?.tenantName).toBe('sys');
      expect(own).toHaveLength(each.tenantCount);
      expect(own.length).toBeGreaterThan(1);
    }
  });

  it('has a name of its own for every host', () => {
    const names = inventory.hosts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
