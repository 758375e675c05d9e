/**
 * `npm run bench`: Moveout side by side with a bare Bolt app, against the same local Slack on the same machine. The local Slack
 * and each bot have a process of their own; the two bots run one after the other, since one command goes to one bot. It ends with 1, and a
 * sentence, when Moveout with much to do or a long past is out of proportion.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Encrypter } from 'age-encryption';
import { z } from 'zod';
import { askMoveOut, KEY } from '../ask-move-out.ts';
import { Person } from '../person.ts';
import { type BotProcess, startBot, watched } from '../process/bot-process.ts';
import { type SlackAccess, startSlackProcess } from '../process/slack-process.ts';
import { writeInventory } from '../process/write-inventory.ts';
import { benchAnswers } from './answers.ts';
import { benchCrowds } from './crowd.ts';
import { ackTime, ackTimes, memoryOf, modalTimes, type Spread, spreadOf } from './measure.ts';

const COMMANDS = 500;
const MODALS = 500;
const WARM_UP = 20;
const STARTS = 3;
const PATIENT = { timeoutMs: 60_000 };

interface Measured {
  readonly start: number;
  readonly helpAck: Spread;
  readonly modalAck: Spread;
  readonly loading: Spread;
  readonly filled: Spread;
  readonly memory: number;
  readonly memoryAfter: number;
}

type Launch = () => BotProcess;

async function started(launch: Launch): Promise<{ bot: BotProcess; ms: number }> {
  const begun = performance.now();
  const bot = launch();
  await bot.says(/"message":"ready"/, PATIENT);
  return { bot, ms: performance.now() - begun };
}

async function stopped(bot: BotProcess): Promise<void> {
  bot.kill('SIGTERM');
  await bot.exited;
}

async function measure(launch: Launch, person: Person, fills: boolean): Promise<[Measured, BotProcess]> {
  const starts: number[] = [];
  for (let count = 1; count < STARTS; count += 1) {
    const { bot, ms } = await started(launch);
    starts.push(ms);
    await stopped(bot);
  }
  const { bot, ms } = await started(launch);
  const memory = await memoryOf(bot.pid);
  await ackTimes(person, '/moveout help', WARM_UP);
  const helpAck = spreadOf(await ackTimes(person, '/moveout help', COMMANDS));
  const modals = [];
  for (let count = 0; count < MODALS; count += 1) modals.push(await modalTimes(person, fills));
  const measured = {
    start: spreadOf([...starts, ms]).median,
    helpAck,
    modalAck: spreadOf(modals.map((modal) => modal.ack)),
    loading: spreadOf(modals.map((modal) => modal.loading)),
    filled: spreadOf(modals.map((modal) => modal.filled)),
    memory,
    memoryAfter: await memoryOf(bot.pid),
  };
  return [measured, bot];
}

const journal = z.object({ events: z.array(z.object({ type: z.string(), at: z.string() })) });

/** One run up to its credential file, at the work factor for people: how long the export took, and the acks meanwhile. */
async function measureExport(
  bot: BotProcess,
  { slack, dataDir }: { readonly slack: SlackAccess; readonly dataDir: string },
): Promise<{ readonly ms: number; readonly acks: Spread; readonly memory: number }> {
  const ada = new Person(slack.url, 'U0ADA');
  const card = await askMoveOut(ada, 'payments');
  await new Person(slack.url, 'U0GRACE').clickButton(card, 'Approve');
  const acks: number[] = [];
  let memory = 0;
  for (;;) {
    acks.push(await ackTime(ada, '/moveout help'));
    memory = Math.max(memory, await memoryOf(bot.pid));
    const [file = ''] = await readdir(join(dataDir, 'active'));
    const { events } = journal.parse(JSON.parse(await readFile(join(dataDir, 'active', file), 'utf8')));
    const time = (type: string) => Date.parse(events.find((event) => event.type === type)?.at ?? '');
    const ms = time('exported') - time('rechecked');
    if (!Number.isNaN(ms)) return { ms, acks: spreadOf(acks), memory };
  }
}

/** The same encryption by itself, in this process. */
async function bareExport(): Promise<number> {
  const begun = performance.now();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(KEY);
  encrypter.setScryptWorkFactor(18);
  await encrypter.encrypt('x'.repeat(1_000));
  return performance.now() - begun;
}

function row(what: string, unit: string, bare: number, ours: number): string {
  const cell = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ${unit}`.padStart(12);
  return `| ${what.padEnd(44)} |${cell(bare)} |${cell(ours)} |${`${(ours / bare).toFixed(2)} x`.padStart(10)} |`;
}

function print(
  bare: Measured,
  ours: Measured,
  file: Awaited<ReturnType<typeof measureExport>>,
  alone: number,
) {
  const spreads = [
    [`acknowledgement of /moveout help (${COMMANDS})`, bare.helpAck, ours.helpAck],
    [`acknowledgement of /moveout (${MODALS})`, bare.modalAck, ours.modalAck],
    ['command to loading view', bare.loading, ours.loading],
  ] as const;
  console.log(
    [
      `| ${''.padEnd(44)} |   bare Bolt |     Moveout |     ratio |`,
      `| ${'-'.repeat(44)} | ----------: | ----------: | --------: |`,
      ...spreads.flatMap(([what, some, others]) => [
        row(`${what}, median`, 'ms', some.median, others.median),
        row('  p99', 'ms', some.p99, others.p99),
      ]),
      row('start to ready', 'ms', bare.start, ours.start),
      row('memory when ready', 'MB', bare.memory, ours.memory),
      row('memory after the commands', 'MB', bare.memoryAfter, ours.memoryAfter),
      row('one export at work factor 18 (bare: age alone)', 'ms', alone, file.ms),
      '',
      `Moveout alone: command to filled modal ${ours.filled.median.toFixed(0)} ms (p99 ${ours.filled.p99.toFixed(0)} ms); ` +
        `during the export: acknowledgement ${file.acks.median.toFixed(2)} ms (p99 ${file.acks.p99.toFixed(2)} ms), ` +
        `memory up to ${file.memory.toFixed(0)} MB.`,
    ].join('\n'),
  );
}

async function bench(): Promise<void> {
  const slack = await startSlackProcess();
  const folder = await mkdtemp(join(tmpdir(), 'moveout-bench-'));
  const bots: BotProcess[] = [];
  const kept = (bot: BotProcess): BotProcess => {
    bots.push(bot);
    return bot;
  };
  try {
    const dataDir = join(folder, 'data');
    const access = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    };
    const moveout = {
      ...access,
      MOVEOUT_INVENTORY: await writeInventory(folder),
      MOVEOUT_DATA_DIR: dataDir,
      MOVEOUT_OCP_PACE_MS: '10',
    };
    const ada = new Person(slack.url, 'U0ADA');
    const [bare, bareBot] = await measure(() => kept(startBare(access)), ada, false);
    await stopped(bareBot);
    const [ours, bot] = await measure(() => kept(startBot(moveout)), ada, true);
    const file = await measureExport(bot, { slack, dataDir });
    await stopped(bot);
    print(bare, ours, file, await bareExport());
  } finally {
    for (const bot of bots) bot.kill('SIGKILL');
    slack.process.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

function startBare(env: Readonly<Record<string, string>>): BotProcess {
  const script = fileURLToPath(new URL('bare-bot.mjs', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watched(child);
}

await bench();
const wrong = await benchCrowds();
await benchAnswers();
if (wrong.length > 0) {
  console.error(['', ...wrong].join('\n'));
  process.exitCode = 1;
}
