/** Without Socket Mode anybody can send to the bot: what is refused may carry a key all the same, and the log says why it was refused. */
import { expect } from 'vitest';
import { send, signed } from '../slack/http-bot.ts';
import type { Scene } from './scene.ts';

/** Requests with a key in them, each of which is refused for a reason of its own. */
export async function requestsRefused({ key, port, slack }: Scene): Promise<void> {
  const secret = slack.signingSecret;
  const typed = key('in requests that are refused');
  const state = { values: { 'encryption-key': { 'encryption-key': { value: typed } } } };
  const payload = JSON.stringify({ type: 'view_submission', user: { id: typed }, view: { state } });
  const body = `payload=${encodeURIComponent(payload)}`;
  const noJson = `payload=${encodeURIComponent(`{${typed}`)}`;
  const nowS = Math.floor(Date.now() / 1_000);
  const { 'x-slack-signature': _none, ...unsigned } = signed(body, nowS, secret);
  const answers = [
    await send(port, { body, headers: unsigned }),
    await send(port, { body, headers: signed(body, nowS, 'another secret') }),
    await send(port, { body, headers: signed(body, nowS - 400, secret) }),
    await send(port, { body: noJson, headers: signed(noJson, nowS, secret) }),
    await send(port, { body, headers: signed(body, nowS, secret) }),
    await send(port, { body, headers: signed(body, nowS, secret) }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 400, 404, 401]);
  expect(answers.map((answer) => answer.body).join('')).toBe('');
}
