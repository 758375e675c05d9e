/** Clicks on buttons about a request: where they were made, and whether Moveout offered them there. */
import type { BlockAction } from '@slack/bolt';
import { REQUEST_ID } from '../../domain/events.ts';
import { isAbout } from '../../log.ts';
import type { Dossier } from '../../workflow/ports.ts';
import type { Bot } from '../bot.ts';
import { type ButtonValue, parseButtonValue } from '../button-value.ts';
import { refuseForgery } from '../forged.ts';
import { ACTION } from '../views/card-buttons.ts';
import { REFRESH, TASK } from '../views/task-view.ts';
import { oldCardText } from '../wording.ts';

/** Where and by whom something was clicked. */
export interface Click {
  readonly person: string;
  /** Absent for a click in a modal. */
  readonly channel?: string | undefined;
  /** The message that everybody sees; absent for a modal, and for a private answer, which no ts finds again. */
  readonly ts?: string | undefined;
  /** The request that the message's metadata names, where Slack sends it. */
  readonly marked?: string | undefined;
  readonly view?: ClickedView | undefined;
}

/** A modal as it comes back with a click or a submission. */
interface ClickedView {
  /** `home` for the App Home. */
  readonly type?: string;
  readonly id: string;
  readonly callback_id: string;
  readonly private_metadata: string;
}

export function clickOf({ user, container, channel, message, view }: BlockAction): Click {
  const click = { person: user.id, channel: channel?.id, view };
  if (container.type !== 'message' || container.is_ephemeral === true) return click;
  const marked: unknown = message?.metadata?.event_payload?.request;
  return {
    ...click,
    ts: String(container.message_ts),
    ...(typeof marked === 'string' ? { marked } : {}),
  };
}

/**
 * The request whose button was clicked; undefined when the person was told why it is none.
 *
 * A button counts where Moveout put it, and nowhere else:
 * - on the request's card as it is now: that message in that channel. While the card is posted and not yet noted, on a message in
 *   the channel of the request that names no other request;
 * - in a private answer of `/moveout status`, which has the buttons of the card, in whatever channel or direct message it was
 *   asked. Slack keeps no such message, so nothing can be compared; nothing need be, since nobody but the person has it, and
 *   whoever decides must be fit in the channel of the card wherever the click is made;
 * - in the App Home, which has Approve and Reject; nobody but the person sees it;
 * - in View Task, where only Refresh and Cancel are offered: in the modal that names this request.
 */
export async function requestOf(
  bot: Bot,
  click: Click,
  action: BlockAction['actions'][number],
): Promise<{ dossier: Dossier; value: ButtonValue } | undefined> {
  const value = parseButtonValue(action.type === 'button' ? action.value : undefined);
  if (value === undefined) return refuse(bot, click, 'a button value that Moveout does not write');
  const dossier = await bot.world.journal.read(value.id);
  if (dossier === undefined) return refuse(bot, click, 'a button of an unknown request', value.id);
  isAbout(value.id);
  if (value.fingerprint !== dossier.request.terms.fingerprint)
    return refuse(bot, click, 'a button of other terms than the request has', value.id);
  if (await isOffered(bot, click, action.action_id, dossier)) return { dossier, value };
  return refuse(bot, click, 'a click in another place than the request has its buttons', value.id);
}

/** The request that an open View Task is about; undefined when the person was told that there is none. */
export async function requestOfTaskView(bot: Bot, click: Click): Promise<Dossier | undefined> {
  const id = click.view?.private_metadata ?? '';
  const dossier = REQUEST_ID.test(id) ? await bot.world.journal.read(id) : undefined;
  if (dossier === undefined || !isTaskView(bot, click, id))
    return refuse(bot, click, 'a click in a modal that is not View Task of a request');
  isAbout(id);
  return dossier;
}

async function isOffered(bot: Bot, click: Click, actionId: string, { request }: Dossier): Promise<boolean> {
  const isForTask = actionId === REFRESH;
  if (click.view?.type === 'home') return actionId === ACTION.approve || actionId === ACTION.reject;
  if (click.view !== undefined)
    return (isForTask || actionId === ACTION.cancel) && isTaskView(bot, click, request.id);
  if (isForTask) return false;
  if (click.ts === undefined) return true;
  const { card } = await bot.world.journal.cursor(request.id);
  if (card !== undefined) return card.channel === click.channel && card.ts === click.ts;
  return click.channel === request.terms.channel && (click.marked ?? request.id) === request.id;
}

/** After a restart no modal is known; then what it says of itself counts, for what it offers is the requester's or harmless. */
function isTaskView(bot: Bot, { view, person }: Click, id: string): boolean {
  if (view?.callback_id !== TASK || view.private_metadata !== id) return false;
  const opened = bot.views.of(view.id);
  if (opened === undefined) return true;
  return opened.callbackId === TASK && opened.request === id && opened.person === person;
}

async function refuse(bot: Bot, click: Click, wrong: string, request?: string): Promise<undefined> {
  const { person, channel } = click;
  await refuseForgery(bot, { person, channel, request, wrong }, oldCardText());
  return undefined;
}
