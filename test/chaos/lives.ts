/** The lives of the bot: it is started, watched, killed at a moment that was drawn, and started again at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BotProcess } from '../process/bot-process.ts';
import type { Moment } from './moments.ts';
import type { Sight, Watch } from './sight.ts';
import { claim, messageOf, Violation } from './violation.ts';

/** A kill, with the time in milliseconds since the epoch. */
export interface Kill {
  readonly at: number;
  readonly what: string;
  readonly phase: Sight['phase'] | undefined;
}

/** How long a start took, in milliseconds: to the first call that was seen of it, and until the bot was ready. */
export interface Start {
  readonly toFirstCall: number;
  readonly toReady: number;
}

export interface Lives {
  readonly watch: Watch;
  readonly kills: readonly Kill[];
  /** Every start but those that were killed in it. */
  readonly starts: readonly Start[];
  /** One life, from the start to the kill. Throws {@link Violation} when the bot ends by itself or does not start. */
  live(moment: Moment): Promise<void>;
  /** A life that nobody ends but {@link stop}; ready when it resolves. */
  liveOn(): Promise<void>;
  /** Stops the bot in good order. */
  stop(): Promise<void>;
  /** Kills whatever runs. */
  end(): void;
}

/** A drawn moment that does not come is waited for so long; then the bot is killed all the same. */
const PATIENCE_MS = 4_000;
const START_MS = 60_000;

interface Armed {
  readonly sights: readonly Sight[];
  readonly struck: () => void;
}

/** `launch` starts the bot; `bury` is given what a life has written. */
export function createLives(
  launch: () => BotProcess,
  bury: (life: number, written: string) => Promise<void>,
): Lives {
  const kills: Kill[] = [];
  const starts: Start[] = [];
  let begunAt = 0;
  let firstCallAt: number | undefined;
  let life = 0;
  let bot: BotProcess | undefined;
  let armed: Armed | undefined;
  let isStopping = false;

  async function watch(sight: Sight): Promise<boolean> {
    const { what, phase } = sight;
    if (phase === 'arrives') firstCallAt ??= performance.now();
    if (!armed?.sights.some((wanted) => wanted.what === what && wanted.phase === phase)) return false;
    const { struck } = armed;
    armed = undefined;
    await strike(what, phase);
    struck();
    return true;
  }

  async function strike(what: string, phase?: Sight['phase']): Promise<void> {
    isStopping = true;
    kills.push({ at: Date.now(), what, phase });
    bot?.kill('SIGKILL');
    await bot?.exited;
  }

  function begin(): { process: BotProcess; ended: Promise<never> } {
    life += 1;
    isStopping = false;
    firstCallAt = undefined;
    begunAt = performance.now();
    const process = launch();
    bot = process;
    const number = life;
    const ended = process.exited.then(async ({ code }): Promise<never> => {
      await bury(number, process.stderr());
      if (isStopping) return new Promise(() => undefined);
      throw new Violation(`The bot ended by itself in life ${number} (code ${code}): ${lastLine(process)}`);
    });
    ended.catch(() => undefined);
    return { process, ended };
  }

  async function ready(process: BotProcess, ended: Promise<never>): Promise<void> {
    const says = process.says(/"message":"ready"/, { timeoutMs: START_MS }).catch(async (error: unknown) => {
      await Promise.race([ended, sleep(100)]);
      throw new Violation(`The bot did not start in life ${life}: ${messageOf(error)}`);
    });
    await Promise.race([says, ended]);
    const now = performance.now();
    starts.push({ toFirstCall: (firstCallAt ?? now) - begunAt, toReady: now - begunAt });
  }

  async function live(moment: Moment): Promise<void> {
    const { process, ended } = begin();
    if (moment.kind === 'in the start') {
      await Promise.race([sleep(moment.afterMs), ended]);
      return strike('in the start');
    }
    const early = moment.kind === 'named' && moment.pause === undefined ? arm(moment.sights) : never();
    const up = ready(process, ended).then(() => 'up' as const);
    if ((await Promise.race([up, early, ended])) !== 'up') return;
    if (moment.pause !== undefined) await Promise.race([sleep(moment.pause), ended]);
    if (moment.kind === 'any') return strike('any moment');
    const struck = moment.pause === undefined ? early : arm(moment.sights);
    const late = sleep(PATIENCE_MS).then(() => 'late' as const);
    if ((await Promise.race([struck, late, ended])) !== 'late') return;
    // It may be about to die of what it was seen at.
    if (armed === undefined) return struck;
    armed = undefined;
    await strike('any moment (what was looked out for did not come)');
  }

  /** Resolves when the bot was killed at one of the sights. */
  function arm(sights: readonly Sight[]): Promise<void> {
    return new Promise((struck) => {
      armed = { sights, struck };
    });
  }

  return {
    watch,
    kills,
    starts,
    live,
    liveOn: async () => {
      const { process, ended } = begin();
      await ready(process, ended);
    },
    stop: async () => {
      isStopping = true;
      bot?.kill('SIGTERM');
      const outcome = await bot?.exited;
      claim(outcome?.code === 0, `The bot did not stop in good order (code ${outcome?.code}).`);
    },
    end: () => {
      isStopping = true;
      bot?.kill('SIGKILL');
    },
  };
}

function never(): Promise<void> {
  return new Promise(() => undefined);
}

function lastLine(process: BotProcess): string {
  return process.stderr().trim().split('\n').at(-1) ?? '';
}
