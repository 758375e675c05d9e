/** What a test can do to the workspace, as its bot and its people meet it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi } from './raw-bot.ts';

let slack: LocalSlack;
let controls: LocalControls;
let now: number;
const call = (method: string, args: JsonObject = {}): Promise<JsonObject> => callApi(slack, method, args);
const post = (text: string, channel = 'C0ONCALL'): Promise<JsonObject> =>
  call('chat.postMessage', { channel, text });

beforeEach(async () => {
  now = Date.now();
  slack = await startLocalSlack({
    manifest: manifestWith(ALL_SCOPES),
    now: () => now,
    rateLimits: { minuteMs: 60_000 },
  });
  controls = new LocalControls(slack.url);
});

afterEach(() => slack.stop());

describe('an archived channel', () => {
  it('takes nothing from bot or people until it is unarchived', async () => {
    const ada = new Person(slack.url, 'U0ADA');
    await controls.setArchived('C0ONCALL', true);
    expect(await post('a')).toEqual({ ok: false, error: 'is_archived' });
    expect(await ada.post('C0ONCALL', 'b')).toEqual({ ok: false, error: 'is_archived' });
    expect(await ada.command('/try')).toEqual({ ok: false, error: 'is_archived' });
    expect(await call('conversations.info', { channel: 'C0ONCALL' })).toMatchObject({
      channel: { is_archived: true },
    });
    await controls.setArchived('C0ONCALL', false);
    now += 1_001;
    expect(await post('c')).toMatchObject({ ok: true });
  });
});

describe('a revoked token', () => {
  it('is refused at every call with its error, and the other token is not', async () => {
    await controls.setApp({ bot_token: 'token_revoked' });
    expect(await post('a')).toEqual({ ok: false, error: 'token_revoked' });
    expect(await call('auth.test')).toEqual({ ok: false, error: 'token_revoked' });
    const app = { token: slack.appToken };
    expect(await callApi(slack, 'apps.connections.open', {}, app)).toMatchObject({ ok: true });
    await controls.setApp({ app_token: 'invalid_auth', bot_token: 'valid' });
    expect(await callApi(slack, 'apps.connections.open', {}, app)).toEqual({
      ok: false,
      error: 'invalid_auth',
    });
    expect(await call('auth.test')).toMatchObject({ ok: true });
  });
});

describe('rate limits', () => {
  it('let one message a second into a channel', async () => {
    expect([await post('a'), await post('b')]).toMatchObject([{ ok: true }, { error: 'ratelimited' }]);
    expect(await post('c', 'G0DBA')).toMatchObject({ ok: true });
    now += 1_001;
    expect(await post('d')).toMatchObject({ ok: true });
  });
});

describe('a shared channel', () => {
  it('tells the bot so, and where a person in it comes from', async () => {
    expect(await call('conversations.info', { channel: 'C0ONCALL' })).toMatchObject({
      channel: { is_shared: true, is_ext_shared: true, context_team_id: 'T0LOCAL' },
    });
    expect(await call('conversations.info', { channel: 'C0GENERAL' })).toMatchObject({
      channel: { is_shared: false, is_ext_shared: false },
    });
    expect(await call('users.info', { user: 'U0STRANGER' })).toMatchObject({
      user: { is_stranger: true, team_id: 'T0VENDOR' },
    });
    const { people } = await new Person(slack.url, 'U0ADA').workspace();
    expect(people.filter(({ organisation }) => organisation !== undefined)).toMatchObject([
      { id: 'U0STRANGER', kind: 'stranger', organisation: 'Northwind Support' },
    ]);
  });
});
