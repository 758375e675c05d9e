/** Clicks and small modals that decide something: parse, one call, and a private sentence to whoever is refused. */
import type { App } from '@slack/bolt';
import type { Command } from '../../domain/decision.ts';
import { aboutRequest } from '../../log.ts';
import { act } from '../../workflow/act.ts';
import type { Bot } from '../bot.ts';
import type { ButtonValue } from '../button-value.ts';
import { actedText } from '../refusal-words.ts';
import { showTask } from '../show-task.ts';
import { tellPrivately } from '../tell-privately.ts';
import { createViewer } from '../viewer.ts';
import { ACTION } from '../views/card-buttons.ts';
import { type Click, clickOf, requestOf } from './clicks.ts';

/** The clicks that need nothing but the click. */
const COMMANDS: readonly (readonly [actionId: string, commandOf: (value: ButtonValue) => Command])[] = [
  [ACTION.approve, ({ fingerprint }) => ({ kind: 'approve', fingerprint })],
  [ACTION.approveEarlier, ({ fingerprint }) => ({ kind: 'approve', fingerprint, earlier: true })],
  [ACTION.withdraw, () => ({ kind: 'withdraw' })],
  [ACTION.start, () => ({ kind: 'start' })],
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
      const found = await requestOf(bot, click, action);
      if (found === undefined) return;
      const { request } = found.dossier;
      const { id } = request;
      await decideFor(bot, click, id, commandOf(found.value));
      // A click in View Task: what it led to shows where it was made, to whoever sees the request now.
      if (body.view?.type === 'home') bot.homes.acted(click.person);
      else if (body.view !== undefined && (await createViewer(bot, click.person).seesById(request)))
        await showTask(bot, body.view.id, id);
    });
  }
}

/** Does what was asked for, or says privately why not. */
export async function decideFor(
  bot: Bot,
  click: Click,
  id: string,
  command: Command,
  key?: string,
): Promise<void> {
  await aboutRequest(id, async () => {
    const refusal = actedText(await act(bot.world, id, click.person, command, key), command.kind);
    if (refusal !== undefined) await refuse(bot, click, refusal, id);
  });
}

/** Says privately why not, in mrkdwn. */
export async function refuse(bot: Bot, click: Click, text: string, request: string): Promise<void> {
  bot.log.info('refused', { person: click.person, request, answer: text });
  await tellPrivately(bot.clients, click, text);
}
