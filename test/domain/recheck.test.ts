import { describe, expect, it } from 'vitest';
import type { ChosenHosts } from '../../src/domain/chosen-hosts.ts';
import type { Cluster, Host } from '../../src/domain/cluster.ts';
import { isBlocked, recheck } from '../../src/domain/precheck.ts';

const OWN = { type: 'OB_CLUSTER', name: 'shop:1001' };

function host(id: number, more: Partial<Host> = {}): Host {
  const base = { id, name: `ob-${id}`, address: `10.0.0.${id}`, zone: 'zone1', status: 'ONLINE' };
  return { ...base, services: [OWN], ...more };
}

const cluster: Cluster = {
  ocp: 'east',
  id: 7,
  name: 'shop',
  obClusterId: 1001,
  type: 'PRIMARY',
  status: 'RUNNING',
  metaDb: false,
  standbys: [],
  zones: ['zone1'],
  hosts: [host(1), host(2), host(3)],
  serversWithoutHost: [],
  tenantCount: 1,
};

const chosen: ChosenHosts = {
  cluster: { ocp: 'east', id: 7, name: 'shop', obClusterId: 1001, type: 'PRIMARY', status: 'RUNNING' },
  deleteHosts: [host(1), host(2)],
  keepHosts: [host(3)],
  skipHosts: [host(2)],
};

const listings = [{ ocp: 'east', clusters: [] }];
const proxy = { type: 'OB_PROXY', name: 'edge' };

function withHosts(...hosts: Host[]): Cluster {
  return { ...cluster, hosts };
}

describe('the chosen hosts', () => {
  it.each([
    ['nothing changed', cluster],
    ['the order changed', withHosts(host(3), host(1), host(2))],
    [
      'a name, a zone or a status changed',
      withHosts(host(1, { name: 'new', zone: 'z', status: 'OFFLINE' }), host(2), host(3)),
    ],
    ['a kept host carries another service', withHosts(host(1), host(2), host(3, { services: [OWN, proxy] }))],
  ])('pass when %s', (_, now) => {
    const checks = recheck({ cluster: now, listings }, chosen);
    expect(checks.find((check) => check.rule === 'chosen hosts')?.verdict).toBe('passed');
    expect(isBlocked(checks)).toBe(false);
  });

  it.each([
    [
      'a deleted host left',
      withHosts(host(2), host(3)),
      'host ob-1 (10.0.0.1) with id 1 is no longer a host of this cluster',
    ],
    [
      'a kept host left',
      withHosts(host(1), host(2)),
      'host ob-3 (10.0.0.3) with id 3 is no longer a host of this cluster',
    ],
    [
      'a host got another address',
      withHosts(host(1), host(2, { address: '10.9.9.9' }), host(3)),
      'host ob-2 had the address 10.0.0.2 and has 10.9.9.9 now',
    ],
    [
      'a host got another id',
      withHosts(host(1), host(2), host(30, { name: 'ob-3', address: '10.0.0.3' })),
      'host ob-3 (10.0.0.3) with id 3 is no longer a host of this cluster; host ob-3 (10.0.0.3) was added since',
    ],
    [
      'a deleted host carries other services',
      withHosts(host(1, { services: [OWN, proxy, { type: 'OMS', name: 'sync' }] }), host(2), host(3)),
      'host ob-1 cannot be deleted, since it carries OB_PROXY edge, OMS sync',
    ],
    [
      'a host was added',
      withHosts(host(1), host(2), host(3), host(4)),
      'host ob-4 (10.0.0.4) was added since',
    ],
    [
      'the id is that of another cluster now',
      { ...cluster, name: 'bank', obClusterId: 2001 },
      'the cluster was shop:1001 in OCP east and is now bank:2001 in OCP east',
    ],
    [
      'the cluster got another number in its name',
      { ...cluster, obClusterId: 1009 },
      'the cluster was shop:1001 in OCP east and is now shop:1009 in OCP east',
    ],
  ])('block when %s', (_, now, change) => {
    expect(recheck({ cluster: now, listings }, chosen)).toContainEqual({
      rule: 'chosen hosts',
      verdict: 'blocking',
      text: `This is no longer what was requested: ${change}.`,
    });
  });

  it('shows five changes and counts the others', () => {
    const many = withHosts(...Array.from({ length: 303 }, (_, index) => host(index + 1)));
    const check = recheck({ cluster: many, listings }, chosen).find((one) => one.rule === 'chosen hosts');
    expect(check?.text).toMatch(/ob-8 \(10\.0\.0\.8\) was added since and 295 more\.$/);
  });
});

describe('the recheck', () => {
  it('asks neither for an open request nor for off-peak hours, and keeps the order', () => {
    expect(recheck({ cluster, listings }, chosen).map((check) => check.rule)).toEqual([
      'state',
      'standby first',
      'metadb',
      'chosen hosts',
      'obproxy',
      'hosts',
    ]);
  });

  it.each([
    ['the state', { status: 'MOVINGOUT' }],
    ['the MetaDB', { metaDb: true }],
    ['a standby that appeared and cannot be looked up', { standbys: [{ name: 'shop', obClusterId: 1002 }] }],
  ])('blocks on %s', (_, more) => {
    const down = [...listings, { ocp: 'west', unreadable: 'timeout' }];
    expect(isBlocked(recheck({ cluster: { ...cluster, ...more }, listings: down }, chosen))).toBe(true);
  });
});
