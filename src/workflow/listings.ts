import type { Listing } from '../domain/listing.ts';
import type { Ocp } from './ports.ts';

/** The clusters of every OCP; one that cannot be read is named with why, and does not hide the others. */
export function readListings(ocps: readonly Ocp[]): Promise<Listing[]> {
  return Promise.all(ocps.map(readListing));
}

/** The clusters of an OCP, or why they cannot be read. Never rejects. */
export async function readListing(ocp: Ocp): Promise<Listing> {
  try {
    return { ocp: ocp.name, clusters: await ocp.listClusters() };
  } catch (error) {
    return { ocp: ocp.name, unreadable: error instanceof Error ? error.message : String(error) };
  }
}

/** A listing that is on its way, of the OCP that is named. */
export interface ListingUnderWay {
  readonly ocp: string;
  readonly listing: Promise<Listing>;
}

/**
 * The listings for somebody who waits: once one of them is there, the others have so many milliseconds more, and then count as
 * unreadable. A single one is waited for, however long it takes: without it there is nothing to show.
 */
export async function withinGrace(readings: readonly ListingUnderWay[], graceMs: number): Promise<Listing[]> {
  if (readings.length > 0) await Promise.race(readings.map(({ listing }) => listing));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  const unreadable = `It has not answered within ${graceMs / 1_000} s.`;
  const listings = readings.map(({ ocp, listing }) =>
    Promise.race([listing, late.then(() => ({ ocp, unreadable }))]),
  );
  return Promise.all(listings).finally(() => clearTimeout(timer));
}
