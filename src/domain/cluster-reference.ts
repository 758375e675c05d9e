import type { ClusterSummary } from './cluster.ts';
import type { Listing } from './precheck.ts';

/** A cluster as a person types it: `name` or `name:obClusterId`. */
export interface ClusterReference {
  readonly name: string;
  readonly obClusterId?: number;
}

/** Undefined when the text is not one word of that form. */
export function parseClusterReference(text: string): ClusterReference | undefined {
  const match = /^([^\s:]+)(?::(\d{1,15}))?$/.exec(text);
  if (match === null) return undefined;
  const [, name = '', obClusterId] = match;
  return obClusterId === undefined ? { name } : { name, obClusterId: Number(obClusterId) };
}

/** The listed clusters that a reference can mean. Names are compared as OCP does: case matters. */
export function matchingClusters(
  listings: readonly Listing[],
  reference: ClusterReference,
): ClusterSummary[] {
  return listings
    .flatMap((listing) => ('clusters' in listing ? listing.clusters : []))
    .filter(
      (cluster) =>
        cluster.name === reference.name &&
        (reference.obClusterId === undefined || cluster.obClusterId === reference.obClusterId),
    );
}
