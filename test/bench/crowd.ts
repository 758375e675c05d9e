/** Moveout with much to do and with a long past, beside one with neither: whether anything grows out of proportion. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askMoveOut } from '../ask-move-out.ts';
import { Person } from '../person.ts';
import { type BotProcess, startBot } from '../process/bot-process.ts';
import { startSlackProcess } from '../process/slack-process.ts';
import { writeInventory } from '../process/write-inventory.ts';
import { waitUntil } from '../wait-until.ts';
import { ackTimes, memoryOf, modalTimes, type Spread, spreadOf } from './measure.ts';
import { inventoryFor, stockActive, stockArchive } from './stock.ts';

const IN_FLIGHT = 200;
const ENDED = 10_000;
const COMMANDS = 200;
const MODALS = 30;
const REQUESTS = 5;
/** Where no card of a stocked request waits for its turn. */
const QUIET_CHANNEL = 'G0DBA';
/** The one that no stocked request is about. */
const LAST_CLUSTER = `cluster${IN_FLIGHT}`;
const PATIENT = { timeoutMs: 300_000 };

interface Load {
  readonly name: string;
  readonly inFlight: number;
  readonly ended: number;
}

interface Measured {
  readonly start: number;
  readonly memory: number;
  readonly helpAck: Spread;
  readonly statusAck: Spread;
  readonly modalAck: Spread;
  readonly modalFilled: Spread;
  /** Milliseconds, the mean. */
  readonly append: number;
}

const LOADS: readonly Load[] = [
  { name: 'nothing', inFlight: 0, ended: 0 },
  { name: `${IN_FLIGHT} in flight`, inFlight: IN_FLIGHT, ended: 0 },
  { name: `${ENDED} ended`, inFlight: 0, ended: ENDED },
];

/** Measures each load on a Slack and a data directory of its own, and prints them side by side. */
export async function benchCrowds(): Promise<void> {
  const measured: Measured[] = [];
  for (const load of LOADS) measured.push(await measure(load));
  const cell = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0)).padStart(13);
  const row = (what: string, of: (one: Measured) => number) =>
    `| ${what.padEnd(44)} |${measured.map((one) => `${cell(of(one))} |`).join('')}`;
  console.log(
    [
      '',
      `| ${'Moveout with'.padEnd(44)} |${LOADS.map(({ name }) => `${name.padStart(13)} |`).join('')}`,
      `| ${'-'.repeat(44)} |${LOADS.map(() => ` -----------: |`).join('')}`,
      row('start to ready, ms', ({ start }) => start),
      row('memory, MB', ({ memory }) => memory),
      row(`acknowledgement of /moveout help, median, ms`, ({ helpAck }) => helpAck.median),
      row('  p99', ({ helpAck }) => helpAck.p99),
      row('acknowledgement of /moveout status, median, ms', ({ statusAck }) => statusAck.median),
      row('  p99', ({ statusAck }) => statusAck.p99),
      row('acknowledgement of /moveout, median, ms', ({ modalAck }) => modalAck.median),
      row('command to filled modal, median, ms', ({ modalFilled }) => modalFilled.median),
      row('append to the journal, mean, ms', ({ append }) => append),
    ].join('\n'),
  );
}

async function measure({ inFlight, ended }: Load): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'moveout-crowd-'));
  const dataDir = join(folder, 'data');
  const inventory = inventoryFor(IN_FLIGHT + 1);
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
    return { start, ...(await measured(bot, new Person(slack.url, 'U0ADA'), monitor)) };
  } finally {
    bot?.kill('SIGKILL');
    slack.process.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(bot: BotProcess, person: Person, monitor: string): Promise<Omit<Measured, 'start'>> {
  await ackTimes(person, '/moveout help', 20);
  const helpAck = spreadOf(await ackTimes(person, '/moveout help', COMMANDS));
  const statusAck = spreadOf(await ackTimes(person, '/moveout status', COMMANDS));
  const modals = [];
  for (let count = 0; count < MODALS; count += 1) modals.push(await modalTimes(person, true));
  const append = await meanAppend(person, monitor);
  return {
    append,
    helpAck,
    statusAck,
    modalAck: spreadOf(modals.map(({ ack }) => ack)),
    modalFilled: spreadOf(modals.map(({ filled }) => filled)),
    memory: await memoryOf(bot.pid),
  };
}

/** Of the events of requests that one person makes and cancels, one after the other. */
async function meanAppend(person: Person, monitor: string): Promise<number> {
  const before = await appends(monitor);
  for (let count = 0; count < REQUESTS; count += 1) {
    const card = await askMoveOut(person, LAST_CLUSTER, { channel: QUIET_CHANNEL });
    await person.clickButton(card, 'Cancel');
    await waitUntil(
      async () =>
        (await metric(monitor, 'moveout_requests{status="awaiting approval"}')) === 0 ? true : undefined,
      () => 'The request was never cancelled.',
      PATIENT,
    );
  }
  const after = await appends(monitor);
  return ((after.seconds - before.seconds) / (after.count - before.count)) * 1_000;
}

async function appends(monitor: string): Promise<{ seconds: number; count: number }> {
  const value = (of: string) => metric(monitor, `moveout_journal_append_seconds_${of}{result="recorded"}`);
  return { seconds: await value('sum'), count: await value('count') };
}

/** Requests whose task is followed. */
function running(monitor: string): Promise<number> {
  return metric(monitor, 'moveout_requests{status="running"}');
}

async function metric(monitor: string, name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', monitor))).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}
