import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { messageText } from '../flatten-blocks.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { plain } from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi, RawBot } from './raw-bot.ts';

let slack: LocalSlack;
let bot: RawBot;
let ada: Person;

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
  bot = await RawBot.connect(slack);
  ada = new Person(slack.url, 'U0ADA');
});

afterEach(async () => {
  await bot.close();
  await slack.stop();
});

describe('a command', () => {
  it('carries the text as it was typed and where it came from', async () => {
    expect(await ada.command('/try  ob-east "a b" <x>')).toMatchObject({
      ok: true,
      ack_ms: expect.any(Number),
    });
    expect(await bot.payload()).toMatchObject({
      command: '/try',
      text: 'ob-east "a b" <x>',
      user_id: 'U0ADA',
      user_name: 'ada',
      channel_id: 'C0ONCALL',
      channel_name: 'database-oncall',
      team_id: 'T0LOCAL',
      team_domain: 'harbour-local',
      api_app_id: 'A0MOVEOUT',
      is_enterprise_install: 'false',
      response_url: expect.stringContaining(`${slack.url}response/`),
      trigger_id: expect.any(String),
    });
    expect(bot.envelopes[0]).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
  });

  it.each([
    ['/unknown', 'C0ONCALL', 'invalid_command'],
    ['/tryst', 'C0ONCALL', 'invalid_command'],
  ])('%s in %s: %s', async (text, channel, error) => {
    expect(await ada.command(text, channel)).toEqual({ ok: false, error });
    expect(bot.envelopes).toEqual([]);
  });

  it('times out when nobody acknowledges, and fails when no bot is there', async () => {
    const hasty = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES), ackMs: 50 });
    const silent = await RawBot.connect(hasty, () => 'silent');
    const grace = new Person(hasty.url, 'U0GRACE');
    expect(await grace.command('/try')).toEqual({ ok: false, error: 'operation_timeout' });
    await silent.close();
    expect(await grace.command('/try')).toEqual({ ok: false, error: 'dispatch_failed' });
    await hasty.stop();
  });

  it('shows the message of the ack to the channel when it says so, with a name hidden in private channels', async () => {
    bot.answer = () => ({ text: 'for all', response_type: 'in_channel' });
    await ada.command('/try', 'G0DBA');
    expect((await new Person(slack.url, 'U0GRACE').messages('G0DBA')).map(messageText)).toEqual(['for all']);
    expect(await bot.payload()).toMatchObject({ channel_name: 'privategroup' });
  });

  it('says so when the message of the ack cannot be shown', async () => {
    bot.answer = () => ({ text: 'x', blocks: [{ type: 'section' }] });
    expect(await ada.command('/try')).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(await new LocalControls(slack.url).refusals()).toEqual([
      'ack slash_commands: invalid_blocks [ERROR] missing required field: text [json-pointer:/blocks/0]',
    ]);
  });
});

describe('a click', () => {
  const options = ['x', 'y'].map((value) => ({ text: plain(value), value }));
  const blocks: JsonObject[] = [
    {
      type: 'section',
      block_id: 's',
      text: plain('Card'),
      accessory: { type: 'overflow', action_id: 'o', options },
    },
    {
      type: 'actions',
      block_id: 'b',
      elements: [
        { type: 'button', action_id: 'go', text: plain('Go'), value: 'MO-1', style: 'primary' },
        { type: 'checkboxes', action_id: 'c', options, initial_options: [options[0] ?? null] },
      ],
    },
  ];

  async function card(more: JsonObject = {}): Promise<string> {
    const args = { channel: 'C0ONCALL', text: 'card', blocks, ...more };
    return String((await callApi(slack, 'chat.postMessage', args)).ts);
  }

  it('on a message carries the message, the state and where to answer', async () => {
    const parent = await card();
    const ts = await card({ thread_ts: parent });
    const message = await ada.waitForMessage('C0ONCALL', (each) => each.ts === ts);
    expect(await ada.clickButton(message, 'Go')).toMatchObject({ ok: true });
    expect(await bot.payload()).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0ADA', username: 'ada', team_id: 'T0LOCAL' },
      channel: { id: 'C0ONCALL', name: 'database-oncall' },
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: 'C0ONCALL',
        is_ephemeral: false,
        thread_ts: parent,
      },
      message: { ts, text: 'card', user: 'U0MOVEOUT', bot_id: 'B0MOVEOUT', thread_ts: parent },
      state: { values: { b: { c: { type: 'checkboxes', selected_options: [{ value: 'x' }] } } } },
      response_url: expect.stringContaining('/response/'),
      trigger_id: expect.any(String),
      actions: [
        {
          type: 'button',
          action_id: 'go',
          block_id: 'b',
          value: 'MO-1',
          style: 'primary',
          text: { type: 'plain_text', text: 'Go', emoji: true },
          action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
        },
      ],
    });
    expect(bot.envelopes[0]).toMatchObject({ type: 'interactive', accepts_response_payload: false });
  });

  it('on an overflow menu carries the option', async () => {
    await card();
    await ada.clickButton(await ada.waitForMessage('C0ONCALL', /Card/), 'y');
    expect(await bot.payload()).toMatchObject({
      actions: [{ type: 'overflow', action_id: 'o', selected_option: { value: 'y' } }],
    });
  });

  it('on an ephemeral message names it without showing it', async () => {
    await callApi(slack, 'chat.postEphemeral', { channel: 'C0ONCALL', user: 'U0ADA', text: 'x', blocks });
    await ada.clickButton(await ada.waitForMessage('C0ONCALL', /Card/), 'Go');
    const payload = await bot.payload();
    expect(payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(payload).not.toHaveProperty('message');
  });

  it('is possible for somebody who only previews the public channel, not for a guest outside', async () => {
    await card();
    const message = await ada.waitForMessage('C0ONCALL', /Card/);
    expect(await new Person(slack.url, 'U0OUTSIDE').clickButton(message, 'Go')).toMatchObject({ ok: true });
    expect(await bot.payload()).toMatchObject({ user: { id: 'U0OUTSIDE' } });
    await new LocalControls(slack.url).setMember('C0ONCALL', 'U0GUEST', false);
    expect(await new Person(slack.url, 'U0GUEST').clickButton(message, 'Go')).toMatchObject({ ok: false });
  });

  it('on what is gone reaches nobody', async () => {
    const ts = await card();
    const message = await ada.waitForMessage('C0ONCALL', /Card/);
    await new LocalControls(slack.url).deleteMessage('C0ONCALL', ts);
    expect(await ada.clickButton(message, 'Go')).toEqual({ ok: false, error: 'This is not there any more.' });
    expect(bot.envelopes).toEqual([]);
  });

  it('reaches nobody when the manifest has no interactivity', async () => {
    const manifest = manifestWith(ALL_SCOPES).replace('interactivity: { is_enabled: true }', '');
    const mute = await startLocalSlack({ manifest });
    await callApi(mute, 'chat.postMessage', { channel: 'C0ONCALL', text: 'card', blocks });
    const person = new Person(mute.url, 'U0ADA');
    const outcome = await person.clickButton(await person.waitForMessage('C0ONCALL', /Card/), 'Go');
    await mute.stop();
    expect(outcome).toMatchObject({ ok: false, error: expect.stringMatching(/not configured/) });
  });
});
