import { App, type AppOptions, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { ExtendedErrorHandlerArgs } from '@slack/bolt/dist/App.js';
import type { Logger } from '@slack/logger';
import { z } from 'zod';
import { aboutSomething } from '../log.ts';
import { StoreFault } from '../workflow/ports.ts';
import type { Bot } from './bot.ts';
import { refuseForgery } from './forged.ts';
import { registerCommand } from './listeners/command.ts';
import { registerDecisionModals } from './listeners/decision-modals.ts';
import { registerDecisions } from './listeners/decisions.ts';
import { registerEvents } from './listeners/events.ts';
import { registerLooks } from './listeners/looks.ts';
import { registerModal } from './listeners/modal.ts';
import { registerSubmission } from './listeners/submission.ts';
import { parsePayload } from './payload.ts';
import { isTokenFault } from './slack-error.ts';
import { tellPrivately } from './tell-privately.ts';

import { INTERNAL_FAULT_TEXT, notSavedText, UNREADABLE_PAYLOAD_TEXT } from './wording.ts';

export interface AppAccess {
  readonly receiver: Receiver;
  readonly logger: Logger;
  readonly botToken: string;
  readonly identity: Identity;
}

/** Who the bot is, as `auth.test` says. */
export interface Identity {
  readonly teamId: string;
  readonly botId: string;
  readonly botUserId: string;
}

/** Bolt, which trusts the shape of what comes, behind a check of that shape. */
export class CheckedApp extends App {
  readonly #bot: Bot;

  constructor(bot: Bot, options: AppOptions) {
    super(options);
    this.#bot = bot;
  }

  /** Every receiver hands over here what came. What cannot be Moveout's reaches no listener, and is answered in words. */
  override processEvent(event: ReceiverEvent): Promise<void> {
    return aboutSomething(() => this.#process(event));
  }

  async #process(event: ReceiverEvent): Promise<void> {
    const payload = parsePayload(event.body);
    if ('body' in payload) return super.processEvent({ ...event, body: payload.body });
    // A modal stays open when its submission is not acknowledged, and nothing that was typed is lost.
    if (payload.kind !== 'view_submission') await event.ack();
    await refuseForgery(this.#bot, payload, UNREADABLE_PAYLOAD_TEXT);
  }
}

/** The Bolt app with every listener of ours. Not started. */
export function createApp(bot: Bot, { receiver, logger, botToken, identity }: AppAccess): App {
  const app = new CheckedApp(bot, {
    receiver,
    logger,
    extendedErrorHandler: true,
    // Nothing of ours is kept by conversation; Bolt would look there at every payload.
    convoStore: false,
    // Who we are is known already: Bolt need not ask at the first event, while somebody waits. It keeps clients by team.
    authorize: async () => ({ ...identity, botToken }),
  });
  registerCommand(app, bot);
  registerModal(app, bot);
  registerSubmission(app, bot);
  registerDecisions(app, bot);
  registerDecisionModals(app, bot);
  registerLooks(app, bot);
  registerEvents(app, bot);
  app.error(async ({ error, body }: ExtendedErrorHandlerArgs) => {
    const refused = storeFaultOf(error);
    const payload = 'type' in body ? String(body.type) : 'command';
    bot.log.error(refused === undefined ? 'a listener failed' : 'what somebody asked could not be saved', {
      error: error.message,
      payload,
    });
    // Nobody can be told without a token that Slack takes.
    const person = isTokenFault(error) ? undefined : personOf(body);
    const text = refused === undefined ? INTERNAL_FAULT_TEXT : notSavedText(refused);
    if (person !== undefined) await tellPrivately(bot.clients, person, text);
  });
  return app;
}

/** Bolt wraps what a listener throws, unless it has a code. */
function storeFaultOf(error: Error): StoreFault | undefined {
  const thrown = 'original' in error ? error.original : error;
  return thrown instanceof StoreFault ? thrown : undefined;
}

const payload = z.object({
  user_id: z.string().optional(),
  channel_id: z.string().optional(),
  user: z.object({ id: z.string() }).optional(),
  channel: z.object({ id: z.string() }).optional(),
});

/** Whoever waits for an answer: commands name them in `user_id`, everything else in `user.id`. */
function personOf(body: unknown): { person: string; channel: string | undefined } | undefined {
  const { data } = payload.safeParse(body);
  const person = data?.user_id ?? data?.user?.id;
  return person === undefined ? undefined : { person, channel: data?.channel_id ?? data?.channel?.id };
}
