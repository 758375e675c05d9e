/** When people are told that a step is tried again and again: not at once, since most faults pass. */
import type { World } from './world.ts';

/**
 * Since when (ISO 8601 UTC) the next step of a request could not be made, once that is long enough that people must be told; undefined
 * before. While Slack is away nobody could be told, and what waits for it goes on by itself when it is back. After a restart the time begins anew.
 */
export function inVainSince(
  { sightings, clock, pace, people }: Pick<World, 'sightings' | 'clock' | 'pace' | 'people'>,
  id: string,
  fault: unknown,
): string | undefined {
  if (people.isAway(fault)) return undefined;
  const since = sightings.get(id)?.fault?.since;
  if (since === undefined) return undefined;
  return clock.now().getTime() >= Date.parse(since) + pace.inVain ? since : undefined;
}
