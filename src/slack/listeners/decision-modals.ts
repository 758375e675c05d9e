/** Decisions that need more than a click: Reject wants a reason, Skip wants subtasks, a lost key wants to be entered again. */
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { FailedSubtask } from '../../domain/events.ts';
import type { Request } from '../../domain/request.ts';
import { isAbout } from '../../log.ts';
import { type FormCommand, formRefusal } from '../../workflow/act.ts';
import type { Dossier } from '../../workflow/ports.ts';
import type { Bot } from '../bot.ts';
import { noteForgery } from '../forged.ts';
import { isFilledIn, offeredFields } from '../offered-fields.ts';
import { type OpenView, openView } from '../open-views.ts';
import { refusalText } from '../refusal-words.ts';
import { noticeFor } from '../show-task.ts';
import { ACTION } from '../views/card-buttons.ts';
import { CHANGE_START, changeStartView, parseChangedStart } from '../views/change-start-view.ts';
import { KEY_BLOCK, REASON_BLOCK } from '../views/confirm-fields.ts';
import { withNotice } from '../views/elements.ts';
import { GIVE_KEY, keyView, parseGivenKey } from '../views/key-view.ts';
import type { FieldErrors } from '../views/move-out-submission.ts';
import { parseRejection, REJECT, rejectView } from '../views/reject-view.ts';
import { FIRST_SUBTASKS_BLOCK, parseSkip, SKIP, skipView } from '../views/skip-view.ts';
import { START_BLOCK, type StartForm } from '../views/start-fields.ts';
import { parseViewState } from '../views/view-state.ts';
import { within } from '../within.ts';
import { NOT_IN_FORM_TEXT, NOT_YOUR_FORM_TEXT } from '../wording.ts';
import { type Click, clickOf, requestOf } from './clicks.ts';
import { decideFor, refuse } from './decisions.ts';

/** Slack gives three seconds to open a form; so long, in milliseconds, it is asked who the person is. */
const WAIT_MS = 1_000;

export function registerDecisionModals(app: App, bot: Bot): void {
  opens(app, bot, ACTION.reject, 'reject', ({ id }) => rejectView(id));
  opens(app, bot, ACTION.skip, 'skip', (request) =>
    request.status === 'task failed' ? skipView(request.id, request.task.subtasks) : undefined,
  );
  opens(app, bot, ACTION.enterKey, 'give key', (request) =>
    request.status === 'asking' ? keyView(request.id, request.why) : undefined,
  );
  opens(app, bot, ACTION.move, 'move', ({ id, terms }) => changeStartView(id, startForm(bot), terms.start));

  submits(app, bot, { callbackId: CHANGE_START, block: START_BLOCK }, ({ dossier, opened }, view) => {
    const fresh = startForm(bot);
    const { id, terms } = dossier.request;
    const now = fresh.openedAt;
    const form = { ...fresh, openedAt: opened.openedAt ?? now, start: terms.start, now };
    const parsed = parseChangedStart(view, form);
    if ('errors' in parsed) return parsed;
    if ('start' in parsed) return { command: { kind: 'move', start: parsed.start } };
    return { again: changeStartView(id, fresh, terms.start, true), openedAt: now };
  });

  submits(app, bot, { callbackId: REJECT, block: REASON_BLOCK }, ({ fingerprint }, view) => {
    const parsed = parseRejection(view);
    return 'errors' in parsed ? parsed : { command: { kind: 'reject', reason: parsed.reason, fingerprint } };
  });

  submits(app, bot, { callbackId: SKIP, block: FIRST_SUBTASKS_BLOCK }, ({ dossier }, view) => {
    const parsed = parseSkip(view, failedIn(dossier.request));
    return 'errors' in parsed ? parsed : { command: { kind: 'skip', subtaskIds: parsed.subtaskIds } };
  });

  submits(app, bot, { callbackId: GIVE_KEY, block: KEY_BLOCK }, (_form, view) => {
    const parsed = parseGivenKey(view);
    return 'errors' in parsed ? parsed : { command: { kind: 'give key' }, key: parsed.key };
  });
}

/** What the form about the start offers now. */
function startForm({ world }: Bot): StartForm {
  return { calendar: world.calendar, openedAt: world.clock.now() };
}

/**
 * A button of the card that opens a form at once: the trigger lives three seconds. Who would be refused whatever the form is filled in with is told so in
 * place of it, and types no reason or key for nothing. `viewOf` gives none where the rules refuse everybody.
 */
