/** Forty kills, in two rounds side by side. `npm run chaos` makes as many as it is told. */
import { it } from 'vitest';
import { runRound } from './round.ts';

it.concurrent.for([7, 8])(
  'killed twenty times at moments drawn from seed %i: one move-out a request, and nothing lost',
  { timeout: 240_000 },
  async (seed, { expect }) => {
    const { kills } = await runRound({ seed, kills: 20 });
    expect(kills).toHaveLength(20);
  },
);
