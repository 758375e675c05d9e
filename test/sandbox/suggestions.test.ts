import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { LocalControls } from '../local-controls.ts';
import { plain } from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi, RawBot } from './raw-bot.ts';

let slack: LocalSlack;
let bot: RawBot;

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
  bot = await RawBot.connect(slack);
});

afterEach(async () => {
  await bot.close();
  await slack.stop();
});

describe('a menu that asks the bot', () => {
  const menu = (more: JsonObject): JsonObject[] => [
    { type: 'actions', block_id: 'b', elements: [{ type: 'external_select', action_id: 'm', ...more }] },
  ];
  const many = (count: number): JsonObject[] =>
    Array.from({ length: count }, (_, index) => ({ text: plain(`o${index}`), value: `${index}` }));

  async function suggest(value: string, more: JsonObject = { min_query_length: 0 }): Promise<JsonObject> {
    const posted = await callApi(slack, 'chat.postMessage', {
      channel: 'C0ONCALL',
      text: 'x',
      blocks: menu(more),
    });
    const container = { kind: 'message', channel: 'C0ONCALL', ts: posted.ts };
    const body = { as: 'U0ADA', container, block_id: 'b', action_id: 'm', value };
    const response = await fetch(`${slack.url}local/suggest`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as JsonObject;
  }

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['options', { options: many(2) }, { ok: true, options: many(2) }],
    [
      'groups',
      { option_groups: [{ label: plain('G'), options: many(1) }] },
      { ok: true, option_groups: [{ label: plain('G'), options: many(1) }] },
    ],
    ['no options', { options: [] }, { ok: true, options: [] }],
    ['100 options', { options: many(100) }, { ok: true, options: many(100) }],
  ])('shows %s', async (_what, ack, shown) => {
    bot.answer = () => ack;
    expect(await suggest('ob')).toEqual(shown);
    expect(await bot.payload()).toMatchObject({
      type: 'block_suggestion',
      value: 'ob',
      block_id: 'b',
      action_id: 'm',
      container: { type: 'message' },
    });
  });

  it.each<readonly [string, JsonObject, string]>([
    ['101 options', { options: many(101) }, 'no more than 100 items allowed [json-pointer:/options]'],
    ['an ack without options', {}, 'missing required field: options'],
    [
      'too long a text',
      { options: [{ text: plain('x'.repeat(76)), value: 'v' }] },
      'must be less than 76 characters [json-pointer:/options/0/text/text]',
    ],
  ])('shows nothing for %s, and the log says why', async (_what, ack, message) => {
    bot.answer = () => ack;
    expect(await suggest('ob')).toEqual({ ok: true, options: [] });
    expect(await new LocalControls(slack.url).refusals()).toEqual([
      `ack block_suggestion: invalid_arguments [ERROR] ${message}`,
    ]);
  });

  it('asks nobody before three characters, or as many as the menu says', async () => {
    bot.answer = () => ({ options: many(1) });
    expect(await suggest('ab', {})).toEqual({ ok: true, options: [] });
    expect(bot.envelopes).toEqual([]);
    expect(await suggest('abc', {})).toMatchObject({ options: [{ value: '0' }] });
    expect(await suggest('', { min_query_length: 0 })).toMatchObject({ options: [{ value: '0' }] });
  });

  it('says when the bot does not answer', async () => {
    bot.answer = () => {
      bot.socket.close();
      return 'silent';
    };
    expect(await suggest('abc')).toEqual({ ok: false, error: 'operation_timeout' });
  });
});
