import { clusterKey } from '../../domain/cluster.ts';
import { later, type Outcome } from '../outcome.ts';
import type { Dossier } from '../ports.ts';
import { ocpNamed, type World } from '../world.ts';

/**
 * The move is done when the task succeeded and the cluster is gone: two complete listings, read without an error, lack its
 * OCP id and its `name:obClusterId`. An error is "unknown" and is looked at again.
 */
export function createConfirmStep(world: World): (dossier: Dossier) => Promise<Outcome> {
  // When each request's cluster was first seen to be gone. A restart only means that it is looked at twice again.
  const firstAbsence = new Map<string, number>();

  return async function confirmStep({ request, events }) {
    const now = world.clock.now();
    const { cluster } = request.terms;
    const listed = await isListed(world, cluster);
    if (listed === 'unknown') return { again: later(now, world.pace.secondLook) };
    if (listed) {
      firstAbsence.delete(request.id);
      const since = Date.parse(events.at(-1)?.at ?? now.toISOString());
      if (now.getTime() < since + world.pace.stillListed) return { again: later(now, world.pace.secondLook) };
      const why = `The OCP task is completed, but OCP still lists ${clusterKey(cluster)}.`;
      return { record: { type: 'asked', question: 'still listed', why } };
    }
    const first = firstAbsence.get(request.id);
    if (first === undefined || now.getTime() < first + world.pace.secondLook) {
      firstAbsence.set(request.id, first ?? now.getTime());
      return { again: later(new Date(first ?? now), world.pace.secondLook) };
    }
    firstAbsence.delete(request.id);
    return { record: { type: 'completed' } };
  };
}

async function isListed(
  world: World,
  wanted: Dossier['request']['terms']['cluster'],
): Promise<boolean | 'unknown'> {
  try {
    const clusters = await ocpNamed(world.ocps, wanted.ocp).listClusters();
    return clusters.some((listed) => listed.id === wanted.id || clusterKey(listed) === clusterKey(wanted));
  } catch {
    return 'unknown';
  }
}
