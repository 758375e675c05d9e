import type { Listing } from '../domain/precheck.ts';
import type { Ocp } from './ports.ts';

/** The clusters of every OCP; one that cannot be read is named with why, and does not hide the others. */
export function readListings(ocps: readonly Ocp[]): Promise<Listing[]> {
  return Promise.all(ocps.map(readListing));
}

async function readListing(ocp: Ocp): Promise<Listing> {
  try {
    return { ocp: ocp.name, clusters: await ocp.listClusters() };
  } catch (error) {
    return { ocp: ocp.name, unreadable: error instanceof Error ? error.message : String(error) };
  }
}
