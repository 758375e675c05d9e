import { type ClusterSummary, clusterKey } from '../../domain/cluster.ts';
import type { Request } from '../../domain/request.ts';
import { later, type Outcome, reasonOf } from '../outcome.ts';
import type { Dossier } from '../ports.ts';
import { sinceWhen } from '../since-when.ts';
import { ocpNamed, type World } from '../world.ts';

/**
 * The move is done when the task succeeded and the cluster is gone: two complete listings, read without an error, lack its
 * OCP id and its `name:obClusterId`, and it cannot be read by its id either. An error is "unknown" and is looked at again; when the cluster stays listed, or the list stays unreadable, for `stillListed`, a
 * person is asked.
 */
export function createConfirmStep(world: World): (dossier: Dossier) => Promise<Outcome> {
  // When each request's cluster was first seen to be gone. A restart only means that it is looked at twice again.
  const firstAbsence = new Map<string, string>();
  // Since when each request's cluster is waited for to go, while the clock is set back behind the last event.
  const thereSince = new Map<string, string>();

  return async function confirmStep({ request, events }) {
    const now = world.clock.now();
    const looked = await look(world, request.terms);
    if ('unreadable' in looked) return unreadable(world, request, looked.unreadable);
    forgetSilence(world, request);
    if (looked.there !== undefined) {
      firstAbsence.delete(request.id);
      const last = events.at(-1)?.at;
      // From the last event on, so that after an answer it is waited for anew; that may lie ahead where the clock was set back.
      const isAhead = last !== undefined && Date.parse(last) > now.getTime();
      const since = sinceWhen(isAhead ? thereSince.get(request.id) : last, now);
      if (isAhead) thereSince.set(request.id, since);
      if (now < later(new Date(since), world.pace.stillListed))
        return { again: later(now, world.pace.secondLook) };
      return ask(looked.there);
    }
    thereSince.delete(request.id);
    const known = firstAbsence.get(request.id);
    const first = sinceWhen(known, now);
    const secondLook = later(new Date(first), world.pace.secondLook);
    if (known === undefined || now < secondLook) {
      firstAbsence.set(request.id, first);
      return { again: secondLook };
    }
    firstAbsence.delete(request.id);
    return { record: { type: 'completed' } };
  };
}

/** `there`: what says that OCP still has the cluster; undefined when nothing does. */
async function look(
  world: World,
  { cluster: wanted, keepClusterInfo }: Request['terms'],
): Promise<{ readonly there: string | undefined } | { readonly unreadable: string }> {
  try {
    const ocp = ocpNamed(world.ocps, wanted.ocp);
    const clusters = await ocp.listClusters();
    const isIt = (one: ClusterSummary) => one.id === wanted.id || clusterKey(one) === clusterKey(wanted);
    if (clusters.some(isIt)) return { there: `OCP still lists ${clusterKey(wanted)}.` };
    // An OCP that keeps the cluster's information may go on knowing it by its id, so there the list alone counts.
    if (keepClusterInfo === true && clusters.length > 0) return { there: undefined };
    // Who may no longer see everything sees a list that lacks the cluster, too.
    const byId = await ocp.readCluster(wanted.id);
    if (byId === undefined || clusterKey(byId) !== clusterKey(wanted)) return { there: undefined };
    return {
      there: `OCP still shows ${clusterKey(wanted)} by its id (${wanted.id}), though its list lacks it: Moveout’s user may no longer see all clusters.`,
    };
  } catch (error) {
    return { unreadable: reasonOf(error) };
  }
}

/** The card says since when OCP has not answered, and that is how long it is waited for. */
function unreadable(world: World, request: Request, why: string): Outcome {
  const now = world.clock.now();
  const before = world.sightings.get(request.id);
  const noAnswerSince = sinceWhen(before?.noAnswerSince, now);
  world.sightings.set(request.id, { ...before, noAnswerSince });
  if (now < later(new Date(noAnswerSince), world.pace.stillListed))
    return { again: later(now, world.pace.secondLook) };
  forgetSilence(world, request);
  return ask(`the clusters of OCP cannot be read: ${why}`);
}

function forgetSilence({ sightings }: World, { id }: Request): void {
  const sighting = sightings.get(id);
  if (sighting?.noAnswerSince !== undefined) sightings.set(id, { ...sighting, noAnswerSince: undefined });
}

function ask(but: string): Outcome {
  const why = `The OCP task is completed, but ${but}`;
  return { record: { type: 'asked', question: 'still listed', why } };
}
