/** Moveout in a process of its own, with a stocked data directory, against a local Slack in another. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, startBot } from '../process/bot-process.ts';
import { startSlackProcess } from '../process/slack-process.ts';
import { writeInventory } from '../process/write-inventory.ts';
import { waitUntil } from '../wait-until.ts';
import { inventoryFor, stockActive, stockArchive } from './stock.ts';

export const PATIENT = { timeoutMs: 300_000 };

/** What lies in the data directory, and how many clusters the OCP has. */
export interface Stock {
  readonly inFlight: number;
  readonly ended: number;
  readonly clusters: number;
}

export interface Scene {
  readonly bot: BotProcess;
  /** The address of the local Slack's page. */
  readonly slackUrl: string;
  /** The address of Moveout's metrics. */
  readonly monitor: string;
  /** From the launch until Moveout was ready, in milliseconds. */
  readonly start: number;
}

/** Starts Moveout on the stock, waits until all of it that is in flight is running, and ends everything after `use`. */
export async function withMoveout<T>(
  { inFlight, ended, clusters }: Stock,
  use: (scene: Scene) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'moveout-crowd-'));
  const dataDir = join(folder, 'data');
  const inventory = inventoryFor(clusters);
  const slack = await startSlackProcess();
  let bot: BotProcess | undefined;
  try {
    await mkdir(dataDir, { mode: 0o700 });
    if (inFlight > 0) await stockActive(dataDir, inFlight, inventory);
    if (ended > 0) await stockArchive(dataDir, ended);
    const begun = performance.now();
    bot = startBot({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      MOVEOUT_INVENTORY: await writeInventory(folder, inventory),
      MOVEOUT_DATA_DIR: dataDir,
      // The tasks go on for longer than the measurement.
      MOVEOUT_OCP_PACE_MS: '60000',
      MOVEOUT_METRICS_PORT: '0',
    });
    await bot.says(/"message":"ready"/, PATIENT);
    const start = performance.now() - begun;
    const monitor = /"url":"([^"]+)"/.exec(bot.stderr())?.[1] ?? '';
    await waitUntil(
      async () => ((await running(monitor)) >= inFlight ? true : undefined),
      async () => `Of ${inFlight} requests only ${await running(monitor)} are running.`,
      PATIENT,
    );
    return await use({ bot, slackUrl: slack.url, monitor, start });
  } finally {
    bot?.kill('SIGKILL');
    slack.process.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Requests whose task is followed. */
function running(monitor: string): Promise<number> {
  return metric(monitor, 'moveout_requests{status="running"}');
}

/** A metric of Moveout as it is now; 0 while it has none of that name. */
export async function metric(monitor: string, name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', monitor))).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}
