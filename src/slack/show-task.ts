/** Fills the modal behind View Task with what OCP says now. */
import type { Task } from '../domain/cluster.ts';
import type { Request } from '../domain/request.ts';
import { ownTask } from '../workflow/own-task.ts';
import { ocpNamed } from '../workflow/world.ts';
import type { Bot } from './bot.ts';
import { updateView } from './update-view.ts';
import { type TaskShown, taskView } from './views/task-view.ts';

/**
 * Shows a request's task in an open modal, with the log of a subtask when one is named; a modal that was closed meanwhile is
 * no fault. Gives what it showed; nothing of a request that does not exist.
 */
export async function showTask(
  bot: Bot,
  viewId: string,
  requestId: string,
  subtaskId?: number,
): Promise<TaskShown | undefined> {
  const dossier = await bot.world.journal.read(requestId);
  if (dossier === undefined) return undefined;
  const { request } = dossier;
  const shown = {
    ...(await readTask(bot, request, subtaskId)),
    severalOcps: bot.world.ocps.length > 1,
    notice: noticeFor(bot, request),
  };
  await updateView(bot.clients, viewId, taskView(request, shown));
  return shown;
}

/** The sentence that no real cluster is touched, of the request's OCP. */
export function noticeFor(bot: Pick<Bot, 'world'>, { terms }: Request): string | undefined {
  return bot.world.ocps.find(({ name }) => name === terms.cluster.ocp)?.notice;
}

async function readTask(bot: Bot, request: Request, subtaskId: number | undefined): Promise<TaskShown> {
  const now = bot.world.clock.now();
  const taskId = 'at' in request && 'taskId' in request.at ? request.at.taskId : undefined;
  if (taskId === undefined) return { now };
  try {
    const found = await ownTask(bot.world, request, taskId, 'now');
    if ('missing' in found) return { now, unreadable: found.missing };
    const { task } = found;
    const ocp = ocpNamed(bot.world.ocps, request.terms.cluster.ocp);
    const subtask = task.subtasks.find(({ id }) => id === subtaskId);
    if (subtask === undefined) return { now, task };
    return { now, task, log: { subtask: subtask.name, text: await ocp.subtaskLog(taskId, subtask.id) } };
  } catch (error) {
    return { now, ...sighted(bot, request), unreadable: words(error) };
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sighted(bot: Bot, request: Request): { task?: Task } {
  const task = bot.world.sightings.get(request.id)?.task;
  return task === undefined ? {} : { task };
}
