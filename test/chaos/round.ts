/** One round: a new Slack, a new OCP and a new data directory, a number of kills, the end of every run, and all claims checked. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { randomFrom } from '../random.ts';
import { waitUntil } from '../wait-until.ts';
import { checkRound, type Findings } from './check-round.ts';
import { type Errand, runErrand } from './errand.ts';
import type { Kill, Start } from './lives.ts';
import { drawMoment } from './moments.ts';
import { type Mode, openScene, type Scene } from './scene.ts';
import { drawStories } from './stories.ts';
import { openTown, type Town } from './town.ts';
import { messageOf, Violation } from './violation.ts';

export interface RoundOptions {
  readonly seed: number;
  readonly kills: number;
  readonly mode: Mode;
  /** After this time (milliseconds since the epoch) no further kill is made. */
  readonly until?: number;
}

export interface RoundResult extends Findings {
  readonly kills: readonly Kill[];
  readonly starts: readonly Start[];
}

/** Requests that are made before the first kill; later ones follow with the kills. */
const AT_ONCE = 4;
const KILLS_PER_REQUEST = 2.5;
/** After the last kill every run must end within this time: the longest wait of the bot is half a minute. */
const TAIL_MS = 180_000;

/**
 * Throws {@link Violation} at the first claim that does not hold, with the folder in which the logs, the journal and the calls are
 * kept. When all hold, nothing is left.
 */
export async function runRound(options: RoundOptions): Promise<RoundResult> {
  const folder = await mkdtemp(join(tmpdir(), 'moveout-chaos-'));
  try {
    const result = await round(options, folder);
    await rm(folder, { recursive: true, force: true });
    return result;
  } catch (error) {
    await writeFile(join(folder, 'fault.txt'), error instanceof Error ? (error.stack ?? '') : String(error));
    throw new Violation(
      `${messageOf(error)}\nSeed ${options.seed}; again with: npm run chaos -- --seed ${options.seed} --kills ${options.kills} --mode ${options.mode}\n` +
        `Logs, journal and calls: ${folder}`,
      { cause: error },
    );
  }
}

async function round({ seed, kills, mode, until = Number.POSITIVE_INFINITY }: RoundOptions, folder: string) {
  const random = randomFrom(seed);
  const stories = drawStories(random, Math.max(AT_ONCE, Math.ceil(kills / KILLS_PER_REQUEST)));
  const errands = stories.map((story): Errand => ({ story, accepted: [], troubles: [] }));
  const scene = await openScene(folder, stories, mode);
  const { lives } = scene;
  try {
    const people = openPeople(openTown(scene.slackUrl), errands);
    people.begin(AT_ONCE);
    for (let killed = 0; killed < kills && Date.now() < until && !people.hasFailed(); killed += 1) {
      scene.watchFolders();
      people.begin(AT_ONCE + Math.floor(killed / KILLS_PER_REQUEST));
      await lives.live(drawMoment(random));
    }
    people.begin(errands.length);
    await lives.liveOn();
    await people.end();
    await untilAllIsTold(scene);
    await lives.stop();
    await scene.stopOcp();
    const findings = await checkRound(scene, errands);
    return { ...findings, kills: lives.kills, starts: lives.starts };
  } finally {
    const { kills: done, starts } = lives;
    const record = { seed, kills: done, starts, errands, slack: scene.slackCalls, ocp: scene.ocpCalls };
    await writeFile(join(folder, 'record.json'), JSON.stringify(record, undefined, 1));
    await scene.close();
  }
}

/** Errands that go on beside the kills; a fault of one is kept until the end is asked for. */
function openPeople(town: Town, errands: readonly Errand[]) {
  const running: Promise<void>[] = [];
  const faults: unknown[] = [];
  let over = Number.POSITIVE_INFINITY;
  return {
    /** Sees to it that the first `count` errands have begun. */
    begin(count: number): void {
      for (const errand of errands.slice(running.length, count))
        running.push(
          runErrand(errand, town, () => Date.now() > over).catch((error: unknown) => {
            faults.push(error);
          }),
        );
    },
    hasFailed: () => faults.length > 0,
    async end(): Promise<void> {
      over = Date.now() + TAIL_MS;
      await Promise.all(running);
      if (faults.length > 0) throw faults[0];
    },
  };
}

const stored = z.object({ events: z.array(z.unknown()), cursor: z.object({ toldSeq: z.number() }) });

/** Slack is told at the pace that it allows: what many short lives left behind takes minutes. */
async function untilAllIsTold({ dataDir }: Scene): Promise<void> {
  let owing: readonly string[] = [];
  await waitUntil(
    async () => {
      owing = await untold(join(dataDir, 'active'));
      return owing.length === 0 ? true : undefined;
    },
    () => `Slack was never told everything of ${owing.join(', ')}.`,
    { timeoutMs: 180_000 },
  );
}

async function untold(active: string): Promise<readonly string[]> {
  const owing: string[] = [];
  for (const name of (await readdir(active)).filter((each) => each.endsWith('.json'))) {
    const text = await readFile(join(active, name), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { events, cursor } = stored.parse(JSON.parse(text));
    if (cursor.toldSeq < events.length) owing.push(name);
  }
  return owing;
}
