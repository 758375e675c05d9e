/** Whether somebody may request a move-out: when it is asked why not, and when the form is submitted, which may have lain open for an hour. */
import { unfit } from '../domain/standing.ts';
import type { Bot } from './bot.ts';
import { requesterRefusalText } from './refusal-words.ts';
import { within } from './within.ts';
import { REQUESTER_UNREADABLE_TEXT } from './wording.ts';

/** Slack waits three seconds for the answer to a form; so long, in milliseconds, it is asked who the person is by now. */
const WAIT_MS = 1_500;

/** Why the person may not request it in that channel, in plain text; also when Slack does not say in time. Undefined when the person may. */
export async function requesterRefusal(
  bot: Pick<Bot, 'world' | 'log'>,
  person: string,
  channel: string,
): Promise<string | undefined> {
  const read = await whyNotRequester(bot, person, channel);
  return read === 'unread' ? REQUESTER_UNREADABLE_TEXT : read.refusal;
}

/** Why the person may not request it in that channel, in plain text; without a refusal the person may. `unread`: Slack does not say, or not in time. */
export async function whyNotRequester(
  { world, log }: Pick<Bot, 'world' | 'log'>,
  person: string,
  channel: string,
): Promise<{ readonly refusal?: string | undefined } | 'unread'> {
  try {
    const read = await within(WAIT_MS, world.people.standing(person, channel, 'requester'));
    if (read === 'late') throw new Error(`Slack did not answer within ${WAIT_MS} ms.`);
    const because = unfit(read.value);
    return { refusal: because && requesterRefusalText(because) };
  } catch (error) {
    log.warn('who requests could not be read', { person, error: String(error) });
    return 'unread';
  }
}
