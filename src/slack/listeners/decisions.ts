/** Clicks and small modals that decide something: parse, one call, and a private sentence to whoever is refused. */
import type { App, BlockAction } from '@slack/bolt';
import type { Command } from '../../domain/decide.ts';
import { act } from '../../workflow/act.ts';
import type { Dossier } from '../../workflow/ports.ts';
import type { Bot } from '../bot.ts';
import { type ButtonValue, parseButtonValue } from '../button-value.ts';
import { showTask } from '../show-task.ts';
import { tellPrivately } from '../tell-privately.ts';
import { ACTION } from '../views/card-buttons.ts';
import { actedText, oldCardText } from '../wording.ts';

/** Where and by whom something was clicked. */
export interface Click {
  readonly person: string;
  /** Absent for a click in a modal. */
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
}

/** The clicks that need nothing but the click. */
const COMMANDS: readonly (readonly [actionId: string, commandOf: (value: ButtonValue) => Command])[] = [
  [ACTION.approve, ({ fingerprint }) => ({ kind: 'approve', fingerprint })],
  [ACTION.cancel, () => ({ kind: 'cancel' })],
  [ACTION.retry, () => ({ kind: 'retry' })],
  [ACTION.rollBack, () => ({ kind: 'roll back' })],
  [ACTION.giveUp, () => ({ kind: 'give up' })],
  [ACTION.checkAgain, () => ({ kind: 'check again' })],
  [ACTION.submitAgain, () => ({ kind: 'submit again' })],
];

export function registerDecisions(app: App, bot: Bot): void {
  for (const [actionId, commandOf] of COMMANDS) {
    app.action({ type: 'block_actions', action_id: actionId }, async ({ ack, body, action }) => {
      await ack();
      const click = clickOf(body);
      const found = await requestOf(bot, click, action.type === 'button' ? action.value : undefined);
      if (found === undefined) return;
      const { id } = found.dossier.request;
      await decideFor(bot, click, id, commandOf(found.value));
      // A click in View Task: what it led to shows where it was made.
      if (body.view !== undefined) await showTask(bot, body.view.id, id);
    });
  }
}

/** A private answer (of `/moveout status`) is no card, and its buttons work like those of the card. */
export function clickOf(body: BlockAction): Click {
  const { container } = body;
  const channel = body.channel?.id;
  const ts = container.type === 'message' && !container.is_ephemeral ? body.message?.ts : undefined;
  return { person: body.user.id, channel, ts };
}

/**
 * The request whose button was clicked; undefined when the person was told why it is none: not one of ours, or on a message
 * that is not the request's card (an old card, or a forged click).
 */
export async function requestOf(
  bot: Bot,
  click: Click,
  buttonValue: unknown,
): Promise<{ dossier: Dossier; value: ButtonValue } | undefined> {
  const value = parseButtonValue(buttonValue);
  const dossier = value && (await bot.world.journal.read(value.id));
  if (value !== undefined && dossier !== undefined && (await isOnCard(bot, click, value.id)))
    return { dossier, value };
  await refuse(bot, click, oldCardText());
  return undefined;
}

async function isOnCard(bot: Bot, { channel, ts }: Click, id: string): Promise<boolean> {
  if (ts === undefined) return true;
  const { card } = await bot.world.journal.cursor(id);
  return card === undefined || (card.channel === channel && card.ts === ts);
}

/** Does what was asked for, or says privately why not. */
export async function decideFor(
  bot: Bot,
  click: Click,
  id: string,
  command: Command,
  key?: string,
): Promise<void> {
  const refusal = actedText(await act(bot.world, id, click.person, command, key), command.kind);
  if (refusal !== undefined) await refuse(bot, click, refusal, id);
}

async function refuse(bot: Bot, click: Click, text: string, request?: string): Promise<void> {
  bot.log.info('refused', { person: click.person, request, answer: text });
  await tellPrivately(bot.clients, click, text);
}
