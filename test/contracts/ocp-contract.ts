/** What every implementation of the port Ocp does, whatever stands behind it. */
import { Decrypter } from 'age-encryption';
import { afterEach, describe, expect, it } from 'vitest';
import { clusterKey } from '../../src/domain/cluster.ts';
import { META, ORDERS, ORDERS_DR, PAYMENTS, shop } from '../ocp/embedded/shop.ts';
import { describeFailures } from './ocp-failures.ts';
import { describeMoveOut, describeSizes } from './ocp-move-out.ts';
import { describeRefusals } from './ocp-refusals.ts';
import { EVERYTHING, type Open, refused, type Traits } from './ocp-watch.ts';

const KEY = 'Correct-horse-7';

export function describeOcpContract(name: string, open: Open, traits: Traits = EVERYTHING): void {
  describe(`${name} as an OCP`, () => {
    let opened: Awaited<ReturnType<Open>> | undefined;
    const opening: Open = async (inventory) => {
      opened = await open(inventory);
      return opened;
    };
    afterEach(async () => {
      await opened?.close();
      opened = undefined;
    });

    describeReading(opening, traits);
    describeExport(opening, traits);
    describeMoveOut(opening, traits);
    describeRefusals(opening, traits);
    describeFailures(opening, traits);
    describeSizes(opening, traits);
  });
}

function describeReading(open: Open, { tellsMetaDb }: Traits): void {
  it('lists every cluster with its identity, state and standbys', async () => {
    const { ocp } = await open(shop());
    const listed = await ocp.listClusters();
    expect(listed.map((cluster) => [cluster.id, clusterKey(cluster), cluster.type, cluster.status])).toEqual([
      [PAYMENTS, 'payments:1001', 'PRIMARY', 'RUNNING'],
      [ORDERS, 'orders:1002', 'PRIMARY', 'RUNNING'],
      [ORDERS_DR, 'orders:1003', 'STANDBY', 'STOPPED'],
      [META, 'ocp_meta:1', 'PRIMARY', 'RUNNING'],
    ]);
    const metaDb = tellsMetaDb ? [false, false, false, true] : [undefined, undefined, undefined, undefined];
    expect(listed.map((cluster) => cluster.metaDb)).toEqual(metaDb);
    expect(listed[1]?.standbys).toEqual([{ name: 'orders', obClusterId: 1003 }]);
    expect(listed[0]).toMatchObject({ ocp: ocp.name, obVersion: '4.2.5.3', standbys: [] });
  });

  it('reads a cluster with zones, hosts and their services', async () => {
    const { ocp } = await open(shop());
    const cluster = await ocp.readCluster(ORDERS);
    expect(cluster?.zones).toEqual(['zone1', 'zone2', 'zone3']);
    expect(cluster?.hosts.map(({ id, zone }) => [id, zone])).toEqual([
      [5000, 'zone1'],
      [102, 'zone1'],
      [5001, 'zone2'],
      [5002, 'zone3'],
    ]);
    expect(cluster?.hosts[3]).toMatchObject({ name: 'host-5002', address: '10.50.0.3', status: 'ONLINE' });
    expect(cluster?.hosts[3]?.services).toContainEqual({ type: 'OB_PROXY', name: 'obproxy_orders' });
    expect(cluster?.hosts[1]?.services).toContainEqual({ type: 'OB_CLUSTER', name: 'payments:1001' });
  });

  it('names servers for which there is no host', async () => {
    const inventory = shop();
    const hosts = inventory.hosts.filter(({ id }) => id !== 101);
    const { ocp } = await open({ ...inventory, hosts });
    const cluster = await ocp.readCluster(PAYMENTS);
    expect(cluster?.serversWithoutHost).toEqual(['10.1.0.2']);
    expect(cluster?.hosts.map(({ id }) => id)).toEqual([100, 102]);
  });

  it('knows no cluster and no task that it does not list', async () => {
    const { ocp } = await open(shop());
    expect(await ocp.readCluster(999)).toBeUndefined();
    expect(await ocp.readTask(999)).toBeUndefined();
    expect(await ocp.tasksOf(999)).toEqual([]);
  });
}

function describeExport(open: Open, { isRemote }: Traits): void {
  it('exports the credentials of one cluster so that the key opens them', async () => {
    const { ocp } = await open(shop());
    const cluster = await ocp.readCluster(PAYMENTS);
    if (cluster === undefined) throw new Error('payments is not listed');
    const file = await ocp.exportCredentials(cluster, KEY);
    expect(file.name).toMatch(/^payments-1001-credentials\.json\.age$/);
    expect(Buffer.from(file.bytes).includes('secret-of')).toBe(false);
    const content: unknown = JSON.parse(await decrypted(file.bytes, KEY));
    expect(content).toMatchObject({ cluster: { name: 'payments', obClusterId: 1001 } });
    expect(content).toHaveProperty('credentials.length', 2);
    expect(content).toMatchObject({
      credentials: [
        { tenantName: 'sys', username: 'root', password: 'secret-of-sys' },
        { tenantName: 'ledger', username: 'root', password: 'secret-of-ledger' },
      ],
    });
    await expect(decrypted(file.bytes, 'Wrong-horse-8')).rejects.toThrow();
    expect(ocp.howToOpenCredentials).toMatch(/^(Open|Import) the credential file .* its key\.$/);
    expect(ocp.isFileReadable === true).toBe(ocp.howToOpenCredentials.startsWith('Open'));
  });

  it('refuses to export a cluster that is not listed under its id', async () => {
    const { ocp } = await open(shop());
    const stranger = { ocp: ocp.name, id: PAYMENTS, name: 'payments', obClusterId: 7 };
    const fault = await refused(ocp.exportCredentials(stranger, KEY), { local: isRemote });
    expect(fault.message).toContain('payments:7');
    expect(JSON.stringify(fault.failure)).not.toContain(KEY);
  });
}

async function decrypted(bytes: Uint8Array, key: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(key);
  return decrypter.decrypt(bytes, 'text');
}
