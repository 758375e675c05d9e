import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.ts';
import type { Cluster, ClusterSummary, Host } from '../../src/domain/cluster.ts';
import { hostChoices } from '../../src/domain/host-choices.ts';
import { EVERY_OPTION } from '../../src/domain/move-out-options.ts';
import { isBlocked, type PrecheckFacts, precheck } from '../../src/domain/precheck.ts';
import { calendarOf } from '../calendar-of.ts';

const OWN = { type: 'OB_CLUSTER', name: 'shop:1001' };
const AGENT = { type: 'OCP_AGENT', name: 'ocp_agent' };
const PROXY = { type: 'OB_PROXY', name: 'edge' };

function host(id: number, more: Partial<Host> = {}): Host {
  const base = { id, name: `ob-${id}`, address: `10.0.0.${id}`, zone: `zone${id}`, status: 'ONLINE' };
  return { ...base, services: [OWN, AGENT], ...more };
}

function cluster(more: Partial<Cluster> = {}): Cluster {
  return {
    ocp: 'east',
    id: 7,
    name: 'shop',
    obClusterId: 1001,
    type: 'PRIMARY',
    status: 'RUNNING',
    metaDb: false,
    standbys: [],
    zones: ['zone1', 'zone2', 'zone3'],
    hosts: [host(1), host(2), host(3)],
    serversWithoutHost: [],
    tenantCount: 2,
    ...more,
  };
}

function listed(ocp: string, name: string, obClusterId: number): ClusterSummary {
  return { ocp, id: 9, name, obClusterId, type: 'STANDBY', status: 'RUNNING', metaDb: false, standbys: [] };
}

const NOW = new Date('2026-11-23T12:00:00Z');

function facts(more: Partial<PrecheckFacts> = {}): PrecheckFacts {
  return { cluster: cluster(), listings: [{ ocp: 'east', clusters: [] }], now: NOW, ...more };
}

function of(rule: Check['rule'], given: PrecheckFacts): string[] {
  return precheck(given)
    .filter((check) => check.rule === rule)
    .map((check) => `${check.verdict}: ${check.text}`);
}

describe('the state', () => {
  it.each([
    ['RUNNING', 'passed: The cluster is RUNNING, a state in which it can be moved.'],
    ['STOPPED', 'passed: The cluster is STOPPED, a state in which it can be moved.'],
    ['UNAVAILABLE', 'passed: The cluster is UNAVAILABLE, a state in which it can be moved.'],
    ...['OPERATING', 'MOVINGOUT', 'CREATING', 'running', ''].map((status) => [
      status,
      `blocking: The cluster is ${status}; it can be moved only when it is RUNNING, STOPPED or UNAVAILABLE.`,
    ]),
  ])('%s', (status, expected) => {
    expect(of('state', facts({ cluster: cluster({ status: String(status) }) }))).toEqual([expected]);
  });
});

describe('standby before primary', () => {
  const one = [{ name: 'shop', obClusterId: 1002 }];
  const two = [...one, { name: 'shop', obClusterId: 1003 }];
  const east = { ocp: 'east', clusters: [listed('east', 'other', 1002), listed('east', 'shop', 1001)] };
  const eastWithStandby = { ocp: 'east', clusters: [listed('east', 'shop', 1002)] };
  const westWithStandby = { ocp: 'west', clusters: [listed('west', 'shop', 1003)] };
  const westDown = { ocp: 'west', unreadable: 'connection refused.' };
  it.each([
    [
      'a primary without a standby',
      {},
      [westDown],
      ['passed: The cluster has no standby that must go first.'],
    ],
    [
      'a standby, whatever is listed',
      { type: 'STANDBY', standbys: one },
      [eastWithStandby],
      ['passed: The cluster is a standby, which goes before its primary.'],
    ],
    [
      'a standby that is gone everywhere',
      { standbys: one },
      [east],
      ['passed: No known OCP lists its standby shop:1002 any more.'],
    ],
    [
      'a standby in the same OCP',
      { standbys: one },
      [eastWithStandby],
      ['blocking: Its standby must go first: shop:1002 (in OCP east) is still listed.'],
    ],
    [
      'standbys in two OCPs',
      { standbys: two },
      [eastWithStandby, westWithStandby],
      [
        'blocking: Its standby must go first: shop:1002 (in OCP east), shop:1003 (in OCP west) are still listed.',
      ],
    ],
    [
      'an OCP that cannot be read',
      { standbys: two },
      [east, westDown],
      [
        'blocking: OCP west may still list its standbys shop:1002, shop:1003, since its clusters could not be read: connection refused.',
      ],
    ],
    [
      'a listed standby and an OCP that cannot be read',
      { standbys: two },
      [eastWithStandby, westDown],
      [
        'blocking: Its standby must go first: shop:1002 (in OCP east) is still listed.',
        'blocking: OCP west may still list its standbys shop:1002, shop:1003, since its clusters could not be read: connection refused.',
      ],
    ],
    [
      'no listing at all',
      { standbys: one },
      [],
      [
        'blocking: OCP east may still list its standby shop:1002, since its clusters could not be read: nothing was read.',
      ],
    ],
    [
      'a cluster of an unknown role, which counts as a primary',
      { type: 'ARBITRATION', standbys: one },
      [eastWithStandby],
      ['blocking: Its standby must go first: shop:1002 (in OCP east) is still listed.'],
    ],
  ])('%s', (_, more, listings, expected) => {
    expect(of('standby first', facts({ cluster: cluster(more), listings }))).toEqual(expected);
  });
});

