import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLanes, type Lanes } from '../../src/jobs/lanes.ts';
import { systemTimers } from '../../src/timers.ts';

type Pass = () => Promise<Date | undefined>;

/** What happened, in order, as `advance A`; a pass that fails or ends is written as `fault advance A`, `end advance A`. */
let seen: string[];
/** Of each fault, how many times in a row the pass has failed like that. */
let faults: number[];
/** What passes do; without an entry they end at once with nothing due. */
let passes: Map<string, Pass>;
let lanes: Lanes;
let cleanUp: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T20:00:00Z') });
  seen = [];
  faults = [];
  passes = new Map();
  cleanUp = [];
  const pass = (lane: string) => async (id: string) => {
    const name = `${lane} ${id}`;
    seen.push(name);
    const due = await passes.get(name)?.();
    seen.push(`end ${name}`);
    return due;
  };
  lanes = createLanes({
    advance: pass('advance'),
    publish: pass('publish'),
    clock: { now: () => new Date() },
    timers: systemTimers,
    onFault: (lane, id, error, times) => {
      seen.push(`fault ${lane} ${id}: ${error instanceof Error && error.message}`);
      faults.push(times);
    },
  });
});

afterEach(async () => {
  const stopping = lanes.stop();
  for (const each of cleanUp) each();
  await stopping;
  vi.useRealTimers();
});

function count(name: string): number {
  return seen.filter((each) => each === name).length;
}

/** Passes that wait until they are let go, or are made to fail, one after the other. */
function held(name: string): { letGo(): Promise<void>; letFail(): Promise<void> } {
  const waiting: ((error?: Error) => void)[] = [];
  const begin: Pass = () =>
    new Promise((resolve, reject) => waiting.push((error) => (error ? reject(error) : resolve(undefined))));
  passes.set(name, begin);
  cleanUp.push(() => {
    for (const end of waiting) end();
  });
  return {
    async letGo() {
      waiting.shift()?.();
      await settle();
    },
    async letFail() {
      waiting.shift()?.(new Error('no disk'));
      await settle();
    },
  };
}

