/** What is measured of a journal holds nothing up and fails nothing. */
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/monitor/metrics.ts';
import { observedJournal } from '../../src/monitor/observed-journal.ts';
import type { Journal } from '../../src/workflow/ports.ts';
import { minute, requested } from '../journal/sample-events.ts';
import { memoryJournal } from '../memory-journal.ts';
import { waitUntil } from '../wait-until.ts';

const ID = 'MO-AAAAAA';
const LAG = 'moveout_publish_lag_seconds';
const silent = () => undefined;

/** A journal with a request of one event, watched; and the lines of its metrics. */
async function watched(change: Partial<Journal>) {
  const journal = memoryJournal();
  await journal.open(ID, [requested()]);
  const metrics = createMetrics();
  const observed = observedJournal(
    { ...journal, ...change },
    {
      metrics,
      log: { debug: silent, info: silent, warn: silent, error: silent },
      clock: { now: () => new Date(minute(1)) },
    },
  );
  const measured = async () => (await metrics.registry.metrics()).split('\n');
  return { observed, journal, measured };
}

it('measures how long an event waited until Slack was told', async () => {
  const { observed, measured } = await watched({});
  await observed.saveCursor(ID, { toldSeq: 1 });
  await waitUntil(
    async () => ((await measured()).includes(`${LAG}_count 1`) ? true : undefined),
    () => 'It was never measured.',
  );
  expect(await measured()).toContain(`${LAG}_sum 60`);
});

it.each<[string, Partial<Journal>]>([
  ['the cursor before cannot be read', { cursor: () => Promise.reject(new Error('It cannot be read.')) }],
  ['the reading of the cursor before hangs', { cursor: () => new Promise(() => undefined) }],
  ['the events cannot be read', { read: () => Promise.reject(new Error('It cannot be read.')) }],
])('a cursor is saved, and nothing is measured, when %s', async (_what, change) => {
  const { observed, journal, measured } = await watched(change);
  await observed.saveCursor(ID, { toldSeq: 1 });
  expect(await journal.cursor(ID)).toEqual({ toldSeq: 1 });
  await setImmediate();
  expect(await measured()).toContain(`${LAG}_count 0`);
});
