import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { Person } from '../person.ts';
import { plain } from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi, RawBot } from './raw-bot.ts';

let slack: LocalSlack;
let bot: RawBot;
let ada: Person;
let now = 0;

beforeEach(async () => {
  now = Date.now();
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES), now: () => now });
  bot = await RawBot.connect(slack);
  ada = new Person(slack.url, 'U0ADA');
});

afterEach(async () => {
  await bot.close();
  await slack.stop();
});

describe('a response_url', () => {
  async function responseUrl(): Promise<string> {
    await ada.command('/try');
    return String((await bot.payload()).response_url);
  }
  const answer = async (url: string, body: JsonObject): Promise<readonly [number, unknown]> => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    const text = await response.text();
    return [response.status, text.startsWith('{') ? JSON.parse(text) : text];
  };

  it('takes five answers', async () => {
    const url = await responseUrl();
    for (const text of ['1', '2', '3', '4', '5']) expect(await answer(url, { text })).toEqual([200, 'ok']);
    expect(await answer(url, { text: '6' })).toEqual([404, { ok: false, error: 'used_url' }]);
    expect((await ada.messages()).map(({ text, ephemeral }) => [text, ephemeral])).toEqual(
      ['1', '2', '3', '4', '5'].map((text) => [text, true]),
    );
  });

  it('is good for half an hour', async () => {
    const url = await responseUrl();
    now += 30 * 60_000;
    expect(await answer(url, { text: 'x', response_type: 'in_channel' })).toEqual([200, 'ok']);
    now += 1;
    expect(await answer(url, { text: 'x' })).toEqual([404, { ok: false, error: 'expired_url' }]);
    expect(await new Person(slack.url, 'U0GRACE').messages()).toMatchObject([{ text: 'x' }]);
  });

  it.each<readonly [string, JsonObject, string]>([
    ['nothing to show', {}, 'no_text'],
    ['bad blocks', { blocks: [{}] }, 'invalid_blocks'],
    ['a message to delete that never was', { delete_original: true }, 'message_not_found'],
  ])('refuses %s', async (_what, body, error) => {
    expect(await answer(await responseUrl(), body)).toMatchObject([400, { ok: false, error }]);
  });

  it('replaces and deletes an ephemeral message', async () => {
    const blocks = [{ type: 'actions', elements: [{ type: 'button', text: plain('Go') }] }];
    await callApi(slack, 'chat.postEphemeral', { channel: 'C0ONCALL', user: 'U0ADA', text: 'x', blocks });
    await ada.clickButton(await ada.waitForMessage('C0ONCALL', /Go/), 'Go');
    const url = String((await bot.payload()).response_url);
    expect(await answer(url, { replace_original: true, text: 'done' })).toEqual([200, 'ok']);
    expect(await ada.messages()).toMatchObject([{ text: 'done', ephemeral: true }]);
    expect(await answer(url, { delete_original: true })).toEqual([200, 'ok']);
    expect(await ada.messages()).toEqual([]);
  });
});
