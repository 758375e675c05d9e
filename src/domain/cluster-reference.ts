import type { ClusterIdentity, ClusterSummary } from './cluster.ts';
import { type Listing, listedClusters } from './listing.ts';

/** A cluster as a person types it: `name` or `name:obClusterId`, with `@ocp` behind it where several OCPs have one of that name. */
export interface ClusterReference {
  readonly name: string;
  readonly obClusterId?: number;
  /** The name of its OCP. */
  readonly ocp?: string;
}

/** Undefined when the text is not one word of that form. */
export function parseClusterReference(text: string): ClusterReference | undefined {
  const match = /^([^\s:]+?)(?::(\d{1,15}))?(?:@([a-z][a-z0-9-]{0,19}))?$/.exec(text);
  if (match === null) return undefined;
  const [, name = '', obClusterId, ocp] = match;
  return {
    name,
    ...(obClusterId === undefined ? {} : { obClusterId: Number(obClusterId) }),
    ...(ocp === undefined ? {} : { ocp }),
  };
}

/** As it is typed. */
export function referenceText({ name, obClusterId, ocp }: ClusterReference): string {
  const number = obClusterId === undefined ? '' : `:${obClusterId}`;
  return `${name}${number}${ocp === undefined ? '' : `@${ocp}`}`;
}

/** Whether a reference can mean a cluster. Names are compared as OCP does: case matters. */
export function canMean(reference: ClusterReference, cluster: Omit<ClusterIdentity, 'id'>): boolean {
  return (
    cluster.name === reference.name &&
    (reference.obClusterId === undefined || cluster.obClusterId === reference.obClusterId) &&
    (reference.ocp === undefined || cluster.ocp === reference.ocp)
  );
}

/** The listed clusters that a reference can mean. */
export function matchingClusters(
  listings: readonly Listing[],
  reference: ClusterReference,
): ClusterSummary[] {
  return listedClusters(listings).filter((cluster) => canMean(reference, cluster));
}

/**
 * How people can type a cluster of these listings so that it alone is meant, as short as it goes: `payments`, else
 * `payments@hz`, else `payments:1001`, else `payments:1001@hz`.
 */
export function shortestReferences(
  listings: readonly Listing[],
): (cluster: Omit<ClusterIdentity, 'id'>) => string {
  const byName = new Map<string, ClusterSummary[]>();
  for (const cluster of listedClusters(listings)) {
    const namesakes = byName.get(cluster.name);
    if (namesakes === undefined) byName.set(cluster.name, [cluster]);
    else namesakes.push(cluster);
  }
  return ({ name, obClusterId, ocp }) => {
    const namesakes = byName.get(name) ?? [];
    const short = [{ name }, { name, ocp }, { name, obClusterId }].find(
      (reference) => namesakes.filter((cluster) => canMean(reference, cluster)).length <= 1,
    );
    return referenceText(short ?? { name, obClusterId, ocp });
  };
}
