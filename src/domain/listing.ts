import type { ClusterSummary } from './cluster.ts';

/** The clusters that one OCP lists, or why they could not be read. */
export type Listing =
  | { readonly ocp: string; readonly clusters: readonly ClusterSummary[] }
  | UnreadableListing;

/** An OCP that could not be read, and why, as sentences. */
export interface UnreadableListing {
  readonly ocp: string;
  readonly unreadable: string;
}

/** The clusters of every listing that could be read. */
export function listedClusters(listings: readonly Listing[]): ClusterSummary[] {
  return listings.flatMap((listing) => ('clusters' in listing ? listing.clusters : []));
}
