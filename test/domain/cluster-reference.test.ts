import { describe, expect, it } from 'vitest';
import type { ClusterSummary } from '../../src/domain/cluster.ts';
import {
  matchingClusters,
  parseClusterReference,
  referenceText,
  shortestReferences,
} from '../../src/domain/cluster-reference.ts';

describe('a cluster as a person types it', () => {
  it.each([
    { text: 'shop', is: { name: 'shop' } },
    { text: 'shop:1001', is: { name: 'shop', obClusterId: 1001 } },
    { text: 'Shop_2-b.c', is: { name: 'Shop_2-b.c' } },
    { text: '付款:7', is: { name: '付款', obClusterId: 7 } },
    { text: 'shop:0', is: { name: 'shop', obClusterId: 0 } },
    { text: 'shop@hz', is: { name: 'shop', ocp: 'hz' } },
    { text: 'shop:1001@hz-2', is: { name: 'shop', obClusterId: 1001, ocp: 'hz-2' } },
    { text: 'shop@HZ', is: { name: 'shop@HZ' } },
    { text: 'shop@', is: { name: 'shop@' } },
    { text: 'shop@hz@sh', is: { name: 'shop@hz', ocp: 'sh' } },
    { text: 'shop@hz:1001', is: { name: 'shop@hz', obClusterId: 1001 } },
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
    { reference: { name: 'shop', ocp: 'south' }, found: ['south/1', 'south/2'] },
    { reference: { name: 'shop', obClusterId: 1001, ocp: 'south' }, found: ['south/2'] },
    { reference: { name: 'shop', ocp: 'dead' }, found: [] },
  ])('$reference', ({ reference, found }) => {
    expect(matchingClusters(listings, reference).map(({ ocp, id }) => `${ocp}/${id}`)).toEqual(found);
  });
});

describe('a cluster as people can type it', () => {
  const listings = [
    {
      ocp: 'hz',
      clusters: [
        summary('hz', 1, 'only', 1),
        summary('hz', 2, 'pair', 2),
        summary('hz', 3, 'twin', 4),
        summary('hz', 4, 'twin', 5),
        summary('hz', 5, 'same', 6),
      ],
    },
    {
      ocp: 'sh',
      clusters: [
        summary('sh', 1, 'pair', 3),
        summary('sh', 2, 'twin', 6),
        summary('sh', 3, 'same', 6),
        summary('sh', 4, 'same', 7),
      ],
    },
    { ocp: 'dead', unreadable: 'connection refused' },
  ];

  it.each([
    ['only', 1, 'hz', 'only'],
    ['pair', 2, 'hz', 'pair@hz'],
    ['pair', 3, 'sh', 'pair@sh'],
    ['twin', 4, 'hz', 'twin:4'],
    ['twin', 6, 'sh', 'twin@sh'],
    ['same', 6, 'hz', 'same@hz'],
    ['same', 6, 'sh', 'same:6@sh'],
    ['gone', 9, 'hz', 'gone'],
  ])('%s:%i in %s is %s', (name, obClusterId, ocp, expected) => {
    expect(shortestReferences(listings)({ name, obClusterId, ocp })).toBe(expected);
  });

  it('is read as it is written', () => {
    for (const reference of [
      { name: 'a' },
      { name: 'a', ocp: 'hz' },
      { name: 'a', obClusterId: 1, ocp: 'hz' },
    ])
      expect(parseClusterReference(referenceText(reference))).toEqual(reference);
  });
});

function summary(ocp: string, id: number, name: string, obClusterId: number): ClusterSummary {
  return { ocp, id, name, obClusterId, type: 'PRIMARY', status: 'RUNNING', metaDb: false, standbys: [] };
}
