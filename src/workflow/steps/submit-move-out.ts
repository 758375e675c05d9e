import type { Task } from '../../domain/cluster.ts';
import type { Terms } from '../../domain/events.ts';
import { type MoveOutOrder, unknownTo } from '../../domain/move-out-options.ts';
import type { Request } from '../../domain/request.ts';
import { enumerate } from '../../domain/sentence.ts';
import { failureOf, isUnanswered, later, type Outcome } from '../outcome.ts';
import { ocpNamed, type World } from '../world.ts';
import { outcomeOf } from './look-for-task.ts';
import { recheckRules } from './recheck.ts';

/**
 * The intent to submit, after the rules and the host ids were checked once more; or why it may not be. A task of the intent
 * before that came late is taken for ours, and nothing is sent. The known tasks are read first: what comes after is new.
 */
export async function intendStep(world: World, request: Request): Promise<Outcome> {
  const { cluster, deleteHosts, skipHosts } = request.terms;
  try {
    const ocp = ocpNamed(world.ocps, cluster.ocp);
    const known = await ocp.tasksOf(cluster.id);
    const late = lateTask(request, known);
    if (late !== undefined) return late;
    // An OCP that was upgraded, or the other way round, may no longer know what was chosen.
    const unknown = unknownTo(await ocp.moveOutOptions(), orderOf(request.terms));
    if (unknown.length > 0) return notSubmitted(versionCannot(cluster.ocp, unknown));
    const result = await recheckRules(world, request);
    if ('blocked' in result) return notSubmitted(result.blocked);
    return {
      record: {
        type: 'submit intended',
        knownTaskIds: known.map((task) => task.id),
        deleteHostIds: deleteHosts.map((host) => host.id),
        skipHostIds: skipHosts.map((host) => host.id),
      },
    };
  } catch (error) {
    return { record: { type: 'step failed', step: 'submit', failure: failureOf(error) } };
  }
}

/** The move-out as the terms have it. */
function orderOf({ deleteHosts, skipHosts, keepClusterInfo, configAddress }: Terms): MoveOutOrder {
  return {
    deleteHostIds: deleteHosts.map((host) => host.id),
    skipHostIds: skipHosts.map((host) => host.id),
    keepClusterInfo,
    configAddress,
  };
}

function versionCannot(ocp: string, unknown: readonly string[]): string {
  return `OCP ${ocp} is of a version now that cannot ${enumerate(unknown)}, which was approved. Give Up, and request it again.`;
}

function notSubmitted(message: string): Outcome {
  return { record: { type: 'step failed', step: 'submit', failure: { message } } };
}

/**
 * Of an intent that was absent, refused or judged by a person a task may come late: ours is adopted, and any other that is new
 * is asked about, but those that the person was shown.
 */
function lateTask(request: Request, tasks: readonly Task[]): Outcome | undefined {
  if (!('at' in request) || request.at.step !== 'submit') return undefined;
  const before = request.at.intent ?? request.at.earlier;
  return before && outcomeOf(before, tasks);
}

/**
 * Sends the move-out, once, right after its intent was recorded. When no definite answer comes the intent stands, and the
 * outcome is looked for; it is never sent again blindly.
 */
export async function submitStep(
  world: World,
  request: Request,
  intent: { readonly deleteHostIds: readonly number[]; readonly skipHostIds: readonly number[] },
): Promise<Outcome> {
  const { cluster, keepClusterInfo, configAddress } = request.terms;
  const { deleteHostIds, skipHostIds } = intent;
  const order = { deleteHostIds, skipHostIds, keepClusterInfo, configAddress };
  try {
    const task = await ocpNamed(world.ocps, cluster.ocp).moveOut(cluster.id, order);
    return { record: { type: 'task submitted', taskId: task.id, adopted: false } };
  } catch (error) {
    if (isUnanswered(error)) return { again: later(world.clock.now(), world.pace.secondLook) };
    return { record: { type: 'step failed', step: 'submit', failure: failureOf(error) } };
  }
}
