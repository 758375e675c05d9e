import type { Bot } from './bot.ts';
import { tellPrivately } from './tell-privately.ts';

/** What is wrong with a payload, for the log. */
export interface Forgery {
  /** A Slack user id that was checked to be one; undefined when the payload names nobody. */
  readonly person: string | undefined;
  /** The id of a request, when it has the form of one. */
  readonly request?: string | undefined;
  /** Words of ours, and nothing that came in the payload. */
  readonly wrong: string;
}

/**
 * Notes that something came which nobody can send who only uses what Moveout shows: one line, in which no payload, no view and
 * no typed value stands. It may be an attempt, or a place of Slack that shows what is over.
 */
export function noteForgery({ log }: Pick<Bot, 'log'>, { person, request, wrong }: Forgery): void {
  log.warn('refused what Moveout did not offer', { person, request, wrong });
}

/** Notes it, and says the answer (mrkdwn) privately to the person who is named. */
export async function refuseForgery(
  bot: Pick<Bot, 'log' | 'clients'>,
  forgery: Forgery & { readonly channel?: string | undefined },
  answer: string,
): Promise<void> {
  noteForgery(bot, forgery);
  const { person, channel } = forgery;
  if (person !== undefined) await tellPrivately(bot.clients, { person, channel }, answer);
}
