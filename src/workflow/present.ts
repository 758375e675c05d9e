/** What a vote and a start rest on besides the request: what OCP says now, and who the voters are now. */

import { needsEveryListing } from '../domain/precheck.ts';
import type { PresentFacts } from '../domain/present-terms.ts';
import type { Lapse, Request } from '../domain/request.ts';
import { unfit } from '../domain/standing.ts';
import { readListings } from './listings.ts';
import { ocpNamed, type World } from './world.ts';

/**
 * What OCP says of a request's cluster now. Throws, with a sentence, when it does not answer, or another OCP that must be known does
 * not: what could not be read is no change.
 */
export async function readPresent(world: Pick<World, 'ocps'>, request: Request): Promise<PresentFacts> {
  const { cluster, options, listings } = await readOcp(world, request);
  const [unread] = listings.filter((listing) => 'unreadable' in listing);
  if (cluster !== undefined && needsEveryListing(cluster) && unread !== undefined)
    throw new Error(`the clusters of OCP ${unread.ocp} could not be read: ${unread.unreadable}`);
  return { cluster, options, listings };
}

/** As {@link readPresent}; another OCP that does not answer is among the listings with why. */
export async function readOcp(world: Pick<World, 'ocps'>, { terms }: Request): Promise<PresentFacts> {
  const ocp = ocpNamed(world.ocps, terms.cluster.ocp);
  const [cluster, options, listings] = await Promise.all([
    ocp.readCluster(terms.cluster.id),
    ocp.moveOutOptions(),
    readListings(world.ocps),
  ]);
  return { cluster, options, listings };
}

/** Those of the voters who no longer count, in the order of their votes. Throws when Slack cannot be read. */
export async function readLapses(
  world: Pick<World, 'people'>,
  { approvals, terms }: Request,
): Promise<readonly Lapse[]> {
  const standings = await Promise.all(
    approvals.map(({ person }) => world.people.standing(person, terms.channel, 'approver')),
  );
  return standings.flatMap((standing) => {
    const because = unfit(standing);
    return because === undefined ? [] : [{ person: standing.person, because }];
  });
}
