import type { Listing } from '../domain/listing.ts';
import { readListing } from '../workflow/listings.ts';
import type { Clock, Ocp } from '../workflow/ports.ts';

/** The clusters of one OCP, as they were and as they are. */
export interface ListingCache {
  readonly ocp: string;
  /**
   * What is at hand, at once: while OCP cannot be read, what it listed before; why, when it never listed anything. When it is old or
   * OCP could not be read lately, it is read again behind.
   */
  cached(): Listing;
  /** As it is now, however long OCP takes. Calls at about the same moment share one reading. Never rejects. */
  fresh(): Promise<Listing>;
}

const OLD_MS = 20_000;
/** A reading that takes longer is not waited for by whoever asks later: it may never end. */
const SHARED_MS = 1_000;

/** Keeps what one OCP listed last, also when the answer came too late for whoever had asked. */
export function createListingCache(ocp: Ocp, clock: Clock): ListingCache {
  const { name } = ocp;
  let known: Listing = { ocp: name, unreadable: 'It has not answered yet.' };
  /** When the newest reading that has ended began, and whether it could be read. */
  let newest: { readonly since: number; readonly readable: boolean } | undefined;
  let reading: { readonly since: number; readonly listing: Promise<Listing> } | undefined;

  async function read(since: number): Promise<Listing> {
    const listing = await readListing(ocp);
    if (newest !== undefined && newest.since > since) return listing;
    const readable = 'clusters' in listing;
    newest = { since, readable };
    if (readable || 'unreadable' in known) known = listing;
    return listing;
  }

  function fresh(): Promise<Listing> {
    const now = clock.now().getTime();
    if (reading !== undefined && now - reading.since < SHARED_MS) return reading.listing;
    const begun = {
      since: now,
      listing: read(now).finally(() => {
        if (reading === begun) reading = undefined;
      }),
    };
    reading = begun;
    return begun.listing;
  }

  function cached(): Listing {
    const now = clock.now().getTime();
    const isOld = newest?.readable !== true || now - newest.since > OLD_MS;
    // Who types fast does not pile up readings of an OCP that does not answer.
    const isUnderWay = reading !== undefined && now - reading.since <= OLD_MS;
    if (isOld && !isUnderWay) void fresh();
    return known;
  }

  return { ocp: name, cached, fresh };
}
