/** Clicks that only look: View Task with its logs and Refresh, All Hosts. Anybody may look who sees the request. */
import type { App, BlockAction } from '@slack/bolt';
import type { Request } from '../../domain/request.ts';
import type { Bot } from '../bot.ts';
import { noteForgery, refuseForgery } from '../forged.ts';
import { openView } from '../open-views.ts';
import { noticeFor, showTask } from '../show-task.ts';
import { tellPrivately } from '../tell-privately.ts';
import { createViewer } from '../viewer.ts';
import { ACTION } from '../views/card-buttons.ts';
import { withNotice } from '../views/elements.ts';
import { hostsView } from '../views/hosts-view.ts';
import { parseLogValue, SHOW_LOG } from '../views/subtask-blocks.ts';
import { REFRESH, taskView } from '../views/task-view.ts';
import { oldCardText, unknownRequestText } from '../wording.ts';
import { clickOf, requestOf, requestOfTaskView } from './clicks.ts';

export function registerLooks(app: App, bot: Bot): void {
  app.action({ type: 'block_actions', action_id: ACTION.allHosts }, async ({ ack, body, action }) => {
    await ack();
    const request = await shownRequest(bot, body, action);
    if (request === undefined) return;
    const view = withNotice(hostsView(request.terms), noticeFor(bot, request));
    await openView(bot, body.trigger_id, view, { person: body.user.id, request: request.id });
  });

  app.action({ type: 'block_actions', action_id: ACTION.viewTask }, async ({ ack, body, action }) => {
    await ack();
    const request = await shownRequest(bot, body, action);
    if (request === undefined) return;
    // What was last seen is shown at once; OCP is asked behind it.
    const task = bot.world.sightings.get(request.id)?.task;
    const view = taskView(request, {
      now: bot.world.clock.now(),
      severalOcps: bot.world.ocps.length > 1,
      notice: noticeFor(bot, request),
      ...(task === undefined ? {} : { task }),
    });
    const about = { person: body.user.id, request: request.id };
    await showTask(bot, await openView(bot, body.trigger_id, view, about), request.id);
  });

  app.action({ type: 'block_actions', action_id: REFRESH }, async ({ ack, body, action }) => {
    await ack();
    const request = await shownRequest(bot, body, action);
    if (request !== undefined && body.view !== undefined) await showTask(bot, body.view.id, request.id);
  });

  app.action({ type: 'block_actions', action_id: SHOW_LOG }, async ({ ack, body, action }) => {
    await ack();
    const click = clickOf(body);
    const dossier = await requestOfTaskView(bot, click);
    if (dossier === undefined || body.view === undefined) return;
    const { person } = click;
    const { id: request } = dossier.request;
    const subtaskId = parseLogValue(action.type === 'button' ? action.value : undefined);
    if (subtaskId === undefined)
      return refuseForgery(
        bot,
        { ...click, request, wrong: 'a Log value that Moveout does not write' },
        oldCardText(),
      );
    const { task, unreadable } = (await showTask(bot, body.view.id, request, subtaskId)) ?? {};
    const isStrange = unreadable === undefined && task?.subtasks.every(({ id }) => id !== subtaskId) === true;
    if (isStrange)
      noteForgery(bot, { person, request, wrong: 'a Log button of a subtask that the task does not have' });
  });
}

/**
 * The request whose button was clicked, for whoever sees it now: a private answer stays with a person who leaves the channel. Undefined
 * when the person was told why not.
 */
async function shownRequest(
  bot: Bot,
  body: BlockAction,
  action: BlockAction['actions'][number],
): Promise<Request | undefined> {
  const click = clickOf(body);
  const request = (await requestOf(bot, click, action))?.dossier.request;
  if (request === undefined) return undefined;
  const isAtCard = click.channel === request.terms.channel;
  if (isAtCard || (await createViewer(bot, click.person).seesById(request))) return request;
  await tellPrivately(bot.clients, click, unknownRequestText(request.id));
  return undefined;
}
