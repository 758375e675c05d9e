/** Everything that happens inside the Move Out modal: picking, trying again, choosing hosts by zone, submitting. */
import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { notSkippedWarning } from '../../domain/host-choices.ts';
import { type Listing, listedClusters } from '../../domain/listing.ts';
import { type Asked, requestMoveOut, requestOfModal } from '../../workflow/request-move-out.ts';
import type { Bot } from '../bot.ts';
import type { ModalErrand, Refill } from '../compose-modal.ts';
import type { Draft } from '../drafts.ts';
import { parseErrand } from '../errand.ts';
import { fillModal } from '../fill-modal.ts';
import { parseClusterValue } from '../views/cluster-value.ts';
import { CHOOSE_ALL, CHOOSE_NONE, parseZoneChoice } from '../views/host-blocks.ts';
import { loadingView } from '../views/loading-view.ts';
import { withTicked, withZoneChoice } from '../views/move-out-form.ts';
import { type Accepted, checkSubmission, parseSubmission } from '../views/move-out-submission.ts';
import { MOVE_OUT, moveOutView } from '../views/move-out-view.ts';
import { noticeView, TRY_AGAIN } from '../views/notice-view.ts';
import { clusterOptions, PICK_CLUSTER } from '../views/picker-view.ts';
import { busyText, RESTARTED_TEXT, requestNotSavedText } from '../wording.ts';

export function registerModal(app: App, bot: Bot): void {
  app.options<'block_suggestion'>(
    { type: 'block_suggestion', action_id: PICK_CLUSTER },
    async ({ ack, payload }) => {
      const listings = await suggestedFrom(bot);
      const clusters = listedClusters(listings);
      await ack({ options: clusterOptions(clusters, payload.value) });
    },
  );

  app.action({ type: 'block_actions', action_id: PICK_CLUSTER }, async ({ ack, body, action }) => {
    await ack();
    const value = action.type === 'external_select' ? action.selected_option?.value : undefined;
    await fillAgain(bot, body, { picked: value === undefined ? undefined : parseClusterValue(value) });
  });

  app.action({ type: 'block_actions', action_id: TRY_AGAIN }, async ({ ack, body, action }) => {
    await ack();
    await fillAgain(bot, body, action.type === 'button' ? parseErrand(action.value) : undefined);
  });

  for (const actionId of [CHOOSE_ALL, CHOOSE_NONE]) {
    app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, body, action }) => {
      await ack();
      await chooseZone(bot, body, parseZoneChoice(action));
    });
  }

  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: MOVE_OUT }, async ({ ack, body }) => {
    const { response, afterwards } = await submitted(bot, body);
    await (response === undefined ? ack() : ack(response));
    await afterwards?.();
  });
}

/** Slack takes suggestions for three seconds; what has come by then is offered. */
async function suggestedFrom({ clusters }: Bot): Promise<readonly Listing[]> {
  return clusters.cached() ?? (await soon(clusters.fresh())) ?? clusters.cached() ?? [];
}

function soon<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, new Promise<undefined>((resolve) => setTimeout(resolve, 2_000, undefined))]);
}

async function fillAgain(
  bot: Bot,
  body: BlockAction,
  errand: Partial<ModalErrand> | undefined,
): Promise<void> {
  const { view } = body;
  if (view === undefined) return;
  const viewId = view.id;
  const opened = parseErrand(view.private_metadata);
  const channel = errand?.channel ?? opened?.channel;
  if (channel === undefined) throw new Error('The modal does not say where it was opened.');
  await bot.clients.interactive.views.update({ view_id: viewId, view: loadingView() });
  await fillModal(bot, { ...opened, ...errand, channel, viewId, person: body.user.id });
}

/** Chooses all hosts of a zone, or none, and keeps what was ticked elsewhere. */
async function chooseZone(
  bot: Bot,
  body: BlockAction,
  zone: ReturnType<typeof parseZoneChoice>,
): Promise<void> {
  const { view } = body;
  if (view === undefined || zone === undefined) return;
  const draft = bot.drafts.get(view.id);
  if (draft === undefined) return fillAgain(bot, body, { refill: refillOf(view.state.values) });
  const form = withZoneChoice(withTicked(draft.form, view.state.values), zone.group, zone.chosen);
  bot.drafts.set(view.id, { ...draft, form });
  await bot.clients.interactive.views.update({ view_id: view.id, view: moveOutView(form) });
}

