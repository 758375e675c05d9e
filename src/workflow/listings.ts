import type { Listing } from '../domain/precheck.ts';
import type { Ocp } from './ports.ts';

/** The clusters of every OCP; one that cannot be read is named with why, and does not hide the others. */
export function readListings(ocps: readonly Ocp[]): Promise<Listing[]> {
  return Promise.all(ocps.map(readListing));
}

/**
 * As {@link readListings}, for somebody who waits: once one OCP has answered, the others have so many milliseconds more, and
 * then count as unreadable.
 */
export async function readListingsSoon(ocps: readonly Ocp[], graceMs: number): Promise<Listing[]> {
  const readings = ocps.map(readListing);
  if (readings.length > 0) await Promise.race(readings);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  const unreadable = `It has not answered within ${graceMs / 1_000} s.`;
  const listings = readings.map((reading, at) =>
    Promise.race([reading, late.then(() => ({ ocp: ocps[at]?.name ?? '', unreadable }))]),
  );
  return Promise.all(listings).finally(() => clearTimeout(timer));
}

async function readListing(ocp: Ocp): Promise<Listing> {
  try {
    return { ocp: ocp.name, clusters: await ocp.listClusters() };
  } catch (error) {
    return { ocp: ocp.name, unreadable: error instanceof Error ? error.message : String(error) };
  }
}
