import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait at most, in milliseconds. */
export interface Patience {
  readonly timeoutMs?: number;
}

/**
 * Looks again and again until `look` finds something, and gives it back.
 * Throws an Error with what `explain` says when the time (20 s) is over.
 */
export async function waitUntil<Found>(
  look: () => Promise<Found | undefined> | Found | undefined,
  explain: () => Promise<string> | string,
  { timeoutMs = 20_000 }: Patience = {},
): Promise<Found> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(await explain());
    await sleep(50);
  }
}
