import { describe, expect, it } from 'vitest';
import { clusterKey, holdingServices, isOffline } from '../../src/domain/cluster.ts';

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
  { status: 'OFFLINE', offline: true },
  { status: 'ONLINE', offline: false },
  { status: 'AVAILABLE', offline: false },
  { status: 'DELETING', offline: false },
])('a host that is $status is offline: $offline', ({ status, offline }) => {
  expect(isOffline({ status })).toBe(offline);
});
