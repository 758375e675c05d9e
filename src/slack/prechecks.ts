/** What the rules before a request say of a cluster now, for the form and for whoever only asks. */
import type { Check } from '../domain/check.ts';
import { type Cluster, type ClusterSummary, sameCluster } from '../domain/cluster.ts';
import type { Listing } from '../domain/listing.ts';
import type { MoveOutOptions } from '../domain/move-out-options.ts';
import { needsEveryListing, precheck } from '../domain/precheck.ts';
import type { Request } from '../domain/request.ts';
import { ocpNamed } from '../workflow/world.ts';
import type { Bot } from './bot.ts';
import { openRequests } from './requests-of.ts';

export interface Prechecked {
  readonly cluster: Cluster;
  readonly options: MoveOutOptions;
  /** Of every OCP where a rule needs them; else those that were given. */
  readonly listings: readonly Listing[];
  readonly checks: readonly Check[];
  /** The request that is open for the cluster, whoever may see it. */
  readonly openRequest: Request | undefined;
  readonly now: Date;
}

/** Reads a listed cluster and checks it; undefined when its OCP does not know it any more. Throws when that cannot be read. */
export async function readPrechecks(
  bot: Pick<Bot, 'world' | 'clusters'>,
  { ocp, id }: ClusterSummary,
  listed: readonly Listing[],
): Promise<Prechecked | undefined> {
  const its = ocpNamed(bot.world.ocps, ocp);
  const [cluster, options] = await Promise.all([its.readCluster(id), its.moveOutOptions()]);
  if (cluster === undefined) return undefined;
  const { clock, calendar } = bot.world;
  const now = clock.now();
  const openRequest = (await openRequests(bot)).find(({ terms }) => sameCluster(terms.cluster, cluster));
  const listings = needsEveryListing(cluster) ? await bot.clusters.real() : listed;
  const openRequestId = openRequest?.id;
  const checks = precheck({ cluster, listings, now, calendar, openRequestId, options });
  return { cluster, options, listings, checks, openRequest, now };
}