describe('the other rules', () => {
  it.each([
    [false, "passed: It is not OCP's own metadata cluster (MetaDB)."],
    [true, "blocking: This is OCP's own metadata cluster (MetaDB); it must stay."],
  ])('MetaDB %s', (metaDb, expected) => {
    expect(of('metadb', facts({ cluster: cluster({ metaDb }) }))).toEqual([expected]);
  });

  it.each([
    [undefined, 'passed: No other request is open for this cluster.'],
    [
      'MO-7K3F2A',
      'blocking: Request MO-7K3F2A is open for this cluster; it must end before another one is made.',
    ],
  ])('open request %s', (openRequestId, expected) => {
    expect(of('open request', facts({ openRequestId }))).toEqual([expected]);
  });

  it.each([
    [undefined, 'neutral: OCP advises to do this in off-peak hours; none are configured for Moveout.'],
    ['Mon-Sun 00:00-24:00', 'passed: It is always off-peak hours as configured.'],
    ['Mon 11:00-13:00', 'passed: It is off-peak hours now: Mon 23 Nov 11:00 to Mon 23 Nov 13:00 (UTC).'],
    [
      'Mon-Fri 22:00-06:00',
      'warned: It is not off-peak hours now; the next window is Mon 23 Nov 22:00 to Tue 24 Nov 06:00 (UTC).',
    ],
  ])('off-peak hours %s', (text, expected) => {
    expect(of('off-peak', facts({ calendar: calendarOf(text ?? '') }))).toEqual([expected]);
  });

  it.each([
    ['', 'Nothing starts until Thu 26 Nov 00:00 (UTC): a freeze period.'],
    [
      'Mon-Sun 22:00-23:00',
      'Nothing starts until Thu 26 Nov 00:00 (UTC): a freeze period; the next window is Thu 26 Nov 22:00 to Thu 26 Nov 23:00 (UTC).',
    ],
  ])('a freeze period that is now, with the window %j', (text, expected) => {
    const calendar = calendarOf(text, '2026-11-20..2026-11-25');
    expect(of('off-peak', facts({ calendar }))).toEqual([`warned: ${expected}`]);
  });

  it.each([
    ['none', [], ['neutral: OCP knows no host of this cluster; none can be deleted.']],
    ['one free', [host(1)], ['passed: Its only host can be deleted.']],
    ['all free', [host(1), host(2)], ['passed: All 2 hosts can be deleted.']],
    [
      'one held',
      [host(1), host(2, { services: [OWN, PROXY] })],
      ['warned: 1 of 2 hosts carries other services and cannot be deleted.'],
    ],
    [
      'held by another cluster and by an unknown service',
      [
        host(1, { services: [OWN, { type: 'OB_CLUSTER', name: 'shop:1002' }] }),
        host(2, { services: [OWN, { type: 'NEWS', name: 'x' }] }),
        host(3),
      ],
      ['warned: 2 of 3 hosts carry other services and cannot be deleted.'],
    ],
  ])('hosts: %s', (_, hosts, expected) => {
    expect(of('hosts', facts({ cluster: cluster({ hosts }) }))).toEqual(expected);
  });

  it('names offline hosts, five at most, and counts the others', () => {
    const hosts = [7, 10, 2, 3, 4, 5, 6].map((id) => host(id, { status: 'OFFLINE', zone: 'zone1' }));
    expect(of('offline hosts', facts({ cluster: cluster({ hosts }) }))).toEqual([
      'warned: 7 hosts are offline, so operations there should be skipped: ob-2, ob-3, ob-4, ob-5, ob-6 and 2 more.',
    ]);
    expect(of('offline hosts', facts())).toEqual([]);
  });

  it('warns of servers without a host record', () => {
    const given = facts({ cluster: cluster({ serversWithoutHost: ['10.0.0.8'] }) });
    expect(of('hosts', given)).toEqual([
      'passed: All 3 hosts can be deleted.',
      'warned: 1 server has no host record in OCP, so nothing can be deleted there: 10.0.0.8.',
    ]);
  });

  it('gives the rules in the order of the procedure, and lets a good cluster pass', () => {
    const checks = precheck(facts());
    expect(checks.map((check) => check.rule)).toEqual([
      'state',
      'standby first',
      'metadb',
      'open request',
      'off-peak',
      'obproxy',
      'hosts',
    ]);
    expect(isBlocked(checks)).toBe(false);
  });

  it('blocks as soon as one rule blocks, and on no warning', () => {
    const offline = cluster({ hosts: [host(1, { status: 'OFFLINE' })] });
    expect(isBlocked(precheck(facts({ cluster: offline, calendar: calendarOf('Tue 01:00-02:00') })))).toBe(
      false,
    );
    expect(isBlocked(precheck(facts({ cluster: cluster({ metaDb: true }) })))).toBe(true);
  });

  it('does not use the words of the fields', () => {
    const bad = cluster({ status: 'OPERATING', metaDb: true, serversWithoutHost: ['10.0.0.8'] });
    const texts = [...precheck(facts()), ...precheck(facts({ cluster: bad, openRequestId: 'MO-7K3F2A' }))];
    for (const { text } of texts) expect(text).not.toMatch(/\bkey\b|move out|reason/i);
  });
});

