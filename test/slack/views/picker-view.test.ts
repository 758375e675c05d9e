import { describe, expect, it } from 'vitest';
import type { ClusterSummary } from '../../../src/domain/cluster.ts';
import { clusterValue, parseClusterValue } from '../../../src/slack/views/cluster-value.ts';
import { clusterOptions, pickerView } from '../../../src/slack/views/picker-view.ts';
import { problemsOf, textOf } from '../check-view.ts';

function summary(name: string, obClusterId: number, change: Partial<ClusterSummary> = {}): ClusterSummary {
  return {
    ocp: 'ocp-a',
    id: obClusterId,
    name,
    obClusterId,
    type: 'PRIMARY',
    status: 'RUNNING',
    metaDb: false,
    standbys: [],
    ...change,
  };
}

describe('the picker', () => {
  it.each([
    [undefined, 'Which cluster?'],
    [{ text: '<!channel>', problem: 'ambiguous' }, '⚠ There is more than one cluster "&lt;!channel&gt;".'],
    [{ text: 'x'.repeat(4000), problem: 'unknown' }, '⚠ There is no cluster "xxxx'],
  ] as const)('%o', (typed, text) => {
    const view = pickerView(typed, ['OCP ocp-b cannot be read.']);
    expect(problemsOf(view)).toEqual([]);
    expect(view.submit).toBeUndefined();
    expect(textOf(view)).toContain(text);
    expect(textOf(view)).toContain('OCP ocp-b cannot be read.');
  });
});

describe('what is offered while somebody types', () => {
  const clusters = [summary('eshop', 3), summary('shopping', 12), summary('shop', 1001), summary('Pay', 31)];
  const offered = (query: string) =>
    clusterOptions(clusters, query).map((one) => one.text.text.split(' ')[0]);

  it.each([
    ['', ['eshop:3', 'shopping:12', 'shop:1001', 'Pay:31']],
    ['shop', ['shop:1001', 'shopping:12', 'eshop:3']],
    [' SHOP ', ['shop:1001', 'shopping:12', 'eshop:3']],
    ['shop:1', ['shop:1001']],
    ['pay', ['Pay:31']],
    [':3', ['eshop:3', 'Pay:31']],
    ['nothing like it', []],
  ])('%j', (query, expected) => {
    expect(offered(query)).toEqual(expected);
  });

  it('is at most 100 of 500, with texts and values that Slack takes', () => {
    const many = Array.from({ length: 500 }, (_, index) => summary(`${'long-'.repeat(60)}`, index));
    const options = clusterOptions(many, 'LONG');
    expect(options).toHaveLength(100);
    expect(options[7]?.text.text).toMatch(/^(long-)+.*…:7 · PRIMARY · RUNNING$/);
    expect(options.every((one) => one.text.text.length <= 75 && (one.value ?? '').length <= 150)).toBe(true);
  });

  it('says which OCP, when there are several', () => {
    const both = [summary('shop', 1), summary('shop', 1, { ocp: 'ocp-b' })];
    expect(clusterOptions(both, '').map((one) => one.description?.text)).toEqual([
      'OCP: ocp-a',
      'OCP: ocp-b',
    ]);
    expect(clusterOptions(both, '').map((one) => one.value)).toEqual(['ocp-a/1/shop:1', 'ocp-b/1/shop:1']);
  });
});

describe('the value of an option', () => {
  it.each([
    [
      { ocp: 'a/b c', id: 7, name: 'sh/op:x', obClusterId: 3 },
      { ocp: 'a/b c', id: 7, nameAndNumber: 'sh/op:x:3' },
    ],
    [
      { ocp: 'a', id: 7, name: 'x'.repeat(200), obClusterId: 3 },
      { ocp: 'a', id: 7 },
    ],
  ])('%o comes back', (cluster, named) => {
    expect(parseClusterValue(clusterValue(cluster))).toEqual(named);
  });

  it.each(['', 'shop', 'a/b/shop:1', 'a/1', 'a/1/shop', '%zz/1/shop:1', '/1/shop:1'])(
    '%j is none',
    (text) => {
      expect(parseClusterValue(text)).toBeUndefined();
    },
  );
});