function opens(
  app: App,
  bot: Bot,
  actionId: string,
  kind: FormCommand,
  viewOf: (request: Request) => ModalView | undefined,
): void {
  app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, body, action }) => {
    await ack();
    const click = clickOf(body);
    const found = await requestOf(bot, click, action);
    if (found === undefined) return;
    const { fingerprint } = found.value;
    const { request } = found.dossier;
    const fromHome = body.view?.type === 'home';
    const refusal = await whyNoForm(bot, click.person, request, kind);
    if (refusal !== undefined) {
      await refuse(bot, click, refusal, request.id);
      if (fromHome) bot.homes.acted(click.person);
      return;
    }
    const view = viewOf(request);
    if (view === undefined) return;
    const openedAt = bot.world.clock.now();
    const about = { person: click.person, request: request.id, fingerprint, openedAt, fromHome };
    await openView(bot, body.trigger_id, withNotice(view, noticeFor(bot, request)), about);
  });
}

/** In mrkdwn; undefined also while Slack does not say in time who the person is: that is decided when the form is submitted. */
async function whyNoForm(
  { world, log }: Bot,
  person: string,
  request: Request,
  kind: FormCommand,
): Promise<string | undefined> {
  try {
    const read = await within(WAIT_MS, formRefusal(world, request, person, kind));
    return read === 'late' || read.value === undefined ? undefined : refusalText(read.value, request);
  } catch (error) {
    log.warn('who wants a form could not be read', { person, request: request.id, error: String(error) });
    return undefined;
  }
}

type Submitted =
  | { readonly errors: FieldErrors }
  /** The form as it must be shown again, made at that moment. */
  | { readonly again: ModalView; readonly openedAt: Date }
  | { readonly command: Parameters<typeof decideFor>[3]; readonly key?: string };

/** A form as it was opened: about which request, and what its card showed then. */
interface OpenedForm {
  readonly dossier: Dossier;
  readonly fingerprint: string;
  readonly opened: OpenView;
  /** Whether what came back can have been filled in there. What it offered may be over since: that is no forgery. */
  readonly isAsOffered: boolean;
}

/** `block`: the field at which somebody is told that the form is none of theirs. */
function submits(
  app: App,
  bot: Bot,
  { callbackId, block }: { readonly callbackId: string; readonly block: string },
  read: (form: OpenedForm, view: ViewSubmitAction['view']) => Submitted,
): void {
  app.view({ type: 'view_submission', callback_id: callbackId }, async ({ ack, body, view }) => {
    const form = await openedForm(bot, body.user.id, view);
    if (form === undefined) return ack(atFields({ [block]: NOT_YOUR_FORM_TEXT }));
    const submitted = read(form, view);
    const { request } = form.dossier;
    if (!form.isAsOffered) {
      const wrong = `a submitted form (${callbackId}) with what it did not offer`;
      noteForgery(bot, { person: body.user.id, request: request.id, wrong });
      return ack(atFields('errors' in submitted ? submitted.errors : { [block]: NOT_IN_FORM_TEXT }));
    }
    if ('errors' in submitted) return ack(atFields(submitted.errors));
    if ('again' in submitted) {
      const { again, openedAt } = submitted;
      bot.views.add(view.id, { ...form.opened, openedAt, fields: offeredFields(again) });
      return ack({
        response_action: 'update',
        view: withNotice(again, noticeFor(bot, form.dossier.request)),
      });
    }
    await ack();
    await decideFor(bot, whereCardIs(body.user.id, request), request.id, submitted.command, submitted.key);
    if (form.opened.fromHome) bot.homes.acted(body.user.id);
  });
}

/**
 * The form as it was opened for this person. Undefined, and noted, when the form names another request, was
 * opened for somebody else, or is not known: a decision rests on what was opened, not on what came back. After a restart the
 * form is opened again.
 */
async function openedForm(
  bot: Bot,
  person: string,
  view: ViewSubmitAction['view'],
): Promise<OpenedForm | undefined> {
  const opened = bot.views.of(view.id);
  const isTheirs =
    opened?.person === person &&
    opened.callbackId === view.callback_id &&
    opened.request === view.private_metadata;
  const dossier = isTheirs ? await bot.world.journal.read(view.private_metadata) : undefined;
  if (dossier !== undefined && opened !== undefined) {
    isAbout(dossier.request.id);
    const { fingerprint = '', fields = new Map() } = opened;
    return {
      dossier,
      fingerprint,
      opened,
      isAsOffered: isFilledIn(fields, parseViewState(view.state.values)),
    };
  }
  noteForgery(bot, {
    person,
    request: opened?.request,
    wrong: `a submitted form (${view.callback_id}) that was not opened so`,
  });
  return undefined;
}

function atFields(errors: FieldErrors) {
  return { response_action: 'errors' as const, errors };
}

function failedIn(request: Request): readonly FailedSubtask[] {
  return request.status === 'task failed' ? request.task.subtasks : [];
}

/** A refusal goes to the channel of the card, where the modal was opened. */
function whereCardIs(person: string, { terms }: Request): Click {
  return { person, channel: terms.channel };
}
