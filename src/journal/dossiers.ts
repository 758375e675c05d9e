/** What every journal, wherever it keeps its requests, makes and compares alike. */
import { type ClusterIdentity, clusterKey } from '../domain/cluster.ts';
import { canMean, parseClusterReference } from '../domain/cluster-reference.ts';
import { REQUEST_ID, type RequestEvent } from '../domain/events.ts';
import { apply, fold } from '../domain/fold.ts';
import type { Dossier } from '../workflow/ports.ts';
import { chained } from './chain.ts';

/** A new request. Throws when the id or the events are none that Moveout's rules make. */
export function opened(id: string, events: readonly RequestEvent[]): Dossier {
  if (!REQUEST_ID.test(id)) throw new Error('A request id looks like MO-7K3F2A.');
  const recorded = chained(id, [], events);
  return { request: fold(id, recorded), events: recorded };
}

/** A request after more events; a request that has ended takes none. Throws when they cannot follow. */
export function extended(before: Dossier, events: readonly RequestEvent[]): Dossier {
  const recorded = chained(before.request.id, before.events, events);
  return { request: recorded.slice(before.events.length).reduce(apply, before.request), events: recorded };
}

/** Whether a person who writes `name` or `name:obClusterId` means this cluster. */
export function isCalled(cluster: Omit<ClusterIdentity, 'id'>, words: string): boolean {
  const reference = parseClusterReference(words);
  // A name that cannot be typed as one word is compared as it is.
  if (reference === undefined) return cluster.name === words || clusterKey(cluster) === words;
  return canMean(reference, cluster);
}

interface Dated {
  readonly id: string;
  readonly requestedAt: string;
}

/** For sorting, oldest first; of the same moment, by id. */
export function byAge(a: Dated, b: Dated): number {
  const difference = Date.parse(a.requestedAt) - Date.parse(b.requestedAt);
  if (difference !== 0) return difference;
  return a.id < b.id ? -1 : 1;
}

/** How many requests ended, and the ids of the first `limit` of them, the last ended first. */
export function lastEnded(
  found: readonly { readonly id: string; readonly endedAt: string }[],
  limit: number,
) {
  const inOrder = [...found].sort((a, b) =>
    a.endedAt < b.endedAt || (a.endedAt === b.endedAt && a.id < b.id) ? 1 : -1,
  );
  return { count: found.length, ids: inOrder.slice(0, limit).map(({ id }) => id) };
}

/** The error for an id that no request has; for callers that must not go on. */
export function unknownRequest(id: string): Error {
  return new Error(`There is no request ${JSON.stringify(id)}.`);
}
