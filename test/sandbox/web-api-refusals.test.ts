import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleWorkspace, type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi } from './raw-bot.ts';

const workspace = {
  ...exampleWorkspace,
  channels: [
    ...exampleWorkspace.channels,
    { id: 'C0OLD', name: 'old', kind: 'channel', topic: '', members: ['U0ADA', 'U0MOVEOUT'], archived: true },
    { id: 'G0SECRET', name: 'secret', kind: 'private', topic: '', members: ['U0ADA'] },
  ],
} as const;

let slack: LocalSlack;
/** A message of the bot, and one of Ada, both in #database-oncall. */
let ours = '';
let theirs = '';

beforeAll(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES), workspace });
  ours = String((await callApi(slack, 'chat.postMessage', { channel: 'C0ONCALL', text: 'ours' })).ts);
  const ada = new Person(slack.url, 'U0ADA');
  await ada.post('C0ONCALL', 'theirs');
  theirs = (await ada.waitForMessage('C0ONCALL', /^theirs$/)).ts;
});

afterAll(() => slack.stop());

/** A call that is refused; `OURS` and `THEIRS` stand for the timestamps of the two messages. */
const REFUSED: readonly (readonly [method: string, args: JsonObject, error: string])[] = [
  ['chat.dance', {}, 'unknown_method'],
  ['toString', {}, 'unknown_method'],
  ['chat.postMessage', { channel: 'C0NOWHERE', text: 'x' }, 'channel_not_found'],
  ['chat.postMessage', { text: 'x' }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'G0SECRET', text: 'x' }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'C0GENERAL', text: 'x' }, 'not_in_channel'],
  ['chat.postMessage', { channel: 'C0OLD', text: 'x' }, 'is_archived'],
  ['chat.postMessage', { channel: 'U0GONE', text: 'x' }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'C0ONCALL' }, 'no_text'],
  ['chat.postMessage', { channel: 'C0ONCALL', text: '', blocks: [] }, 'no_text'],
  ['chat.postMessage', { channel: 'C0ONCALL', text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
  ['chat.postMessage', { channel: 'C0ONCALL', text: 'x', metadata: 'no' }, 'invalid_metadata_format'],
  [
    'chat.postMessage',
    { channel: 'C0ONCALL', text: 'x', metadata: { event_type: 'a' } },
    'invalid_metadata_schema',
  ],
  [
    'chat.postMessage',
    {
      channel: 'C0ONCALL',
      text: 'x',
      metadata: { event_type: 'a', event_payload: { all: 'x'.repeat(9_000) } },
    },
    'metadata_too_large',
  ],
  [
    'chat.postMessage',
    { channel: 'C0ONCALL', text: 'x', blocks: Array(2).fill({ type: 'markdown', text: 'x'.repeat(7_000) }) },
    'msg_blocks_too_long',
  ],
  ['chat.update', { channel: 'C0ONCALL', ts: '1.000001', text: 'x' }, 'message_not_found'],
  ['chat.update', { channel: 'C0ONCALL', ts: 'THEIRS', text: 'x' }, 'cant_update_message'],
  ['chat.update', { channel: 'C0ONCALL', ts: 'OURS', text: 'x'.repeat(4_001) }, 'msg_too_long'],
  ['chat.update', { channel: 'C0ONCALL', ts: 'OURS', text: '' }, 'no_text'],
  ['chat.delete', { channel: 'C0ONCALL', ts: '1.000001' }, 'message_not_found'],
  ['chat.delete', { channel: 'C0ONCALL', ts: 'THEIRS' }, 'cant_delete_message'],
  ['chat.postEphemeral', { channel: 'C0ONCALL', user: 'U0OUTSIDE', text: 'x' }, 'user_not_in_channel'],
  ['chat.postEphemeral', { channel: 'C0ONCALL', user: 'U0NOBODY', text: 'x' }, 'user_not_found'],
  ['chat.postEphemeral', { channel: 'C0GENERAL', user: 'U0ADA', text: 'x' }, 'not_in_channel'],
  ['chat.postEphemeral', { channel: 'C0ONCALL', user: 'U0ADA' }, 'no_text'],
  ['chat.getPermalink', { channel: 'C0ONCALL', message_ts: '1.000001' }, 'message_not_found'],
  ['conversations.info', { channel: 'C0NOWHERE' }, 'channel_not_found'],
  ['conversations.info', { channel: 'G0SECRET' }, 'channel_not_found'],
  ['conversations.members', { channel: 'C0ONCALL', cursor: 'nonsense' }, 'invalid_cursor'],
  ['conversations.members', { channel: 'C0ONCALL', limit: 0 }, 'invalid_limit'],
  ['conversations.history', { channel: 'C0GENERAL' }, 'not_in_channel'],
  ['conversations.history', { channel: 'C0ONCALL', limit: 1_000 }, 'invalid_limit'],
  ['conversations.replies', { channel: 'C0ONCALL', ts: '1.000001' }, 'thread_not_found'],
  ['conversations.list', { types: 'public_channel,attic' }, 'invalid_types'],
  ['conversations.open', {}, 'users_list_not_supplied'],
  ['conversations.open', { users: 'U0NOBODY' }, 'user_not_found'],
  ['conversations.open', { users: 'U0GONE' }, 'user_disabled'],
  ['conversations.open', { users: 'U0MOVEOUT' }, 'cannot_dm_bot'],
  ['conversations.open', { users: 'U0ADA,U0GRACE' }, 'missing_scope'],
  ['conversations.join', { channel: 'G0DBA' }, 'method_not_supported_for_channel_type'],
  ['users.info', { user: 'U0NOBODY' }, 'user_not_found'],
  ['users.conversations', { user: 'U0NOBODY' }, 'user_not_found'],
  ['bots.info', { bot: 'B0OTHER' }, 'bot_not_found'],
  ['views.update', { view_id: 'V0NONE', view: {} }, 'not_found'],
  ['views.publish', { user_id: 'U0ADA', view: { type: 'home', blocks: [] } }, 'not_enabled'],
  ['files.getUploadURLExternal', { filename: 'a.txt' }, 'invalid_arguments'],
  ['files.completeUploadExternal', { files: [{ id: 'F0NONE' }] }, 'file_not_found'],
  ['files.completeUploadExternal', {}, 'invalid_arguments'],
  ['files.info', { file: 'F0NONE' }, 'file_not_found'],
];

describe('what the Web API refuses', () => {
  it.each(REFUSED)('%s %o: %s', async (method, args, error) => {
    const text = JSON.stringify(args).replace('OURS', ours).replace('THEIRS', theirs);
    const given = JSON.parse(text) as JsonObject;
    expect(await callApi(slack, method, given)).toMatchObject({ ok: false, error });
    const logged = (await new LocalControls(slack.url).calls()).at(-1);
    expect(logged).toMatchObject({ method, ok: false, error, args: given });
  });

  it('refuses what is no JSON', async () => {
    const response = await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: '{"a',
    });
    expect([response.status, await response.json()]).toEqual([200, { ok: false, error: 'invalid_json' }]);
  });

  it('cuts a posted text at 40,000 characters and warns', async () => {
    const posted = await callApi(slack, 'chat.postMessage', {
      channel: 'C0ONCALL',
      text: 'é'.repeat(40_001),
    });
    expect(posted).toMatchObject({ ok: true, warning: 'message_truncated' });
    expect(posted.message).toMatchObject({ text: 'é'.repeat(40_000) });
  });
});

