import type { Listing } from '../domain/precheck.ts';
import { readListingsSoon } from '../workflow/listings.ts';
import type { Clock, Ocp } from '../workflow/ports.ts';

export interface ClusterCache {
  /**
   * What is at hand, at once: of an OCP that could not be read lately, what it listed before. When it is old or incomplete it is
   * read again behind. Undefined when nothing was ever read.
   */
  cached(): readonly Listing[] | undefined;
  /** The listings as they are now. Calls at about the same moment share one reading. */
  fresh(): Promise<readonly Listing[]>;
}

const OLD_MS = 20_000;
/** Once one OCP has answered, the others are waited for so much longer. */
const GRACE_MS = 6_000;
/** A reading that takes longer is not waited for by whoever asks later: it may never end. */
const SHARED_MS = 1_000;

interface Reading {
  readonly since: number;
  readonly listings: Promise<readonly Listing[]>;
}

/** Keeps the last listings of the OCPs for the cluster picker, which has to answer while somebody types. */
export function createClusterCache(ocps: readonly Ocp[], clock: Clock): ClusterCache {
  const readable = new Map<string, Listing>();
  let complete: { readonly since: number } | undefined;
  let reading: Reading | undefined;

  async function read(since: number): Promise<readonly Listing[]> {
    const listings = await readListingsSoon(ocps, GRACE_MS);
    if (complete !== undefined && complete.since > since) return listings;
    for (const listing of listings) if ('clusters' in listing) readable.set(listing.ocp, listing);
    complete = listings.every((listing) => 'clusters' in listing) ? { since } : undefined;
    return listings;
  }

  function fresh(): Promise<readonly Listing[]> {
    const now = clock.now().getTime();
    if (reading !== undefined && now - reading.since < SHARED_MS) return reading.listings;
    const begun: Reading = {
      since: now,
      listings: read(now).finally(() => {
        if (reading === begun) reading = undefined;
      }),
    };
    reading = begun;
    return begun.listings;
  }

  function cached(): readonly Listing[] | undefined {
    // readListings answers with the faults of each OCP and never rejects.
    if (complete === undefined || clock.now().getTime() - complete.since > OLD_MS) void fresh();
    return readable.size === 0 ? undefined : [...readable.values()];
  }

  return { cached, fresh };
}
