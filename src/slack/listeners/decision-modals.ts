/** Decisions that need more than a click: Reject wants a reason, Skip wants subtasks, a lost key wants to be entered again. */
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { FailedSubtask } from '../../domain/events.ts';
import type { Request } from '../../domain/request.ts';
import type { Dossier } from '../../workflow/ports.ts';
import type { Bot } from '../bot.ts';
import { noticeFor } from '../show-task.ts';
import { ACTION } from '../views/card-buttons.ts';
import { withNotice } from '../views/elements.ts';
import { GIVE_KEY, keyView, parseGivenKey } from '../views/key-view.ts';
import type { FieldErrors } from '../views/move-out-submission.ts';
import { noticeView } from '../views/notice-view.ts';
import { parseRejection, REJECT, rejectView } from '../views/reject-view.ts';
import { parseRequestView } from '../views/request-view.ts';
import { parseSkip, SKIP, skipView } from '../views/skip-view.ts';
import { refusalText } from '../wording.ts';
import { type Click, clickOf, decideFor, requestOf } from './decisions.ts';

export function registerDecisionModals(app: App, bot: Bot): void {
  opens(app, bot, ACTION.reject, ({ request }) =>
    request.status === 'awaiting approval' ? rejectView(request.id) : tooLate(request, 'reject'),
  );
  opens(app, bot, ACTION.skip, ({ request }) =>
    request.status === 'task failed' ? skipView(request.id, request.task.subtasks) : tooLate(request, 'skip'),
  );
  opens(app, bot, ACTION.enterKey, ({ request }) =>
    request.status === 'asking' ? keyView(request.id, request.why) : tooLate(request, 'give key'),
  );

  app.view({ type: 'view_submission', callback_id: REJECT }, async ({ ack, body, view }) => {
    const parsed = parseRejection(view);
    if ('errors' in parsed) return ack(atFields(parsed.errors));
    await ack();
    const dossier = await bot.world.journal.read(parsed.requestId);
    const fingerprint = dossier?.request.terms.fingerprint ?? '';
    const click = whereCardIs(body.user.id, dossier);
    await decideFor(bot, click, parsed.requestId, { kind: 'reject', reason: parsed.reason, fingerprint });
  });

  app.view({ type: 'view_submission', callback_id: SKIP }, async ({ ack, body, view }) => {
    const dossier = await bot.world.journal.read(parseRequestView(view).requestId);
    const parsed = parseSkip(view, failedIn(dossier?.request));
    if ('errors' in parsed) return ack(atFields(parsed.errors));
    await ack();
    const { requestId, subtaskIds } = parsed;
    await decideFor(bot, whereCardIs(body.user.id, dossier), requestId, { kind: 'skip', subtaskIds });
  });

  app.view({ type: 'view_submission', callback_id: GIVE_KEY }, async ({ ack, body, view }) => {
    const parsed = parseGivenKey(view);
    if ('errors' in parsed) return ack(atFields(parsed.errors));
    await ack();
    const dossier = await bot.world.journal.read(parsed.requestId);
    await decideFor(
      bot,
      whereCardIs(body.user.id, dossier),
      parsed.requestId,
      { kind: 'give key' },
      parsed.key,
    );
  });
}

/** A button of the card that opens a modal at once: the trigger lives three seconds. */
function opens(app: App, bot: Bot, actionId: string, viewOf: (dossier: Dossier) => ModalView): void {
  app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, body, action }) => {
    await ack();
    const found = await requestOf(bot, clickOf(body), action.type === 'button' ? action.value : undefined);
    if (found === undefined) return;
    const { dossier } = found;
    await bot.clients.interactive.views.open({
      trigger_id: body.trigger_id,
      view: withNotice(viewOf(dossier), noticeFor(bot, dossier.request)),
    });
  });
}

function tooLate(request: Request, command: 'reject' | 'skip' | 'give key'): ModalView {
  return noticeView({
    title: request.id,
    text: refusalText({ why: 'not now', status: request.status, command }, request),
  });
}

function atFields(errors: FieldErrors) {
  return { response_action: 'errors' as const, errors };
}

function failedIn(request: Request | undefined): readonly FailedSubtask[] {
  return request?.status === 'task failed' ? request.task.subtasks : [];
}

/** A refusal goes to the channel of the card, where the modal was opened. */
function whereCardIs(person: string, dossier: Dossier | undefined): Click {
  return { person, channel: dossier?.request.terms.channel };
}
