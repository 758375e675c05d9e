/** What a scrape shows when something of it cannot be read. */
import { expect, it, onTestFinished } from 'vitest';
import { createMonitor } from '../../src/monitor/monitor.ts';
import type { Journal } from '../../src/workflow/ports.ts';
import { minute, requested } from '../journal/sample-events.ts';
import { memoryJournal } from '../memory-journal.ts';

const ID = 'MO-AAAAAA';
const silent = () => undefined;
const COUNTS = 'moveout_requests';
const AGE = 'moveout_oldest_unpublished_seconds';

/** Two scrapes, a minute after a request of which Slack was told nothing: the second shows what the first one left. */
async function scraped(change: Partial<Journal>): Promise<(name: string) => string[]> {
  const journal = memoryJournal();
  await journal.open(ID, [requested()]);
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const monitor = createMonitor({ log, clock: { now: () => new Date(minute(1)) } });
  const { url, close } = await monitor.serve(0, {
    journal: { ...journal, ...change },
    connections: () => 2,
    tokenFault: silent,
    probeStore: async () => undefined,
  });
  onTestFinished(close);
  await fetch(`${url}/metrics`);
  const response = await fetch(`${url}/metrics`);
  expect(response.status).toBe(200);
  const lines = (await response.text()).split('\n');
  return (name) => lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
}

it('shows how many requests there are of every status, none included, and how late Slack is told', async () => {
  const shown = await scraped({});
  expect(shown(COUNTS)).toContain(`${COUNTS}{status="awaiting approval"} 1`);
  expect(shown(COUNTS)).toContain(`${COUNTS}{status="scheduled"} 0`);
  expect(shown(AGE)).toEqual([`${AGE} 60`]);
});

const broken = () => Promise.reject(new Error('EIO'));
const hangs = () => new Promise<never>(() => undefined);

it.each<[string, Partial<Journal>, string[]]>([
  ['the requests cannot be read', { active: broken }, [COUNTS, AGE]],
  ['the reading of the requests hangs', { active: hangs }, [COUNTS, AGE]],
  ['it cannot be read what Slack was told', { cursor: broken }, [AGE]],
  ['the reading of what Slack was told hangs', { cursor: hangs }, [AGE]],
])('leaves out what is not known and shows the rest when %s', async (_what, change, unknown) => {
  const shown = await scraped(change);
  for (const name of [COUNTS, AGE, 'moveout_slack_connections', 'process_start_time_seconds'])
    expect(shown(name).length > 0, name).toBe(!unknown.includes(name));
});
