/** What a receiver tells of its acknowledgements: by kind, and only once the answer is out. */
import { App } from '@slack/bolt';
import { expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createBoltLogger } from '../../src/slack/bolt-logger.ts';
import { createReceiver } from '../../src/slack/receiver.ts';
import { SECRET, send, signed } from './http-bot.ts';

it('names the kind of what was acknowledged, with one word for all that Moveout does not know', async ({
  onTestFinished,
}) => {
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line));
  const logger = createBoltLogger(log);
  const kinds: string[] = [];
  const receiver = createReceiver({
    signingSecret: SECRET,
    port: 0,
    host: '127.0.0.1',
    logger,
    log,
    acknowledged: (kind, seconds) => kinds.push(seconds >= 0 ? kind : 'a time that cannot be'),
  });
  const app = new App({ receiver, logger, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1' }) });
  app.command('/moveout', async ({ ack }) => {
    await ack();
  });
  app.shortcut('K7q-made-up', async ({ ack }) => {
    await ack();
  });
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  const port = Number(/"port":(\d+)/.exec(lines.join(''))?.[1]);
  const sendForm = (form: Record<string, string>) => {
    const body = new URLSearchParams(form).toString();
    return send(port, { body, headers: signed(body) });
  };

  const from = { user: { id: 'U0ADA' }, team: { id: 'T0LOCAL' } };
  const shortcut = { type: 'shortcut', callback_id: 'K7q-made-up', trigger_id: '1.2.3', ...from };
  expect(await sendForm({ payload: JSON.stringify(shortcut) })).toMatchObject({ status: 200 });
  const typed = {
    command: '/moveout',
    text: '',
    user_id: 'U0ADA',
    channel_id: 'C0ONCALL',
    team_id: 'T0LOCAL',
  };
  expect(await sendForm(typed)).toMatchObject({ status: 200 });
  expect(kinds).toEqual(['unknown', 'command']);
});
