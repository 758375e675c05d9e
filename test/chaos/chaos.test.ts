/**
 * Forty kills, in two rounds side by side: one with Slack's sockets, one without Socket Mode. `npm run chaos` makes as many as it is told. A machine that cannot make them within four
 * minutes fails here: then nothing was proved. The stories of the two seeds have every end among them.
 */
import { it } from 'vitest';
import { runRound } from './round.ts';

const KILLING_MS = 240_000;

it.concurrent.for([
  [14, 'sockets'],
  [15, 'requests'],
] as const)(
  'killed twenty times at moments drawn from seed %i over %s: one move-out a request, and nothing lost',
  { timeout: 480_000 },
  async ([seed, mode], { expect }) => {
    const { kills, ends } = await runRound({ seed, mode, kills: 20, until: Date.now() + KILLING_MS });
    expect(kills.length).toBeGreaterThanOrEqual(20);
    expect(ends).toHaveLength(8);
  },
);
