import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../src/domain/calendar.ts';
import type { Cluster, Host } from '../../src/domain/cluster.ts';
import type { Terms } from '../../src/domain/events.ts';
import { EVERY_OPTION } from '../../src/domain/move-out-options.ts';
import { isChanged, type PresentFacts, presentTerms } from '../../src/domain/present-terms.ts';
import { whatChanged } from '../../src/domain/what-changed.ts';
import { calendarOf } from '../calendar-of.ts';
import { TERMS } from './histories.ts';
import { CALENDAR, NOW } from './people.ts';

const HOST: Host = {
  id: 11,
  name: 'shop-1',
  address: '10.0.0.11',
  zone: 'z1',
  status: 'ONLINE',
  services: [],
};
const ASKED: Cluster = {
  ...TERMS.cluster,
  metaDb: false,
  standbys: [],
  zones: ['z1'],
  hosts: [HOST],
  serversWithoutHost: [],
  tenantCount: 1,
  proxyClusters: [],
};
const NEW_HOST: Host = { ...HOST, id: 12, name: 'shop-2', address: '10.0.0.12' };

const OFF_A: Host = { ...NEW_HOST, status: 'OFFLINE' };
const OFF_B: Host = { ...OFF_A, id: 13, name: 'shop-3', zone: 'z2' };

function present(
  change: Partial<Cluster> | undefined,
  facts: Partial<PresentFacts> = {},
  calendar: Calendar = CALENDAR,
  terms: Terms = TERMS,
) {
  const cluster = change === undefined ? undefined : { ...ASKED, ...change };
  const listings = [{ ocp: 'embedded', clusters: [ASKED] }];
  const seen = { cluster, listings, options: EVERY_OPTION, requester: undefined, ...facts };
  return presentTerms(terms, seen, calendar, NOW);
}

