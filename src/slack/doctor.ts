/** `/moveout doctor`: whether everything that Moveout needs is in order, each a line with what to do where it is not. */
import type { Check, Finding } from './checkup.ts';
import { checksOf } from './doctor-checks.ts';
import { date, escapeText } from './mrkdwn.ts';
import { said } from './status-answers.ts';
import { context, section } from './views/elements.ts';
import { counted, lines } from './views/lines.ts';
import type { Message } from './views/message.ts';
import { within } from './within.ts';

/** Nothing is waited for longer; what has not answered by then is said so. In milliseconds. */
const WAIT_MS = 8_000;

const MARKS: Readonly<Record<Finding['mark'], string>> = { ok: '✓', wrong: '✗', unsure: '?' };

/** `channel`: where it was asked; left out for a direct message. */
export async function answerDoctor(
  bot: Parameters<typeof checksOf>[0],
  { person, channel }: { readonly person: string; readonly channel?: string | undefined },
): Promise<Message> {
  const { admins } = bot.world;
  if (admins !== undefined && !admins.includes(person))
    return said('`/moveout doctor` is for the administrators of Moveout (MOVEOUT_ADMINS). Ask one of them.');
  const checks = checksOf(bot, channel);
  const found = await Promise.all(
    checks.map(async (check) => ({ about: check.about, ...(await findingOf(check)) })),
  );
  const title = titleOf(found);
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...lines(
        found.map(({ mark, about, says }) => `${MARKS[mark]} *${about}*: ${escapeText(says, 700)}`),
        { blocks: 20 },
      ),
      context(`As of ${date(bot.world.clock.now())}`),
    ],
  };
}

function titleOf(found: readonly Finding[]): string {
  const wrong = found.filter(({ mark }) => mark === 'wrong').length;
  const unsure = found.filter(({ mark }) => mark === 'unsure').length;
  if (wrong === 0) return unsure === 0 ? 'Everything is in order.' : `${counted(unsure, 'thing')} to look at`;
  return `${counted(wrong, 'thing')} to mend${unsure === 0 ? '' : `, ${unsure} to look at`}`;
}

async function findingOf({ look }: Check): Promise<Finding> {
  const checked = Promise.resolve()
    .then(look)
    .catch((error: unknown): Finding => ({ mark: 'wrong', says: wordsOf(error) }));
  const found = await within(WAIT_MS, checked);
  if (found === 'late') return { mark: 'wrong', says: `it has not answered within ${WAIT_MS / 1_000} s.` };
  return found.value;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
