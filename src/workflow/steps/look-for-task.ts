import { type ClusterSummary, clusterKey, type Task } from '../../domain/cluster.ts';
import type { Intent, Request } from '../../domain/request.ts';
import type { Outcome } from '../outcome.ts';
import { ocpNamed, type World } from '../world.ts';

/**
 * Finds the outcome of an intent to submit. Only a new task of that cluster that moves it out with the same hosts is
 * adopted; no sign of one, twice and not before `absentAfter`, lets the move-out be sent again; anything else asks a person.
 */
export async function lookForTaskStep(world: World, request: Request, intent: Intent): Promise<Outcome> {
  const { cluster } = request.terms;
  const ocp = ocpNamed(world.ocps, cluster.ocp);
  const [tasks, clusters] = await Promise.all([ocp.tasksOf(cluster.id), ocp.listClusters()]);
  const listed = clusters.find((candidate) => candidate.id === cluster.id);
  return adoptOurs(tasks, intent) ?? askAboutNew(tasks, intent) ?? nothingNew(world, intent, listed);
}

/** Undefined unless exactly one task is new since the intent, and it is the one that was asked for. */
export function adoptOurs(tasks: readonly Task[], intent: Intent): Outcome | undefined {
  const [task, ...others] = newSince(intent, tasks);
  if (task === undefined || others.length > 0 || !isOurs(task, intent)) return undefined;
  return { record: { type: 'task submitted', taskId: task.id, adopted: true } };
}

/** Undefined when no task is new since the intent. */
export function askAboutNew(tasks: readonly Task[], intent: Intent): Outcome | undefined {
  const news = newSince(intent, tasks);
  if (news.length === 0) return undefined;
  return ask(
    `OCP shows ${news.length === 1 ? 'a new task' : 'new tasks'} of this cluster (${news.map(({ id }) => id).join(', ')}), ` +
      `and Moveout cannot tell whether it is the one it asked for.`,
  );
}

function newSince(intent: Intent, tasks: readonly Task[]): readonly Task[] {
  return tasks.filter((task) => !intent.knownTaskIds.includes(task.id));
}

function nothingNew(world: World, intent: Intent, listed: ClusterSummary | undefined): Outcome {
  if (listed === undefined) return ask('OCP no longer lists the cluster, yet shows no task of Moveout’s.');
  if (listed.status === 'MOVINGOUT')
    return ask(`OCP says that ${clusterKey(listed)} is MOVINGOUT, yet shows no task of Moveout’s.`);
  const now = world.clock.now();
  const lookFrom = Date.parse(intent.at) + world.pace.absentAfter;
  if (now.getTime() < lookFrom) return { again: new Date(lookFrom) };
  const last = intent.absences.at(-1);
  const lookAgain = last === undefined ? 0 : Date.parse(last) + world.pace.secondLook;
  if (now.getTime() < lookAgain) return { again: new Date(lookAgain) };
  return { record: { type: 'task absent' } };
}

function isOurs(task: Task, intent: Intent): boolean {
  return (
    task.moveOut !== undefined &&
    sameIds(task.moveOut.deleteHostIds, intent.deleteHostIds) &&
    sameIds(task.moveOut.skipHostIds, intent.skipHostIds)
  );
}

function sameIds(some: readonly number[], others: readonly number[]): boolean {
  const known = new Set(others);
  return new Set(some).size === known.size && some.every((id) => known.has(id));
}

function ask(why: string): Outcome {
  return { record: { type: 'asked', question: 'submit outcome', why } };
}
