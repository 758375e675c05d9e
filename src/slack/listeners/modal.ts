/** What happens inside the Move Out modal before it is submitted: picking, trying again, choosing hosts by zone. */
import type { App, BlockAction } from '@slack/bolt';
import { type Listing, listedClusters } from '../../domain/listing.ts';
import type { Bot } from '../bot.ts';
import type { ModalErrand } from '../compose-modal.ts';
import { parseErrand } from '../errand.ts';
import { fillModal } from '../fill-modal.ts';
import { refuseForgery } from '../forged.ts';
import { openView } from '../open-views.ts';
import { updateView } from '../update-view.ts';
import { parseClusterValue } from '../views/cluster-value.ts';
import { REQUEST_PRIMARY } from '../views/end-message.ts';
import { CHOOSE_ALL, CHOOSE_NONE, parseZoneChoice } from '../views/host-blocks.ts';
import { loadingView } from '../views/loading-view.ts';
import { groupsOf, withTicked, withZoneChoice } from '../views/move-out-form.ts';
import { moveOutView } from '../views/move-out-view.ts';
import { TRY_AGAIN } from '../views/notice-view.ts';
import { clusterOptions, PICK_CLUSTER } from '../views/picker-view.ts';
import { within } from '../within.ts';
import { NOT_OFFERED_TEXT } from '../wording.ts';
import { refillOf } from './submission.ts';

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
    const picked = value === undefined ? undefined : parseClusterValue(value);
    if (picked === undefined) return refuse(bot, body, 'a cluster value that Moveout does not write');
    await fillAgain(bot, body, { picked });
  });

  app.action({ type: 'block_actions', action_id: TRY_AGAIN }, async ({ ack, body, action }) => {
    await ack();
    const errand = action.type === 'button' ? parseErrand(action.value) : undefined;
    if (errand === undefined) return refuse(bot, body, 'a Try Again value that Moveout does not write');
    await fillAgain(bot, body, errand);
  });

  app.action({ type: 'block_actions', action_id: REQUEST_PRIMARY }, async ({ ack, body, action }) => {
    await ack();
    const errand = action.type === 'button' ? parseErrand(action.value) : undefined;
    if (errand?.picked === undefined)
      return refuse(bot, body, 'a Request Primary value that Moveout does not write');
    const { channel } = errand;
    const person = body.user.id;
    const viewId = await openView(bot, body.trigger_id, loadingView(), { person, channel });
    await fillModal(bot, { ...errand, viewId, person });
  });

  for (const actionId of [CHOOSE_ALL, CHOOSE_NONE]) {
    app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, body, action }) => {
      await ack();
      await chooseZone(bot, body, parseZoneChoice(action));
    });
  }
}

/** Slack takes suggestions for three seconds; what has come by then is offered. */
async function suggestedFrom({ clusters }: Bot): Promise<readonly Listing[]> {
  const known = clusters.cached();
  if (known !== undefined) return known;
  const fresh = await within(2_000, clusters.fresh());
  return fresh === 'late' ? (clusters.cached() ?? []) : fresh.value;
}

/**
 * Makes the modal anew for the person for whom it was opened, about the channel in which the command was typed. After a restart
 * neither is known: then the modal says where it was opened, and belongs to the first who goes on with it.
 */
async function fillAgain(bot: Bot, body: BlockAction, errand: Partial<ModalErrand>): Promise<void> {
  const { view, user } = body;
  if (view === undefined) return refuse(bot, body, 'a click of the Move Out modal outside of it');
  const opened = bot.views.of(view.id);
  if (!isTheirs(bot, view.id, user.id)) return refuse(bot, body, 'a click in a modal that is not theirs');
  const before = parseErrand(view.private_metadata);
  const channel = opened?.channel ?? before?.channel ?? errand.channel;
  if (
    channel === undefined ||
    [before?.channel, errand.channel].some((said) => said !== undefined && said !== channel)
  )
    return refuse(bot, body, 'a modal of another channel');
  if (opened === undefined)
    bot.views.add(view.id, { person: user.id, channel, callbackId: view.callback_id });
  await updateView(bot.clients, view.id, loadingView());
  await fillModal(bot, { ...before, ...errand, channel, viewId: view.id, person: user.id });
}

/** Chooses all hosts of a zone, or none, and keeps what was ticked elsewhere. */
async function chooseZone(
  bot: Bot,
  body: BlockAction,
  zone: ReturnType<typeof parseZoneChoice>,
): Promise<void> {
  const { view, user } = body;
  if (view === undefined || zone === undefined) return refuse(bot, body, 'a zone that was not offered');
  const draft = bot.drafts.get(view.id);
  if (draft === undefined) return fillAgain(bot, body, { refill: refillOf(view.state.values) });
  if (!isTheirs(bot, view.id, user.id)) return refuse(bot, body, 'a click in a modal that is not theirs');
  if (view.private_metadata !== draft.form.id || groupsOf(draft.form)[zone.group] === undefined)
    return refuse(bot, body, 'a zone of another form');
  const form = withZoneChoice(withTicked(draft.form, view.state.values), zone.group, zone.chosen);
  bot.drafts.set(view.id, { ...draft, form });
  await updateView(bot.clients, view.id, moveOutView(form));
}

/** Whether nothing is known that makes the modal somebody else's, or one about a request. */
function isTheirs(bot: Bot, viewId: string, person: string): boolean {
  const opened = bot.views.of(viewId);
  const requester = bot.drafts.get(viewId)?.requester ?? person;
  return (
    requester === person &&
    (opened === undefined || (opened.person === person && opened.request === undefined))
  );
}

function refuse(bot: Bot, { user, channel }: BlockAction, wrong: string): Promise<void> {
  return refuseForgery(bot, { person: user.id, channel: channel?.id, wrong }, NOT_OFFERED_TEXT);
}
