/**
 * Forty kills, in two rounds side by side. `npm run chaos` makes as many as it is told. A machine that is too busy for them makes
 * fewer within the time, and every claim is checked all the same.
 */
import { it } from 'vitest';
import { runRound } from './round.ts';

const KILLING_MS = 90_000;

it.concurrent.for([7, 8])(
  'killed twenty times at moments drawn from seed %i: one move-out a request, and nothing lost',
  { timeout: 360_000 },
  async (seed, { expect }) => {
    const { kills, ends } = await runRound({ seed, kills: 20, until: Date.now() + KILLING_MS });
    expect(kills.length).toBeGreaterThan(0);
    expect(ends).toHaveLength(8);
  },
);
