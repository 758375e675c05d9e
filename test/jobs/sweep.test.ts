import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startSweep } from '../../src/jobs/sweep.ts';
import { requested } from '../journal/sample-events.ts';
import { memoryJournal } from '../memory-journal.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-22T20:00:30Z') }));
afterEach(() => void vi.useRealTimers());

it('wakes every active request once a minute, until it is stopped', async () => {
  const journal = memoryJournal();
  await journal.open('MO-AAAAAA', [requested()]);
  const wakeAll = vi.fn();
  const onFault = vi.fn();
  const sweep = startSweep({ journal, wakeAll, onFault });
  await vi.advanceTimersByTimeAsync(31_000);
  expect(wakeAll.mock.calls).toEqual([[['MO-AAAAAA']]]);
  await journal.open('MO-BBBBBB', [requested({ name: 'cl2' })]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wakeAll).toHaveBeenLastCalledWith(['MO-AAAAAA', 'MO-BBBBBB']);
  await sweep.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(wakeAll).toHaveBeenCalledTimes(2);
  expect(onFault).not.toHaveBeenCalled();
});

it('goes on after a fault, which it tells', async () => {
  const journal = { active: vi.fn().mockRejectedValueOnce(new Error('no disk')).mockResolvedValue([]) };
  const wakeAll = vi.fn();
  const onFault = vi.fn();
  const sweep = startSweep({ journal, wakeAll, onFault });
  await vi.advanceTimersByTimeAsync(91_000);
  expect(onFault.mock.calls).toEqual([[new Error('no disk')]]);
  expect(wakeAll.mock.calls).toEqual([[[]]]);
  await sweep.stop();
});

it('leaves out a sweep while the one before still runs, and waits for that one when it stops', async () => {
  let finish: (() => void) | undefined;
  const journal = { active: vi.fn(() => new Promise<never[]>((resolve) => (finish = () => resolve([])))) };
  const wakeAll = vi.fn();
  const onFault = vi.fn();
  const sweep = startSweep({ journal, wakeAll, onFault });
  await vi.advanceTimersByTimeAsync(151_000);
  expect(journal.active).toHaveBeenCalledTimes(1);
  expect(onFault).toHaveBeenCalled();
  const stopped = vi.fn();
  const stopping = sweep.stop().then(stopped);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stopped).not.toHaveBeenCalled();
  finish?.();
  await stopping;
  expect(wakeAll).toHaveBeenCalledTimes(1);
});