describe('OBProxy clusters that link to the cluster', () => {
  it.each([
    ['none', [], 'passed: No OBProxy cluster of this OCP links to it.'],
    [
      'one',
      ['edge'],
      'warned: 1 OBProxy cluster links to this cluster: edge. Move OBProxy clusters out first, or they may lose the way to it.',
    ],
    [
      'two',
      ['edge', 'core'],
      'warned: 2 OBProxy clusters link to this cluster: core, edge. Move OBProxy clusters out first, or they may lose the way to it.',
    ],
    [
      'nobody knows',
      undefined,
      'warned: Whether OBProxy clusters link to this cluster could not be read; look in OCP, and move them out first.',
    ],
  ])('%s', (_, proxyClusters, expected) => {
    expect(of('obproxy', facts({ cluster: cluster({ proxyClusters }) }))).toEqual([expected]);
  });
});

describe('what the version of the OCP cannot do', () => {
  const offline = cluster({ hosts: [host(1, { status: 'OFFLINE' })] });

  it('says that the task will fail on an offline host that cannot be skipped', () => {
    const options = { ...EVERY_OPTION, skipHosts: false };
    expect(of('offline hosts', facts({ cluster: offline, options }))).toEqual([
      'warned: 1 host is offline, and this OCP cannot skip operations there, so its task will fail: ob-1. Bring them back first.',
    ]);
  });

  it('says nothing of the choice of hosts where there is none', () => {
    const options = { ...EVERY_OPTION, deleteHosts: 'none' as const };
    expect(of('hosts', facts({ options }))).toEqual([]);
  });
});

describe('a MetaDB of which OCP does not tell', () => {
  it('neither blocks nor passes', () => {
    expect(of('metadb', facts({ cluster: cluster({ metaDb: undefined }) }))).toEqual([
      'neutral: OCP does not say here whether this is its own metadata cluster (MetaDB); it refuses to move that one out.',
    ]);
  });
});

describe('the choice of hosts', () => {
  it('orders by zone as OCP does, then by name with numbers as numbers', () => {
    const hosts = [
      host(1, { zone: 'zone1', name: 'ob-10' }),
      host(2, { zone: 'zone1', name: 'ob-2', status: 'OFFLINE' }),
      host(3, { zone: 'elsewhere', name: 'ob-0' }),
      host(4, { zone: 'zone9', name: 'ob-1', services: [OWN, PROXY, AGENT] }),
      host(5, { zone: 'zone9', name: 'ob-11', services: [AGENT], status: 'OFFLINE' }),
      host(6, { zone: 'zone9', name: 'ob-1', services: [PROXY], status: 'OFFLINE' }),
    ];
    const choices = hostChoices(cluster({ zones: ['zone9', 'zone1'], hosts }));
    expect(choices.deletable.map((one) => one.id)).toEqual([5, 2, 1, 3]);
    expect(choices.held.map(({ host: one, services }) => [one.id, services])).toEqual([
      [4, [PROXY]],
      [6, [PROXY]],
    ]);
    expect(choices.offline.map((one) => one.id)).toEqual([6, 5, 2]);
  });
});
