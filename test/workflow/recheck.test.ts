import { beforeEach, describe, expect, it } from 'vitest';
import type { Cluster, ClusterSummary } from '../../src/domain/cluster.ts';
import { lies, unanswered } from '../faults.ts';
import { SHOP } from '../small-inventory.ts';
import { ANNA, BEN, createWorld, type TestWorld } from '../world.ts';

const shopSays = (change: Partial<Cluster>) => lies<Cluster>((cluster) => ({ ...cluster, ...change }));
const standbys = [{ name: 'shop_dr', obClusterId: 1009 }];
const listed = lies<ClusterSummary[]>((clusters) => [
  ...clusters,
  {
    ocp: 'embedded',
    id: 9,
    name: 'shop_dr',
    obClusterId: 1009,
    type: 'STANDBY',
    status: 'RUNNING',
    metaDb: false,
    standbys: [],
  },
]);
const held = lies<Cluster>((cluster) => ({
  ...cluster,
  hosts: cluster.hosts.map((host) => ({ ...host, services: [{ type: 'OMS', name: 'oms_nightly' }] })),
}));
const fewerHosts = lies<Cluster>((cluster) => ({ ...cluster, hosts: cluster.hosts.slice(1) }));
const moreHosts = lies<Cluster>((cluster) => ({
  ...cluster,
  hosts: [
    ...cluster.hosts,
    { id: 103, name: 'shop-3', address: '10.0.1.3', zone: 'zone1', status: 'ONLINE', services: [] },
  ],
}));

const BLOCKING = [
  {
    rule: 'state',
    facts: { 'ocp.readCluster': shopSays({ status: 'OPERATING' }) },
    says: 'The cluster is OPERATING',
  },
  {
    rule: 'standby first',
    facts: { 'ocp.readCluster': shopSays({ standbys }), 'ocp.listClusters': listed },
    says: 'shop_dr:1009',
  },
  {
    rule: 'OCP unreadable',
    facts: { 'ocp.readCluster': shopSays({ standbys }), 'ocp.listClusters': unanswered },
    says: 'OCP did not answer within 10 s',
  },
  { rule: 'metadb', facts: { 'ocp.readCluster': shopSays({ metaDb: true }) }, says: 'MetaDB' },
  {
    rule: 'another cluster under the id',
    facts: { 'ocp.readCluster': shopSays({ name: 'shop2' }) },
    says: 'shop2:1001',
  },
  {
    rule: 'gone',
    facts: { 'ocp.readCluster': lies(() => undefined) },
    says: 'OCP no longer lists the cluster shop:1001.',
    todo: 'If somebody moved it out in OCP, Give Up. Else Retry when OCP lists it again.',
  },
  { rule: 'a held host', facts: { 'ocp.readCluster': held }, says: 'OMS oms_nightly' },
  { rule: 'a host that went', facts: { 'ocp.readCluster': fewerHosts }, says: 'shop-1' },
  { rule: 'a host that came', facts: { 'ocp.readCluster': moreHosts }, says: 'shop-3' },
  { rule: 'OCP silent', facts: { 'ocp.readCluster': unanswered }, says: 'OCP did not answer within 10 s' },
];

let world: TestWorld;
beforeEach(async () => {
  world = await createWorld();
});

describe.each(BLOCKING)('a rule that blocks: $rule', ({ facts, says, todo }) => {
  it('fails the recheck before anything left OCP, and Retry goes on', async () => {
    const id = await world.begun();
    for (const [name, fault] of Object.entries(facts)) world.faults.next(name, fault);
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step: 'recheck' },
      failure: { message: expect.stringContaining(says), ...(todo === undefined ? {} : { todo }) },
    });
    expect(world.done('ocp.exportCredentials') + world.done('ocp.moveOut')).toBe(0);
    expect(world.delivered).toEqual([]);

    world.faults.clear();
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('stops the submit too when it comes up later, and nothing is sent', async () => {
    const id = await world.begun();
    const change = async () => {
      for (const [name, fault] of Object.entries(facts)) world.faults.next(name, fault);
    };
    world.faults.next('delivery.deliver', { kind: 'preceded', by: change });
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step: 'submit' },
      failure: { message: expect.stringContaining(says), ...(todo === undefined ? {} : { todo }) },
    });
    expect(world.done('ocp.moveOut')).toBe(0);

    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.delivered).toHaveLength(1);
  });
});

it('can be cancelled after a blocked recheck', async () => {
  const id = await world.begun();
  world.faults.next('ocp.readCluster', unanswered);
  await world.run(id);
  expect(await world.act(id, ANNA, { kind: 'cancel' })).toHaveProperty('done');
  await world.run(id);
  expect(await world.ports.ocp.readCluster(SHOP)).toMatchObject({ status: 'RUNNING' });
  expect(await world.ports.vault.sealed()).toEqual([]);
});
