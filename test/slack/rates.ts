import type { LoggedCall } from '../../src/sandbox/page/protocol.ts';

/** The most calls that any window of that length holds, in milliseconds. */
function worstWindow(calls: readonly LoggedCall[], windowMs: number): number {
  let first = 0;
  let worst = 0;
  for (const [last, { at }] of calls.entries()) {
    while (at - (calls[first]?.at ?? at) >= windowMs) first += 1;
    worst = Math.max(worst, last - first + 1);
  }
  return worst;
}

/** The worst windows of the calls of a method, each channel by itself. */
export function worstByChannel(calls: readonly LoggedCall[], method: string, windowMs: number): number {
  const ours = calls.filter((call) => call.method === method);
  const channels = new Set(ours.map(({ args }) => args.channel));
  const worst = [...channels].map((channel) =>
    worstWindow(
      ours.filter(({ args }) => args.channel === channel),
      windowMs,
    ),
  );
  return Math.max(0, ...worst);
}

/** The worst window of the calls of a method, over all channels. */
export function worstOverall(calls: readonly LoggedCall[], method: string, windowMs: number): number {
  return worstWindow(
    calls.filter((call) => call.method === method),
    windowMs,
  );
}
