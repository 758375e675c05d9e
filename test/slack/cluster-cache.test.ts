import { describe, expect, it } from 'vitest';
import type { ClusterSummary } from '../../src/domain/cluster.ts';
import { createClusterCache } from '../../src/slack/cluster-cache.ts';
import type { Ocp } from '../../src/workflow/ports.ts';

type Answer = readonly ClusterSummary[] | Error | Promise<readonly ClusterSummary[]>;

const START = Date.parse('2026-11-22T10:00:00Z');

/** A cache over one OCP that gives these answers in turn, and a clock that is moved by hand. */
function cacheOver(answers: Answer[]) {
  const at = { now: START };
  let calls = 0;
  const listClusters: Ocp['listClusters'] = async () => {
    const answer = answers[calls] ?? [];
    calls += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const unused = () => Promise.reject(new Error('Nothing else is asked.'));
  const ocp: Ocp = {
    name: 'ocp',
    howToOpenCredentials: '',
    listClusters,
    readCluster: unused,
    exportCredentials: unused,
    moveOutOptions: unused,
    lookEveryMs: 0,
    moveOut: unused,
    tasksOf: unused,
    readTask: unused,
    subtaskLog: unused,
    retryTask: unused,
    skipSubtask: unused,
    rollBackTask: unused,
  };
  const cache = createClusterCache([ocp], { now: () => new Date(at.now) });
  return { cache, at, calls: () => calls };
}

function named(name: string): ClusterSummary {
  return {
    ocp: 'ocp',
    id: 1,
    name,
    obClusterId: 1,
    type: 'PRIMARY',
    status: 'RUNNING',
    metaDb: false,
    standbys: [],
  };
}

describe('The clusters at hand', () => {
  it('are none before the first answer, and then that answer for 20 s', async () => {
    const { cache, at, calls } = cacheOver([[named('a')], [named('b')]]);
    expect(cache.cached()).toBeUndefined();
    await cache.fresh();
    at.now += 20_000;
    expect(cache.cached()).toEqual([{ ocp: 'ocp', clusters: [named('a')] }]);
    expect(calls()).toBe(1);
    at.now += 1;
    expect(cache.cached()).toEqual([{ ocp: 'ocp', clusters: [named('a')] }]);
    expect(calls()).toBe(2);
    await cache.fresh();
    expect(cache.cached()).toEqual([{ ocp: 'ocp', clusters: [named('b')] }]);
  });

  it('stay when OCP cannot be read, which is tried again at the next look', async () => {
    const { cache, at, calls } = cacheOver([[named('a')], new Error('no'), [named('b')]]);
    await cache.fresh();
    at.now += 5_000;
    expect(await cache.fresh()).toEqual([{ ocp: 'ocp', unreadable: 'no' }]);
    expect(cache.cached()).toEqual([{ ocp: 'ocp', clusters: [named('a')] }]);
    expect(calls()).toBe(3);
  });

  it('are not those of a reading that ends after a later one', async () => {
    let answer: (clusters: readonly ClusterSummary[]) => void = () => undefined;
    const slow = new Promise<readonly ClusterSummary[]>((done) => {
      answer = done;
    });
    const { cache, at } = cacheOver([slow, [named('new')]]);
    const first = cache.fresh();
    at.now += 999;
    expect(cache.fresh()).toBe(first);
    at.now += 1;
    expect(await cache.fresh()).toEqual([{ ocp: 'ocp', clusters: [named('new')] }]);
    answer([named('old')]);
    expect(await first).toEqual([{ ocp: 'ocp', clusters: [named('old')] }]);
    expect(cache.cached()).toEqual([{ ocp: 'ocp', clusters: [named('new')] }]);
  });
});
