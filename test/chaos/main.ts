/**
 * `npm run chaos -- [--kills N] [--seed S] [--minutes M] [--mode sockets|requests]`: kills the bot N times (40) at moments drawn from the seed, and
 * checks what is claimed of crashes. Slack reaches it over its sockets, unless told: `requests` is without Socket Mode. After M minutes no further kill is made. Ends with 1 at
 * the first claim that does not hold.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { report } from './report.ts';
import { type RoundResult, runRound } from './round.ts';
import { messageOf } from './violation.ts';

/** More kills are made in several rounds, each with a Slack, an OCP and a data directory of its own. */
const KILLS_A_ROUND = 50;

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string' },
    mode: { type: 'string' },
  },
});
const kills = whole('kills', values.kills, 40);
const seed = whole('seed', values.seed, randomInt(1_000_000));
const minutes = values.minutes === undefined ? undefined : whole('minutes', values.minutes, 0);
const { mode = 'sockets' } = values;
if (mode !== 'sockets' && mode !== 'requests') {
  console.error(`--mode must be sockets or requests, not ${mode}.`);
  process.exit(2);
}
const until = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;

function whole(name: string, text: string | undefined, usual: number): number {
  const number = Number(text ?? usual);
  if (Number.isInteger(number) && number >= 0) return number;
  console.error(`--${name} must be a whole number, not ${text}.`);
  process.exit(2);
}

const rounds: RoundResult[] = [];
console.log(`Seed ${seed}, ${kills} kills, ${mode}.`);
try {
  for (let left = kills; left > 0 && Date.now() < until; left -= KILLS_A_ROUND) {
    const own = seed + rounds.length;
    const result = await runRound({ seed: own, mode, kills: Math.min(left, KILLS_A_ROUND), until });
    rounds.push(result);
    console.log(`Round ${rounds.length} (seed ${own}): ${result.kills.length} kills, every claim held.`);
  }
  console.log(`\n${report(rounds)}\nSeed ${seed}. Every claim held.`);
} catch (error) {
  console.error(`\nA claim did not hold: ${messageOf(error)}`);
  process.exitCode = 1;
}
