/** Moveout with much to do and with a long past, beside one with neither: whether anything grows out of proportion. */
import { askMoveOut } from '../ask-move-out.ts';
import { Person } from '../person.ts';
import type { BotProcess } from '../process/bot-process.ts';
import { waitUntil } from '../wait-until.ts';
import { ackTimes, memoryOf, modalTimes, QUIET_CHANNEL, type Spread, spreadOf } from './measure.ts';
import { type Figures, outOfProportion } from './proportion.ts';
import { metric, PATIENT, withMoveout } from './scene.ts';

const IN_FLIGHT = 200;
const ENDED = 10_000;
const COMMANDS = 200;
const MODALS = 30;
const REQUESTS = 5;
/** The one that no stocked request is about. */
const LAST_CLUSTER = `cluster${IN_FLIGHT}`;

interface Load {
  readonly name: string;
  readonly inFlight: number;
  readonly ended: number;
}

interface Measured extends Figures {
  readonly modalFilled: Spread;
}

const LOADS: readonly Load[] = [
  { name: 'nothing', inFlight: 0, ended: 0 },
  { name: `${IN_FLIGHT} in flight`, inFlight: IN_FLIGHT, ended: 0 },
  { name: `${ENDED} ended`, inFlight: 0, ended: ENDED },
];

/** Measures each load on a Slack and a data directory of its own, and prints them side by side. Gives what is out of proportion, in sentences. */
export async function benchCrowds(): Promise<readonly string[]> {
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
  const [bare, ...loaded] = measured;
  if (bare === undefined) return [];
  return loaded.flatMap((one, index) => outOfProportion(bare, one, LOADS[index + 1]?.name ?? ''));
}

function measure({ inFlight, ended }: Load): Promise<Measured> {
  return withMoveout(
    { inFlight, ended, clusters: IN_FLIGHT + 1 },
    async ({ bot, slackUrl, monitor, start }) => ({
      start,
      ...(await measured(bot, new Person(slackUrl, 'U0ADA'), monitor)),
    }),
  );
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
