import type { Task } from '../../domain/cluster.ts';
import { orderOf } from '../../domain/move-out-options.ts';
import type { Intent, Request } from '../../domain/request.ts';
import { failureOf, isUnanswered, later, type Outcome } from '../outcome.ts';
import { ocpNamed, type World } from '../world.ts';
import { outcomeOf } from './look-for-task.ts';
import { recheckRules } from './recheck.ts';

/**
 * The intent to submit, after the rules and the host ids were checked once more; or why it may not be. A task of the intent
 * before that came late is taken for ours, and nothing is sent. The known tasks are read first: what comes after is new.
 */
export async function intendStep(world: World, request: Request): Promise<Outcome> {
  const { cluster } = request.terms;
  const { deleteHostIds, skipHostIds } = orderOf(request.terms);
  try {
    const known = await ocpNamed(world.ocps, cluster.ocp).tasksOf(cluster.id);
    const late = lateTask(request, known);
    if (late !== undefined) return late;
    const result = await recheckRules(world, request);
    if ('blocked' in result)
      return { record: { type: 'step failed', step: 'submit', failure: result.blocked } };
    return {
      record: {
        type: 'submit intended',
        knownTaskIds: known.map((task) => task.id),
        deleteHostIds: [...deleteHostIds],
        skipHostIds: [...skipHostIds],
      },
    };
  } catch (error) {
    return { record: { type: 'step failed', step: 'submit', failure: failureOf(error) } };
  }
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
 * outcome is looked for; it is never sent again blindly. An answer that names a task which was there before says nothing of this move-out.
 */
export async function submitStep(
  world: World,
  request: Request,
  intent: Pick<Intent, 'knownTaskIds' | 'deleteHostIds' | 'skipHostIds'>,
): Promise<Outcome> {
  const { cluster } = request.terms;
  const { deleteHostIds, skipHostIds } = intent;
  const order = { ...orderOf(request.terms), deleteHostIds, skipHostIds };
  try {
    const { id: taskId } = await ocpNamed(world.ocps, cluster.ocp).moveOut(cluster.id, order);
    if (!intent.knownTaskIds.includes(taskId))
      return { record: { type: 'task submitted', taskId, adopted: false } };
  } catch (error) {
    if (!isUnanswered(error))
      return { record: { type: 'step failed', step: 'submit', failure: failureOf(error) } };
  }
  const now = world.clock.now();
  world.sightings.set(request.id, {
    ...world.sightings.get(request.id),
    submitGivenUpAt: now.toISOString(),
  });
  return { again: later(now, world.pace.secondLook) };
}
