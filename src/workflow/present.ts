/** What a vote and a start rest on besides the request: what OCP says now, and who requester and voters are now. */

import type { Terms } from '../domain/events.ts';
import { needsEveryListing } from '../domain/precheck.ts';
import type { ClusterFacts } from '../domain/present-terms.ts';
import type { Lapse, Request } from '../domain/request.ts';
import { type Unfit, unfit } from '../domain/standing.ts';
import { readListings } from './listings.ts';
import { ocpNamed, type World } from './world.ts';

/**
 * What OCP says of a request's cluster now. Throws, with a sentence, when it does not answer, or another OCP that must be known does
 * not: what could not be read is no change.
 */
export async function readCertainly(world: Pick<World, 'ocps'>, request: Request): Promise<ClusterFacts> {
  const { cluster, options, listings } = await readOcp(world, request);
  const [unread] = listings.filter((listing) => 'unreadable' in listing);
  if (cluster !== undefined && needsEveryListing(cluster) && unread !== undefined)
    throw new Error(`the clusters of OCP ${unread.ocp} could not be read: ${unread.unreadable}`);
  return { cluster, options, listings };
}

/** As {@link readCertainly}; another OCP that does not answer is among the listings with why. */
export async function readOcp(world: Pick<World, 'ocps'>, { terms }: Request): Promise<ClusterFacts> {
  const ocp = ocpNamed(world.ocps, terms.cluster.ocp);
  const [cluster, options, listings] = await Promise.all([
    ocp.readCluster(terms.cluster.id),
    ocp.moveOutOptions(),
    readListings(world.ocps),
  ]);
  return { cluster, options, listings };
}

/** Who no longer counts. */
interface Lapsed {
  /** Why the requester may no longer request it; undefined while that person may. */
  readonly requester: Unfit | undefined;
  /** Those of the voters who no longer count, in the order of their votes. */
  readonly lapses: readonly Lapse[];
}

/** Who of a request's people no longer counts. Throws when Slack cannot be read. */
export async function readLapsed(
  world: Pick<World, 'people'>,
  { approvals, terms }: Request,
): Promise<Lapsed> {
  const [requester, ...voters] = await Promise.all([
    readRequester(world, terms),
    ...approvals.map(({ person }) => world.people.standing(person, terms.channel, 'approver')),
  ]);
  const lapses = voters.flatMap((standing) => {
    const because = unfit(standing);
    return because === undefined ? [] : [{ person: standing.person, because }];
  });
  return { requester, lapses };
}

/** Why the requester may no longer request it; undefined while that person may. Throws when Slack cannot be read. */
export async function readRequester(
  { people }: Pick<World, 'people'>,
  { requester, channel }: Pick<Terms, 'requester' | 'channel'>,
): Promise<Unfit | undefined> {
  return unfit(await people.standing(requester, channel, 'requester'));
}
