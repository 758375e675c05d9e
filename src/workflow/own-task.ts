import { isTaskOf, type Task } from '../domain/cluster.ts';
import type { Request } from '../domain/request.ts';
import { ocpNamed, type World } from './world.ts';

/**
 * A request's task as its OCP shows it; or, as a sentence, why it is not there. One of another cluster is not the task, and is neither
 * followed nor steered nor shown: numbers begin anew in an OCP that is set up again, or that was put back from a backup. `asOf`: as for
 * `readTask`. Throws when OCP does not answer.
 */
export async function ownTask(
  { ocps }: Pick<World, 'ocps'>,
  { terms: { cluster } }: Request,
  taskId: number,
  asOf: 'now' | 'lately',
): Promise<{ readonly task: Task } | { readonly missing: string }> {
  const task = await ocpNamed(ocps, cluster.ocp).readTask(taskId, asOf);
  if (task === undefined) return { missing: `OCP no longer knows task ${taskId}.` };
  return isTaskOf(task, cluster.id)
    ? { task }
    : { missing: `OCP task ${taskId} belongs to another cluster now.` };
}
