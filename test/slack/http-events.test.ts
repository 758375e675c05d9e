/** Events at the address of the HTTP receiver: Slack sends them as JSON. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HttpBot, send, signed, startHttpBot } from './http-bot.ts';

let bot: HttpBot;
let opened: string[];

beforeEach(async () => {
  opened = [];
  bot = await startHttpBot();
  bot.app.event('app_home_opened', async ({ event }) => {
    opened.push(event.user);
  });
});
afterEach(() => bot.stop());

function sendJson(body: object | string, secret?: string): ReturnType<typeof send> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { ...signed(text, undefined, secret), 'content-type': 'application/json' };
  return send(bot.port, { body: text, headers });
}

const EVENT = {
  type: 'event_callback',
  team_id: 'T0LOCAL',
  event_id: 'Ev1',
  event: { type: 'app_home_opened', user: 'U0ADA', channel: 'D0ADA', tab: 'home' },
};

it('an event is acknowledged, and the listener has it', async () => {
  expect(await sendJson(EVENT)).toEqual({ status: 200, body: '' });
  expect(opened).toEqual(['U0ADA']);
});

it('an event that somebody else has signed is refused', async () => {
  expect(await sendJson(EVENT, 'another secret')).toMatchObject({ status: 401 });
  expect(opened).toEqual([]);
});

it('the question whether the address is ours is answered to Slack alone', async () => {
  const question = { type: 'url_verification', challenge: 'abc' };
  expect(await sendJson(question)).toEqual({ status: 200, body: '{"challenge":"abc"}' });
  expect(await sendJson(question, 'another secret')).toMatchObject({ status: 401 });
});

it.each(['{"secret-Key-42', 'null', '[1]'])('what only says that it is JSON is refused: %s', async (text) => {
  expect(await sendJson(text)).toEqual({ status: 400, body: '' });
});
