import { describe, expect, it, vi } from 'vitest';
import type { ClusterSummary } from '../../src/domain/cluster.ts';
import { createClusterCache } from '../../src/slack/cluster-cache.ts';
import type { Ocp } from '../../src/workflow/ports.ts';
import { bareOcp } from '../bare-ocp.ts';

type Answer = readonly ClusterSummary[] | Error | Promise<readonly ClusterSummary[]>;

const START = Date.parse('2026-11-22T10:00:00Z');

/** A cache over one OCP that gives these answers in turn, and a clock that is moved by hand. */
function cacheOver(answers: Answer[]) {
  const at = { now: START };
  const { ocp, calls } = answering('ocp', answers);
  const cache = createClusterCache([ocp], { now: () => new Date(at.now) });
  return { cache, at, calls };
}

/** An OCP that lists these answers in turn, then nothing. */
function answering(name: string, answers: readonly Answer[]): { ocp: Ocp; calls: () => number } {
  let calls = 0;
  const listClusters: Ocp['listClusters'] = async () => {
    const answer = answers[calls] ?? [];
    calls += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const ocp = bareOcp(name, { listClusters });
  return { ocp, calls: () => calls };
}

function named(name: string, ocp = 'ocp'): ClusterSummary {
  return {
    ocp,
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
    const { cache, at, calls } = cacheOver([slow, [named('new')]]);
    const first = cache.fresh();
    at.now += 999;
    void cache.fresh();
    expect(calls()).toBe(1);
    at.now += 1;
    expect(await cache.fresh()).toEqual([{ ocp: 'ocp', clusters: [named('new')] }]);
    answer([named('old')]);
    expect(await first).toEqual([{ ocp: 'ocp', clusters: [named('old')] }]);
    expect(cache.cached()).toEqual([{ ocp: 'ocp', clusters: [named('new')] }]);
  });
});

describe('Of several OCPs', () => {
  const clock = { now: () => new Date(START) };
  const never = new Promise<readonly ClusterSummary[]>(() => undefined);

  function late(): { answer: (clusters: readonly ClusterSummary[]) => void; listing: Answer } {
    let answer: (clusters: readonly ClusterSummary[]) => void = () => undefined;
    const listing = new Promise<readonly ClusterSummary[]>((done) => {
      answer = done;
    });
    return { answer: (clusters) => answer(clusters), listing };
  }

  it('one that has not answered yet is named beside what the others list', async () => {
    const hz = answering('hz', [[named('a', 'hz')]]);
    const cache = createClusterCache([hz.ocp, answering('sh', [never]).ocp], clock);
    await cache.fresh('hz');
    expect(cache.cached()).toEqual([
      { ocp: 'hz', clusters: [named('a', 'hz')] },
      { ocp: 'sh', unreadable: 'It has not answered yet.' },
    ]);
  });

  it('one that is named is asked alone, and nobody waits for the others', async () => {
    const sh = answering('sh', [never]);
    const cache = createClusterCache([answering('hz', [[named('a', 'hz')]]).ocp, sh.ocp], clock);
    expect(await cache.fresh('hz')).toEqual([{ ocp: 'hz', clusters: [named('a', 'hz')] }]);
    expect(sh.calls()).toBe(0);
    expect(await cache.fresh('nowhere')).toEqual([]);
  });

  it('an answer that came too late for whoever looked is at hand for the next one, and for a rule', async () => {
    vi.useFakeTimers();
    try {
      const { answer, listing } = late();
      const sh = answering('sh', [listing]);
      const cache = createClusterCache([answering('hz', [[named('a', 'hz')]]).ocp, sh.ocp], clock);
      const looked = cache.fresh();
      const ruled = cache.real();
      await vi.advanceTimersByTimeAsync(5_999);
      await vi.advanceTimersByTimeAsync(1);
      expect(await looked).toEqual([
        { ocp: 'hz', clusters: [named('a', 'hz')] },
        { ocp: 'sh', unreadable: 'It has not answered within 6 s.' },
      ]);
      answer([named('b', 'sh')]);
      expect(await ruled).toEqual([
        { ocp: 'hz', clusters: [named('a', 'hz')] },
        { ocp: 'sh', clusters: [named('b', 'sh')] },
      ]);
      expect(cache.cached()).toEqual(await ruled);
      expect(sh.calls()).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('one that does not answer is not asked anew at every letter that somebody types', async () => {
    const at = { now: START };
    const sh = answering('sh', [never, never, never]);
    const cache = createClusterCache([sh.ocp], { now: () => new Date(at.now) });
    for (let letters = 0; letters < 10; letters += 1) {
      cache.cached();
      at.now += 1_500;
    }
    expect(sh.calls()).toBe(1);
    at.now += 20_000;
    cache.cached();
    expect(sh.calls()).toBe(2);
  });
});