/** Lets everything happen that waits for no timer. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

function failing(name: string, times: number): void {
  let left = times;
  passes.set(name, async () => {
    if (left-- > 0) throw new Error('no disk');
    return undefined;
  });
}

describe('a wake', () => {
  it('causes a pass of both lanes, and not inside the caller', async () => {
    lanes.wake('A');
    expect(seen).toEqual([]);
    await lanes.idle();
    expect(seen.slice(0, 2)).toEqual(['advance A', 'publish A']);
  });

  it('for Slack alone causes a pass of that lane', async () => {
    lanes.publish('A');
    await lanes.idle();
    expect(seen).toEqual(['publish A', 'end publish A']);
  });

  it('causes one pass however often it comes before the pass has begun', async () => {
    for (let n = 0; n < 5; n++) lanes.wake('A');
    await lanes.idle();
    expect(count('advance A')).toBe(1);
  });

  it('during a pass causes exactly one more, however often it comes, and never two at a time', async () => {
    const advance = held('advance A');
    lanes.wake('A');
    await settle();
    for (let n = 0; n < 5; n++) lanes.wake('A');
    await settle();
    expect(count('advance A')).toBe(1);
    await advance.letGo();
    expect(count('advance A')).toBe(2);
    await advance.letGo();
    expect([count('advance A'), count('end advance A')]).toEqual([2, 2]);
  });

  it('of a request waits for no other request', async () => {
    held('advance A');
    lanes.wakeAll(['A', 'B']);
    await settle();
    expect(seen).toContain('end advance B');
    expect(seen).not.toContain('end advance A');
  });
});

describe('a pass of advance', () => {
  it('causes one of publish, so that Slack hears of what it recorded', async () => {
    const advance = held('advance A');
    lanes.wake('A');
    await settle();
    expect(count('end publish A')).toBe(1);
    await advance.letGo();
    expect(count('end publish A')).toBe(2);
  });

  it('causes one of publish also when it failed, for it may have recorded something before', async () => {
    const advance = held('advance A');
    lanes.wake('A');
    await settle();
    seen = [];
    await advance.letFail();
    expect(seen.sort()).toEqual(['end publish A', 'fault advance A: no disk', 'publish A']);
  });

  it('does not wait for publish, nor publish for it', async () => {
    held('publish A');
    lanes.wake('A');
    await settle();
    lanes.wake('A');
    await settle();
    expect(count('end advance A')).toBe(2);
    expect(count('publish A')).toBe(1);
  });
});

describe('a pass that throws', () => {
  it('is told, and made again after 1, 2, 4, ... 60, 60 seconds, in its lane alone', async () => {
    failing('publish A', 9);
    lanes.publish('A');
    await settle();
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const before = count('publish A');
      await vi.advanceTimersByTimeAsync(seconds * 1_000 - 1);
      expect(count('publish A')).toBe(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(count('publish A')).toBe(before + 1);
    }
    expect(faults).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(count('advance A')).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count('end publish A')).toBe(1);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(count('publish A')).toBe(10);
  });

  it('is made again at once when the request is woken', async () => {
    failing('publish A', 3);
    lanes.publish('A');
    await settle();
    lanes.publish('A');
    await settle();
    expect(count('publish A')).toBe(2);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(count('publish A')).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(count('publish A')).toBe(3);
  });

  it('begins with 1 second again after a pass that went well', async () => {
    const later = new Date(Date.now() + 10_000);
    const due = [undefined, undefined, later, undefined];
    passes.set('publish A', async () => {
      const answer = due.shift();
      if (answer === undefined) throw new Error('no disk');
      return answer;
    });
    lanes.publish('A');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count('publish A')).toBe(4);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(count('publish A')).toBe(5);
  });

  it('is counted anew when it fails in another way, or after it went well', async () => {
    const ends = ['no disk', 'no disk', 'no Slack', '', 'no Slack', 'no Slack'];
    passes.set('publish A', async () => {
      const end = ends.shift();
      if (end) throw new Error(end);
      return end === '' ? new Date() : undefined;
    });
    lanes.publish('A');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(faults).toEqual([1, 2, 1, 1, 2]);
  });

  it('before its first await is a fault like any other', async () => {
    const onFault = vi.fn();
    const broken = createLanes({
      advance: () => {
        throw new Error('at once');
      },
      publish: async () => undefined,
      clock: { now: () => new Date() },
      timers: systemTimers,
      onFault,
    });
    broken.wake('A');
    await broken.idle();
    expect(onFault).toHaveBeenCalledWith('advance', 'A', new Error('at once'), 1);
    await broken.stop();
  });
});

describe('a pass that says when it is due again', () => {
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

  it.each([
    ['in five minutes', 5],
    ['in three months, longer than any timer', 3 * 30 * 24 * 60],
  ])('is made then: %s', async (_case, minutes) => {
    const due = inMinutes(minutes);
    passes.set('advance A', async () => (Date.now() < due.getTime() ? due : undefined));
    lanes.wake('A');
    await vi.advanceTimersByTimeAsync(minutes * 60_000 - 1);
    expect(count('advance A')).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(count('advance A')).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count('advance A')).toBe(2);
  });

  it('is made soon when that moment is past', async () => {
    const due = inMinutes(-5);
    passes.set('advance A', async () => (count('advance A') < 3 ? due : undefined));
    lanes.wake('A');
    await vi.advanceTimersByTimeAsync(10);
    expect(count('advance A')).toBe(3);
  });

  it('forgets that when it is woken and nothing is due any more', async () => {
    const due = inMinutes(5);
    passes.set('advance A', async () => (count('advance A') === 1 ? due : undefined));
    lanes.wake('A');
    await settle();
    lanes.wake('A');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(count('advance A')).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is made when as much time went by, and again when it is due, where the clock was set back meanwhile', async () => {
    const due = inMinutes(5);
    passes.set('advance A', async () => (Date.now() < due.getTime() ? due : undefined));
    lanes.wake('A');
    await settle();
    vi.setSystemTime(Date.now() - 60_000);
    await vi.advanceTimersByTimeAsync(5 * 60_000 - 1);
    expect(count('advance A')).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(count('advance A')).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count('advance A')).toBe(3);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(count('advance A')).toBe(3);
  });

  it('every second, is made every second, also where the clock is set back by eight hours', async () => {
    passes.set('advance A', async () => new Date(Date.now() + 1_000));
    lanes.wake('A');
    await vi.advanceTimersByTimeAsync(10_500);
    expect(count('advance A')).toBe(11);
    vi.setSystemTime(Date.now() - 8 * 3_600_000);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count('advance A')).toBe(21);
  });
});

describe('the lanes stop', () => {
  it('when the passes under way have ended, with no further pass and no timer left', async () => {
    const advance = held('advance A');
    failing('publish B', 1);
    passes.set('publish C', async () => new Date(Date.now() + 1_000));
    lanes.wake('A');
    lanes.publish('B');
    lanes.publish('C');
    await settle();
    lanes.wake('A');
    const stopped = vi.fn();
    const stopping = lanes.stop().then(stopped);
    lanes.wake('D');
    await settle();
    expect(stopped).not.toHaveBeenCalled();
    await advance.letGo();
    await stopping;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(count('advance A')).toBe(1);
    expect(count('advance D') + count('publish D')).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('before a pass that was asked for but has not begun', async () => {
    lanes.wake('A');
    await lanes.stop();
    expect(seen).toEqual([]);
  });
});