describe('what is shown anew at a vote or at the start', () => {
  it('is what was asked for while nothing differs', () => {
    const same = present({});
    expect(isChanged(TERMS, same)).toBe(false);
    expect(whatChanged(TERMS, same)).toEqual([]);
  });

  it.each<[string, ReturnType<typeof present>, string[], Partial<Terms>]>([
    ['its state', present({ status: 'STOPPED' }), ['The cluster was RUNNING and is STOPPED now.'], {}],
    [
      'a state in which it cannot go',
      present({ status: 'MOVINGOUT' }),
      [
        'The cluster was RUNNING and is MOVINGOUT now.',
        'The cluster is MOVINGOUT; it can be moved only when it is RUNNING, STOPPED or UNAVAILABLE.',
      ],
      {
        blocking: [
          'The cluster is MOVINGOUT; it can be moved only when it is RUNNING, STOPPED or UNAVAILABLE.',
        ],
      },
    ],
    ['its role', present({ type: 'STANDBY' }), ['The cluster was PRIMARY and is STANDBY now.'], {}],
    [
      'its version',
      present({ obVersion: '4.3' }),
      ['OceanBase was a version that OCP does not say and is 4.3 now.'],
      {},
    ],
    [
      'a host that came',
      present({ hosts: [HOST, NEW_HOST] }),
      ['Host shop-2 was added to the cluster; it is kept.'],
      { keepHosts: [{ id: 12, name: 'shop-2', address: '10.0.0.12', zone: 'z1' }] },
    ],
    [
      'a host that went',
      present({ hosts: [] }),
      ['Host shop-1 is no longer a host of this cluster.'],
      { deleteHosts: [] },
    ],
    [
      'an address',
      present({ hosts: [{ ...HOST, address: '10.9.9.9' }] }),
      ['Host shop-1 (10.0.0.11, zone z1) is shop-1 (10.9.9.9, zone z1) now.'],
      {},
    ],
    [
      'a service on a host to delete',
      present({ hosts: [{ ...HOST, services: [{ type: 'OMS', name: 'oms' }] }] }),
      [
        'This is no longer what was requested: host shop-1 cannot be deleted, since it carries OMS oms.',
        '1 of 1 hosts carries other services and cannot be deleted.',
      ],
      {},
    ],
    [
      'a proxy',
      present({ proxyClusters: ['p1'] }),
      [
        '1 OBProxy cluster links to this cluster: p1. Move OBProxy clusters out first, or they may lose the way to it.',
      ],
      {},
    ],
    [
      'that it is gone',
      present(undefined),
      ['OCP no longer lists the cluster shop:1001. Somebody may have moved it out in OCP.'],
      {},
    ],
    [
      'another cluster under its id',
      present({ name: 'depot' }),
      ['OCP no longer lists the cluster shop:1001. Somebody may have moved it out in OCP.'],
      {},
    ],
    [
      'the version of OCP',
      present({}, { options: { ...EVERY_OPTION, deleteHosts: 'none' } }),
      ['OCP embedded is of a version now that cannot do this: delete hosts with a move-out.'],
      {},
    ],
    [
      'the hour',
      present({}, {}, calendarOf('Mon 22:00-23:00')),
      ['The start is outside the off-peak hours now, so one more approval is needed.'],
      { quorum: 2, outsideWindows: true },
    ],
  ])('%s', (_name, shown, changes, terms) => {
    expect(isChanged(TERMS, shown)).toBe(true);
    expect(whatChanged(TERMS, shown)).toEqual(changes);
    expect(shown).toMatchObject(terms);
  });

  it.each([
    [2, 1, '2 approvals were needed, and 1 is needed now.'],
    [1, 3, '1 approval was needed, and 3 are needed now.'],
  ])('the approvals that are needed: %i, then %i', (before, after, words) => {
    expect(whatChanged({ ...TERMS, quorum: before }, { ...TERMS, quorum: after })).toEqual([words]);
  });

  it.each<[string, terms: Partial<Cluster>, now: Partial<Cluster>]>([
    ['OBProxy clusters that cannot be read', { proxyClusters: [] }, { proxyClusters: undefined }],
    ['those that linked to it and cannot be read', { proxyClusters: ['p1'] }, { proxyClusters: undefined }],
    ['those that still cannot be read', { proxyClusters: undefined }, { proxyClusters: undefined }],
    ['another order of OBProxy clusters', { proxyClusters: ['p1', 'p2'] }, { proxyClusters: ['p2', 'p1'] }],
    [
      'another order of hosts that are offline',
      { zones: ['z1', 'z2'], hosts: [HOST, OFF_A, OFF_B] },
      { zones: ['z2', 'z1'], hosts: [OFF_B, OFF_A, HOST] },
    ],
    [
      'another order of servers without a host',
      { serversWithoutHost: ['10.0.0.8', '10.0.0.9'] },
      { serversWithoutHost: ['10.0.0.9', '10.0.0.8'] },
    ],
  ])('%s: no change', (_name, before, now) => {
    const shown = present(before);
    const terms = { ...TERMS, ...shown };
    expect(whatChanged(terms, present(now, {}, CALENDAR, terms))).toEqual([]);
    expect(isChanged(terms, present(now, {}, CALENDAR, terms))).toBe(false);
  });

  it('needs one approval more only once, and no less when the window opens', () => {
    const outside = { ...TERMS, quorum: 2, outsideWindows: true as const };
    for (const hours of ['Mon 22:00-23:00', 'Mon 00:00-24:00'])
      expect(isChanged(outside, present({}, {}, calendarOf(hours), outside))).toBe(false);
  });

  it('forgets a rule that no longer forbids it, and says so', () => {
    const before = { ...TERMS, ...present({ status: 'MOVINGOUT' }) };
    expect(whatChanged(before, present({}, {}, CALENDAR, before))).toEqual([
      'The cluster was MOVINGOUT and is RUNNING now.',
      'No longer so: The cluster is MOVINGOUT; it can be moved only when it is RUNNING, STOPPED or UNAVAILABLE.',
    ]);
  });
});
