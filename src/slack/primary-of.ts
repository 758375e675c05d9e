import type { ClusterSummary } from '../domain/cluster.ts';
import { listedClusters } from '../domain/listing.ts';
import type { Request } from '../domain/request.ts';
import { readListings } from '../workflow/listings.ts';
import type { Ocp } from '../workflow/ports.ts';
import { primariesOf } from './views/cluster-line.ts';

/**
 * The primary of a standby that was moved out, as far as an OCP lists it: it may go next. Undefined for any other request, and where none can be
 * read.
 */
export async function primaryOf(
  ocps: readonly Ocp[],
  { terms, status }: Request,
): Promise<ClusterSummary | undefined> {
  if (status !== 'completed' || terms.cluster.type !== 'STANDBY') return undefined;
  const listings = await readListings(ocps);
  const standby = { ...terms.cluster, metaDb: undefined, standbys: [] };
  return primariesOf(listedClusters(listings))(standby);
}