interface Answer {
  readonly response?:
    | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
    | { readonly response_action: 'update'; readonly view: ModalView };
  readonly afterwards?: () => Promise<void>;
}

/** Validates, seals and records with what is known here, then answers: field errors can only travel in the acknowledgement. */
async function submitted(bot: Bot, { view, user }: ViewSubmitAction): Promise<Answer> {
  const known = await requestOfModal(bot.world, view.id);
  if (known?.request.terms.requester === user.id) return {};
  const draft = bot.drafts.get(view.id);
  if (draft === undefined || draft.requester !== user.id) return madeAnew(bot, { view, user });
  const now = bot.world.clock.now();
  const result = checkSubmission(draft.form, parseSubmission(view.state.values), now);
  if ('errors' in result) return { response: { response_action: 'errors', errors: result.errors } };
  try {
    const outcome = await requestMoveOut(bot.world, asked(bot, view.id, draft, result.accepted, now));
    bot.drafts.delete(view.id);
    return 'opened' in outcome ? {} : say(busyText(outcome.busy.request));
  } catch (error) {
    bot.log.error('a request could not be saved', { person: user.id, error: String(error) });
    return say(requestNotSavedText(error));
  }
}

function say(text: string): Answer {
  return { response: { response_action: 'update', view: noticeView({ text }) } };
}

function asked(bot: Bot, viewId: string, { requester, form }: Draft, accepted: Accepted, now: Date): Asked {
  const { key, ...chosen } = accepted;
  const { ocp, id, name, obClusterId, type, status, obVersion } = form.cluster;
  return {
    viewId,
    key,
    terms: {
      ...chosen,
      requester,
      channel: form.channel,
      cluster: {
        ocp,
        id,
        name,
        obClusterId,
        type,
        status,
        ...(obVersion === undefined ? {} : { obVersion }),
      },
      quorum: bot.settings.quorum,
      approvalExpiresAt: new Date(now.getTime() + bot.settings.approvalTtlMs).toISOString(),
      warnings: warningsOf(form, chosen.skipHosts),
    },
  };
}

/** What the prechecks warned of; where hosts can be skipped, of the offline ones only those that the requester did not skip. */
function warningsOf({ checks, cluster, options }: Draft['form'], skipHosts: Accepted['skipHosts']): string[] {
  const warned = checks.filter((check) => check.verdict === 'warned');
  if (!options.skipHosts) return warned.map((check) => check.text);
  const others = warned.filter((check) => check.rule !== 'offline hosts').map((check) => check.text);
  const notSkipped = notSkippedWarning(cluster, skipHosts);
  return [...others, ...(notSkipped === undefined ? [] : [notSkipped])];
}

/** What the modal was made of is gone (a restart): it is made anew with everything that was filled in but the key. */
function madeAnew(bot: Bot, { view, user }: Pick<ViewSubmitAction, 'view' | 'user'>): Answer {
  const errand = parseErrand(view.private_metadata);
  if (errand === undefined) return say(RESTARTED_TEXT);
  const refill = refillOf(view.state.values);
  return {
    response: { response_action: 'update', view: loadingView() },
    afterwards: () => fillModal(bot, { ...errand, viewId: view.id, person: user.id, refill }),
  };
}

/** Everything that was filled in but the key and the phrase. */
function refillOf(values: unknown): Refill {
  const { deleteHostIds, skipHostIds, reason, start, options } = parseSubmission(values);
  const { allHosts, keepClusterInfo, configAddress } = options;
  return {
    notice: RESTARTED_TEXT,
    choice: { deleteHostIds, skipHostIds },
    typed: { reason, allHosts, keepClusterInfo, configAddress, ...(start === undefined ? {} : { start }) },
  };
}
