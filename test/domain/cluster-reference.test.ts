import { describe, expect, it } from 'vitest';
import type { ClusterSummary } from '../../src/domain/cluster.ts';
import { matchingClusters, parseClusterReference } from '../../src/domain/cluster-reference.ts';

describe('a cluster as a person types it', () => {
  it.each([
    { text: 'shop', is: { name: 'shop' } },
    { text: 'shop:1001', is: { name: 'shop', obClusterId: 1001 } },
    { text: 'Shop_2-b.c', is: { name: 'Shop_2-b.c' } },
    { text: '付款:7', is: { name: '付款', obClusterId: 7 } },
    { text: 'shop:0', is: { name: 'shop', obClusterId: 0 } },
    { text: '', is: undefined },
    { text: ':1001', is: undefined },
    { text: 'shop:', is: undefined },
    { text: 'shop:x', is: undefined },
    { text: 'shop:-1', is: undefined },
    { text: 'shop:1:2', is: undefined },
    { text: 'shop 1', is: undefined },
    { text: 'shop\n', is: undefined },
    { text: `shop:${'9'.repeat(16)}`, is: undefined },
  ])('"$text"', ({ text, is }) => {
    expect(parseClusterReference(text)).toEqual(is);
  });
});

describe('the clusters that a reference can mean', () => {
  const listings = [
    { ocp: 'north', clusters: [summary('north', 1, 'shop', 1001), summary('north', 2, 'Shop', 1002)] },
    { ocp: 'dead', unreadable: 'connection refused' },
    { ocp: 'south', clusters: [summary('south', 1, 'shop', 2001), summary('south', 2, 'shop', 1001)] },
  ];

  it.each([
    { reference: { name: 'shop' }, found: ['north/1', 'south/1', 'south/2'] },
    { reference: { name: 'shop', obClusterId: 1001 }, found: ['north/1', 'south/2'] },
    { reference: { name: 'Shop' }, found: ['north/2'] },
    { reference: { name: 'SHOP' }, found: [] },
    { reference: { name: 'shop', obClusterId: 9 }, found: [] },
  ])('$reference', ({ reference, found }) => {
    expect(matchingClusters(listings, reference).map(({ ocp, id }) => `${ocp}/${id}`)).toEqual(found);
  });
});

function summary(ocp: string, id: number, name: string, obClusterId: number): ClusterSummary {
  return { ocp, id, name, obClusterId, type: 'PRIMARY', status: 'RUNNING', metaDb: false, standbys: [] };
}
