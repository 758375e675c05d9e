import { clusterKey } from '../../domain/cluster.ts';
import type { Request } from '../../domain/request.ts';
import { later, type Outcome, reasonOf } from '../outcome.ts';
import { sinceWhen } from '../since-when.ts';
import { ocpNamed, type World } from '../world.ts';

/**
 * Rolled back means: OCP finished the rollback, lists the cluster again, and no longer as MOVINGOUT. When it does not for
 * `stillListed` after the rollback was first seen to be finished, a person is asked.
 */
export function createIsBackStep(world: World): (request: Request) => Promise<Outcome> {
  // Since when each request's cluster is waited for. A restart only means that it is waited for as long again.
  const waitingSince = new Map<string, string>();

  return async function isBackStep(request) {
    const missing = await whatIsMissing(world, request);
    if (missing === undefined) {
      waitingSince.delete(request.id);
      return { record: { type: 'rolled back' } };
    }
    const now = world.clock.now();
    const since = sinceWhen(waitingSince.get(request.id), now);
    waitingSince.set(request.id, since);
    if (now < later(new Date(since), world.pace.stillListed)) return { again: later(now, world.pace.follow) };
    waitingSince.delete(request.id);
    return {
      record: { type: 'asked', question: 'not back', why: `The rollback is completed, but ${missing}` },
    };
  };
}

/** Why the cluster is not back, as the end of a sentence; undefined when it is. */
async function whatIsMissing(world: World, { terms: { cluster } }: Request): Promise<string | undefined> {
  try {
    const clusters = await ocpNamed(world.ocps, cluster.ocp).listClusters();
    // By its true identity: its id may have passed to another cluster, and it may have come back under another id.
    const listed = clusters.find((candidate) => clusterKey(candidate) === clusterKey(cluster));
    if (listed === undefined) return `OCP does not list ${clusterKey(cluster)}.`;
    return listed.status === 'MOVINGOUT' ? `OCP says that ${clusterKey(cluster)} is MOVINGOUT.` : undefined;
  } catch (error) {
    return `the clusters of OCP cannot be read: ${reasonOf(error)}`;
  }
}
