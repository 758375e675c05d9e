import type { Listing } from '../domain/listing.ts';
import { withinGrace } from '../workflow/listings.ts';
import type { Clock, Ocp } from '../workflow/ports.ts';
import { createListingCache } from './listing-cache.ts';

export interface ClusterCache {
  /**
   * What is at hand, at once, of every OCP: while one cannot be read, what it listed before, and why when it never listed anything.
   * What is old or missing is read again behind. Undefined when no OCP ever listed anything.
   */
  cached(): readonly Listing[] | undefined;
  /**
   * The listings as they are now, for somebody who waits: an OCP that is slow holds the others up only so long. With the name of an
   * OCP, of that one alone; none when it is not configured. Calls at about the same moment share one reading.
   */
  fresh(ocp?: string): Promise<readonly Listing[]>;
  /** What every OCP really answers, however long it takes: for rules that need it. */
  real(): Promise<readonly Listing[]>;
}

/** Once one OCP has answered, the others are waited for so much longer by whoever only looks. */
const GRACE_MS = 6_000;

/** Keeps the last listings of the OCPs for the cluster picker, which has to answer while somebody types. */
export function createClusterCache(ocps: readonly Ocp[], clock: Clock): ClusterCache {
  const caches = ocps.map((ocp) => createListingCache(ocp, clock));

  function cached(): readonly Listing[] | undefined {
    const listings = caches.map((cache) => cache.cached());
    return listings.some((listing) => 'clusters' in listing) ? listings : undefined;
  }

  function fresh(ocp?: string): Promise<readonly Listing[]> {
    const asked = caches.filter((cache) => ocp === undefined || cache.ocp === ocp);
    return withinGrace(
      asked.map((cache) => ({ ocp: cache.ocp, listing: cache.fresh() })),
      GRACE_MS,
    );
  }

  function real(): Promise<readonly Listing[]> {
    return Promise.all(caches.map((cache) => cache.fresh()));
  }

  return { cached, fresh, real };
}
