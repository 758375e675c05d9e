/** What is told of a request when Slack refuses its thread, and loses an answer meanwhile. */
import { expect, it } from 'vitest';
import { opened } from '../../src/journal/dossiers.ts';
import { createCardLinks } from '../../src/slack/card-links.ts';
import { createPoster } from '../../src/slack/poster.ts';
import { createTeller } from '../../src/slack/tell-events.ts';
import { eventsOf, NOW, REQUEST } from '../requests.ts';
import { slackInProcess } from './slack-in-process.ts';

const CHANNEL = 'C0ONCALL';
const silent = () => undefined;

/** A teller of one request that waits for nothing, and the messages that everybody has then. */
async function openTeller() {
  const lost: string[] = [];
  const slack = await slackInProcess({ now: () => NOW }, (method) => {
    if (lost[0] !== method) return false;
    lost.shift();
    return true;
  });
  const client = slack.clients.background;
  const pacer = { takes: () => true, hold: silent, ended: silent };
  const teller = createTeller(
    {
      journal: { saveCursor: async () => undefined },
      calendar: undefined,
      ocps: [],
      clients: slack.clients,
      cardLinks: createCardLinks(client),
      log: { debug: silent, info: silent, warn: silent, error: silent },
      pacer,
      subscribersOf: async () => [],
    },
    createPoster(client, pacer),
  );
  const { ts = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'the card' });
  const direct = await client.conversations.open({ users: 'U0ADA' });
  const texts = (channel: string) => slack.world.messages.of(channel).map(({ text }) => text);
  return {
    teller,
    card: { channel: CHANNEL, ts },
    /** Loses the answer to the next call of each of these methods, one after the other. */
    lose: (...methods: string[]) => void lost.push(...methods),
    /** Somebody says something in the thread. */
    talk: (text: string) =>
      slack.world.messages.post({ channel: CHANNEL, threadTs: ts, author: 'U0GRACE', text }),
    thread: () => texts(CHANNEL).slice(1),
    directly: () => texts(direct.channel?.id ?? ''),
  };
}

it('a direct message that went ahead of a refused thread, and whose answer was lost, is not sent again when the thread is taken', async () => {
  const { teller, card, lose, thread, directly } = await openTeller();
  const events = eventsOf('completed');
  const running = opened(REQUEST, events.slice(0, -1));
  const completed = opened(REQUEST, events);
  const cursor = { toldSeq: running.request.seq, card };
  await teller.tell(running, cursor, { isUpToDate: true });

  lose('chat.postMessage', 'conversations.history');
  const refused = { isUpToDate: true, refused: new Error('is_archived') };
  // The look behind the post fails, too; the one before it does not.
  await expect(teller.tell(completed, cursor, refused)).rejects.toThrow();
  expect(directly()).toEqual([expect.stringContaining('is moved out of OCP')]);

  await teller.tell(completed, cursor, { isUpToDate: true });
  expect(thread()).toEqual([expect.stringContaining('is moved out of OCP')]);
  expect(directly()).toHaveLength(1);
});

it('a line whose answer was lost is found in a thread of a thousand, of which Slack gives the oldest first', async () => {
  const { teller, card, lose, talk, thread } = await openTeller();
  const events = eventsOf('completed');
  const running = opened(REQUEST, events.slice(0, -1));
  const cursor = { toldSeq: running.request.seq, card };
  for (let line = 0; line < 1_050; line += 1) talk(`line ${line}`);
  lose('chat.postMessage');
  await teller.tell(opened(REQUEST, events), cursor, { isUpToDate: true });
  expect(thread().filter((text) => text.includes('is moved out of OCP'))).toHaveLength(1);
});
