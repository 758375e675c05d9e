/** The Move Out modal as it is submitted: checked against what was shown, recorded, answered. */
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { ClusterIdentity } from '../../domain/cluster.ts';
import { clusterTerms, warningsOf } from '../../domain/present-terms.ts';
import type { Request } from '../../domain/request.ts';
import { withStart } from '../../domain/start-time.ts';
import { type Asked, requestMoveOut, requestOfModal } from '../../workflow/request-move-out.ts';
import type { Bot } from '../bot.ts';
import type { Refill } from '../compose-modal.ts';
import type { Draft } from '../drafts.ts';
import { parseErrand } from '../errand.ts';
import { fillModal } from '../fill-modal.ts';
import { noteForgery } from '../forged.ts';
import { requesterRefusal } from '../requester-refusal.ts';
import { cardLinkFor } from '../status-answers.ts';
import { updateView } from '../update-view.ts';
import { PHRASE_BLOCK } from '../views/confirm-fields.ts';
import { loadingView } from '../views/loading-view.ts';
import { type Accepted, checkSubmission, notOffered, parseSubmission } from '../views/move-out-submission.ts';
import { MOVE_OUT } from '../views/move-out-view.ts';
import { noticeView } from '../views/notice-view.ts';
import { busyText, NOT_YOUR_FORM_TEXT, RESTARTED_TEXT, requestNotSavedText } from '../wording.ts';

export function registerSubmission(app: App, bot: Bot): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: MOVE_OUT }, async ({ ack, body }) => {
    const { response, afterwards } = await submitted(bot, body);
    await (response === undefined ? ack() : ack(response));
    await afterwards?.();
  });
}

interface Answer {
  readonly response?:
    | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
    | { readonly response_action: 'update'; readonly view: ModalView };
  readonly afterwards?: () => Promise<void>;
}

/**
 * Validates, seals and records with what is known here, then answers: field errors can only travel in the acknowledgement. A form
 * is taken from the person for whom it was made, about what it was made of; anything else changes nothing.
 */
async function submitted(bot: Bot, { view, user }: ViewSubmitAction): Promise<Answer> {
  const known = await requestOfModal(bot.world, view.id);
  const draft = bot.drafts.get(view.id);
  const owner = known?.request.terms.requester ?? draft?.requester ?? bot.views.of(view.id)?.person;
  if (owner !== undefined && owner !== user.id) return notTheirs(bot, user.id, 'a form of somebody else');
  if (known !== undefined) return {};
  if (draft === undefined) return madeAnew(bot, { view, user });
  if (view.private_metadata !== draft.form.id)
    return notTheirs(bot, user.id, 'a form that was made of something else');
  const now = bot.world.clock.now();
  const submission = parseSubmission(view.state.values);
  const result = checkSubmission(draft.form, submission, now);
  if ('errors' in result) {
    const wrong = notOffered(draft.form, submission);
    if (wrong !== undefined) noteForgery(bot, { person: user.id, wrong });
    return { response: { response_action: 'errors', errors: result.errors } };
  }
  const refusal = await requesterRefusal(bot, draft.requester, draft.form.channel);
  if (refusal !== undefined) return atPhrase(refusal);
  try {
    const outcome = await requestMoveOut(bot.world, asked(bot, view.id, draft, result.accepted, now));
    bot.drafts.delete(view.id);
    return 'opened' in outcome ? {} : busy(bot, { viewId: view.id, person: user.id }, outcome.busy.request);
  } catch (error) {
    bot.log.error('a request could not be saved', { person: user.id, error: String(error) });
    return say(requestNotSavedText(error));
  }
}

/** The link of the other request's card follows: Slack does not wait for it. */
function busy(
  bot: Bot,
  { viewId, person }: { readonly viewId: string; readonly person: string },
  request: Request,
): Answer {
  const text = busyText(request);
  const withLink = async () => {
    const card = await cardLinkFor(bot, person, request);
    if (card !== undefined) await updateView(bot.clients, viewId, noticeView({ text, card }));
  };
  return { ...say(text), afterwards: withLink };
}

function say(text: string): Answer {
  return { response: { response_action: 'update', view: noticeView({ text }) } };
}

/** At a field, so that whoever has the form keeps it. */
function notTheirs(bot: Bot, person: string, wrong: string): Answer {
  noteForgery(bot, { person, wrong });
  return atPhrase(NOT_YOUR_FORM_TEXT);
}

function atPhrase(text: string): Answer {
  return { response: { response_action: 'errors', errors: { [PHRASE_BLOCK]: text } } };
}

function asked(bot: Bot, viewId: string, { requester, form }: Draft, accepted: Accepted, now: Date): Asked {
  const { key, start, ...chosen } = accepted;
  const { quorum, startTtlMs } = bot.settings;
  const { approvalTtlMs } = bot.world;
  const terms = {
    ...chosen,
    requester,
    channel: form.channel,
    cluster: clusterTerms(form.cluster),
    start: start.start,
    quorum,
    startTtlMs,
    approvalExpiresAt: new Date(now.getTime() + approvalTtlMs).toISOString(),
    warnings: warningsOf(form.checks, { ...form, skipHosts: chosen.skipHosts }),
    ...(form.primary === undefined ? {} : { primary: identityOf(form.primary) }),
  };
  return { viewId, key, terms: withStart(terms, start) };
}

function identityOf({ ocp, id, name, obClusterId }: ClusterIdentity): ClusterIdentity {
  return { ocp, id, name, obClusterId };
}

/** What the modal was made of is gone (a restart): it is made anew with everything that was filled in but the key. */
function madeAnew(bot: Bot, { view, user }: Pick<ViewSubmitAction, 'view' | 'user'>): Answer {
  const errand = parseErrand(view.private_metadata);
  if (errand?.picked === undefined) return say(RESTARTED_TEXT);
  const { channel } = errand;
  const opened = bot.views.of(view.id);
  if ((opened?.channel ?? channel) !== channel) return notTheirs(bot, user.id, 'a form of another channel');
  if (opened === undefined) bot.views.add(view.id, { person: user.id, channel, callbackId: MOVE_OUT });
  const refill = refillOf(view.state.values);
  return {
    response: { response_action: 'update', view: loadingView() },
    afterwards: () => fillModal(bot, { ...errand, viewId: view.id, person: user.id, refill }),
  };
}

/** Everything that was filled in but the key, the phrase, and a text that repeats the key. */
export function refillOf(values: unknown): Refill {
  const { deleteHostIds, skipHostIds, key, start, options, ...typed } = parseSubmission(values);
  const { allHosts, keepClusterInfo } = options;
  const unlessSecret = (text: string) => (key !== '' && text.includes(key) ? '' : text);
  const [reason, configAddress] = [unlessSecret(typed.reason), unlessSecret(options.configAddress)];
  return {
    notice: RESTARTED_TEXT,
    choice: { deleteHostIds, skipHostIds },
    typed: { reason, allHosts, keepClusterInfo, configAddress, start },
  };
}