describe('tokens', () => {
  it.each([
    ['none', 'auth.test', undefined, 'not_authed'],
    ['a wrong one', 'auth.test', 'xoxb-wrong', 'invalid_auth'],
    ['a wrong one', 'apps.connections.open', 'xapp-wrong', 'invalid_auth'],
    ['the bot token', 'apps.connections.open', 'bot', 'not_allowed_token_type'],
    ['the app token', 'chat.postMessage', 'app', 'not_allowed_token_type'],
  ])('%s at %s', async (_what, method, token, error) => {
    const real = token === 'bot' ? slack.botToken : token === 'app' ? slack.appToken : token;
    const headers = real === undefined ? {} : { authorization: `Bearer ${real}` };
    const response = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers });
    expect(await response.json()).toEqual({ ok: false, error });
  });

  it('takes the token from a form, too, and keeps it out of the log', async () => {
    const body = new URLSearchParams({ token: slack.botToken, user: 'U0ADA' });
    const response = await fetch(`${slack.apiUrl}users.info`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ ok: true, user: { id: 'U0ADA' } });
    const logged = JSON.stringify(await new LocalControls(slack.url).calls());
    expect(logged).not.toContain(slack.botToken);
    expect(logged).not.toContain(slack.appToken);
  });
});

describe('scopes', () => {
  it.each<readonly [method: string, args: JsonObject, needed: string]>([
    ['chat.postMessage', { channel: 'C0ONCALL', text: 'x' }, 'chat:write'],
    ['users.info', { user: 'U0ADA' }, 'users:read'],
    ['team.info', {}, 'team:read'],
    ['files.getUploadURLExternal', { filename: 'a', length: 1 }, 'files:write'],
    ['files.info', { file: 'F0' }, 'files:read'],
    ['conversations.open', { users: 'U0ADA' }, 'im:write,mpim:write'],
    ['conversations.join', { channel: 'C0GENERAL' }, 'channels:join'],
    ['conversations.info', { channel: 'C0ONCALL' }, 'channels:read'],
    ['conversations.info', { channel: 'G0DBA' }, 'groups:read'],
    ['conversations.members', { channel: 'G0DBA' }, 'groups:read'],
    ['conversations.history', { channel: 'C0ONCALL' }, 'channels:history'],
    ['conversations.replies', { channel: 'G0DBA', ts: '1' }, 'groups:history'],
    ['conversations.list', { types: 'public_channel,im' }, 'channels:read'],
    ['users.conversations', { types: 'private_channel' }, 'groups:read'],
  ])('%s %o needs %s', async (method, args, needed) => {
    const scopes = ALL_SCOPES.filter((scope) => !needed.split(',').includes(scope));
    const poor = await startLocalSlack({ manifest: manifestWith(scopes) });
    const answer = await callApi(poor, method, args);
    await poor.stop();
    expect(answer).toEqual({ ok: false, error: 'missing_scope', needed, provided: scopes.join(',') });
  });
});
