/** Clicks that only look: View Task with its logs and Refresh, All Hosts. Anybody may look. */
import type { App, BlockAction } from '@slack/bolt';
import type { Request } from '../../domain/request.ts';
import type { Bot } from '../bot.ts';
import { parseButtonValue } from '../button-value.ts';
import { noticeFor, showTask } from '../show-task.ts';
import { tellPrivately } from '../tell-privately.ts';
import { ACTION } from '../views/card-buttons.ts';
import { withNotice } from '../views/elements.ts';
import { hostsView } from '../views/hosts-view.ts';
import { parseRequestView } from '../views/request-view.ts';
import { parseLogValue, SHOW_LOG } from '../views/subtask-blocks.ts';
import { REFRESH, taskView } from '../views/task-view.ts';
import { oldCardText } from '../wording.ts';
import { clickOf } from './decisions.ts';

export function registerLooks(app: App, bot: Bot): void {
  app.action({ type: 'block_actions', action_id: ACTION.allHosts }, async ({ ack, body, action }) => {
    await ack();
    const request = await lookedAt(bot, body, action.type === 'button' ? action.value : undefined);
    if (request === undefined) return;
    await bot.clients.interactive.views.open({
      trigger_id: body.trigger_id,
      view: withNotice(hostsView(request.terms), noticeFor(bot, request)),
    });
  });

  app.action({ type: 'block_actions', action_id: ACTION.viewTask }, async ({ ack, body, action }) => {
    await ack();
    const request = await lookedAt(bot, body, action.type === 'button' ? action.value : undefined);
    if (request === undefined) return;
    // What was last seen is shown at once; OCP is asked behind it.
    const task = bot.world.sightings.get(request.id)?.task;
    const view = taskView(request, {
      now: bot.world.clock.now(),
      severalOcps: bot.world.ocps.length > 1,
      notice: noticeFor(bot, request),
      ...(task === undefined ? {} : { task }),
    });
    const opened = await bot.clients.interactive.views.open({ trigger_id: body.trigger_id, view });
    if (opened.view?.id !== undefined) await showTask(bot, opened.view.id, request.id);
  });

  app.action({ type: 'block_actions', action_id: REFRESH }, async ({ ack, body }) => {
    await ack();
    if (body.view !== undefined) await showTask(bot, body.view.id, parseRequestView(body.view).requestId);
  });

  app.action({ type: 'block_actions', action_id: SHOW_LOG }, async ({ ack, body, action }) => {
    await ack();
    const subtaskId = parseLogValue(action.type === 'button' ? action.value : undefined);
    if (body.view === undefined || subtaskId === undefined) return;
    await showTask(bot, body.view.id, parseRequestView(body.view).requestId, subtaskId);
  });
}

async function lookedAt(bot: Bot, body: BlockAction, buttonValue: unknown): Promise<Request | undefined> {
  const value = parseButtonValue(buttonValue);
  const dossier = value && (await bot.world.journal.read(value.id));
  if (dossier === undefined) await tellPrivately(bot.clients, clickOf(body), oldCardText());
  return dossier?.request;
}
