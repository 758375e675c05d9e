/** What becomes of each request, drawn from a seed, and the inventory in which it can become so. */
import type { Inventory } from '../../src/ocp/embedded/inventory.ts';
import { inventoryOf } from '../e2e/inventory-of.ts';

/**
 * `given up` is a task that failed and stays so. `withdrawn` is approved for a start in two days; who approved takes that back, and its requester cancels.
 * `retried` and `skipped` lead to a completed move-out, too, past a task that failed; so do `scheduled`, at the next minute, and the two that are
 * asked for in two days: `started now` by its requester, and `moved` by its requester to as soon as it is approved, which takes another approval.
 */
export type End =
  | ('completed' | 'scheduled' | 'started now' | 'moved' | 'retried' | 'skipped')
  | ('rolled back' | 'given up' | 'rejected' | 'cancelled' | 'withdrawn');

export interface Story {
  /** `name:obClusterId`. */
  readonly cluster: string;
  readonly name: string;
  readonly end: End;
  readonly requester: 'U0ADA' | 'U0LINUS';
  /** The host at which its task fails. */
  readonly offlineHost?: string;
}

const DECK: readonly End[] = [
  ...(['completed', 'completed', 'completed', 'scheduled', 'started now', 'moved'] as const),
  ...(['retried', 'retried', 'skipped', 'rolled back', 'given up'] as const),
  ...(['rejected', 'cancelled', 'withdrawn'] as const),
];
const HOSTS = [1, 1, 1];
/** The form takes whole minutes that are still to come. */
const NEXT_MINUTE_MS = 75_000;
const IN_TWO_DAYS_MS = 2 * 86_400_000;

export function drawStories(random: () => number, count: number): readonly Story[] {
  const ends: End[] = [];
  while (ends.length < count) ends.push(...shuffled(random, DECK));
  return ends.slice(0, count).map((end, index) => {
    const name = `shop${String(index + 1).padStart(3, '0')}`;
    return {
      cluster: `${name}:${1_001 + index}`,
      name,
      end,
      requester: index % 2 === 0 ? 'U0ADA' : 'U0LINUS',
      ...(isSteered(end) ? { offlineHost: `${name}-${HOSTS.length}-1` } : {}),
    };
  });
}

function isSteered(end: End): boolean {
  return ['retried', 'skipped', 'rolled back', 'given up'].includes(end);
}

/** Whether the cluster leaves OCP in the end. */
export function movesOut(end: End): boolean {
  return !['rolled back', 'given up', 'rejected', 'cancelled', 'withdrawn'].includes(end);
}

/** Whether it is submitted to OCP. */
export function isSubmitted(end: End): boolean {
  return movesOut(end) || end === 'rolled back' || end === 'given up';
}

/** The start that is chosen in the form, as its date and its time in UTC; undefined for as soon as it is approved. */
export function chosenStart(
  end: End,
  now: Date,
): { readonly date: string; readonly time: string } | undefined {
  if (!['scheduled', 'started now', 'moved', 'withdrawn'].includes(end)) return undefined;
  const ahead = end === 'scheduled' ? NEXT_MINUTE_MS : IN_TWO_DAYS_MS;
  const start = new Date(now.getTime() + ahead).toISOString();
  return { date: start.slice(0, 10), time: start.slice(11, 16) };
}

/** A cluster for each story. A task that is to be retried finds its host at the second attempt; of the others it stays away. */
export function inventoryFor(stories: readonly Story[]): Inventory {
  const sketches = stories.map(({ name }, index) => ({ name, obClusterId: 1_001 + index, zones: HOSTS }));
  const inventory = inventoryOf(sketches);
  const hosts = inventory.hosts.map((host) => {
    const story = stories.find(({ offlineHost }) => offlineHost === host.name);
    if (story === undefined) return host;
    return { ...host, status: 'OFFLINE', ...(story.end === 'retried' ? { answersAtAttempt: 2 } : {}) };
  });
  return { ...inventory, hosts };
}

function shuffled<T>(random: () => number, list: readonly T[]): readonly T[] {
  return list
    .map((each) => ({ each, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ each }) => each);
}
