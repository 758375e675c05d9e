import { describe, expect, it } from 'vitest';
import { clusterKey, holdingServices, isOffline, sameCluster } from '../../src/domain/cluster.ts';

const cluster = { name: 'shop', obClusterId: 1001 };

describe('the services that hold a host', () => {
  it.each([
    { type: 'OB_CLUSTER', name: 'shop:1001', holds: false },
    { type: 'OB_CLUSTER', name: 'shop:1002', holds: true },
    { type: 'OB_CLUSTER', name: 'shop', holds: true },
    { type: 'OCP_AGENT', name: 'ocp-agent', holds: false },
    { type: 'OB_PROXY', name: 'shop:1001', holds: true },
    { type: 'OMS', name: 'oms', holds: true },
    { type: 'BACKUP_AGENT', name: 'backup', holds: true },
    { type: 'NEVER_HEARD_OF', name: '', holds: true },
  ])('$type $name: $holds', ({ type, name, holds }) => {
    const services = [{ type, name }];
    expect(holdingServices({ services }, cluster)).toEqual(holds ? services : []);
  });

  it('names only those that hold it', () => {
    const services = ['OB_CLUSTER', 'OCP_AGENT', 'OMS'].map((type) => ({ type, name: 'shop:1001' }));
    expect(holdingServices({ services }, cluster)).toEqual([{ type: 'OMS', name: 'shop:1001' }]);
    expect(holdingServices({ services: [] }, cluster)).toEqual([]);
  });
});

it('knows a cluster by name and OceanBase id', () => {
  expect(clusterKey(cluster)).toBe('shop:1001');
});

it.each([
  { name: 'itself, whatever its number', other: {}, same: true },
  { name: 'one of another OCP', other: { ocp: 'west' }, same: false },
  { name: 'one of another name', other: { name: 'shop2' }, same: false },
  { name: 'one with another OceanBase id', other: { obClusterId: 1002 }, same: false },
  { name: 'one whose parts only look alike together', other: { ocp: 'east/shop', name: 'a' }, same: false },
])('a cluster is the same as $name: $same', ({ other, same }) => {
  const here = { ocp: 'east', id: 1, ...cluster };
  const there = { ...here, id: 2, ...other };
  expect(sameCluster(here, there)).toBe(same);
});

it.each([
  { status: 'OFFLINE', offline: true },
  { status: 'ONLINE', offline: false },
  { status: 'AVAILABLE', offline: false },
  { status: 'DELETING', offline: false },
])('a host that is $status is offline: $offline', ({ status, offline }) => {
  expect(isOffline({ status })).toBe(offline);
});
