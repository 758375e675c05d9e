import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { messageText } from '../flatten-blocks.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi } from './raw-bot.ts';

let slack: LocalSlack;
const call = (method: string, args: JsonObject = {}): Promise<JsonObject> => callApi(slack, method, args);
const post = (args: JsonObject): Promise<JsonObject> =>
  call('chat.postMessage', { channel: 'C0ONCALL', ...args });

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
});

afterEach(() => slack.stop());

describe('people', () => {
  it.each<readonly [string, JsonObject]>([
    [
      'U0ADA',
      { deleted: false, is_restricted: false, is_stranger: false, is_bot: false, team_id: 'T0LOCAL' },
    ],
    ['U0GUEST', { is_restricted: true }],
    ['U0GONE', { deleted: true }],
    ['U0STRANGER', { is_stranger: true, team_id: 'T0VENDOR' }],
    ['U0MOVEOUT', { is_bot: true }],
  ])('users.info tells who %s is', async (user, facts) => {
    expect(await call('users.info', { user })).toMatchObject({ ok: true, user: { id: user, ...facts } });
  });

  it('pages through members and users', async () => {
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await call('conversations.members', { channel: 'C0ONCALL', limit: 3, cursor });
      seen.push(...(page.members as string[]));
      cursor = String((page.response_metadata as JsonObject).next_cursor);
    } while (cursor !== '');
    expect(seen).toEqual(['U0ADA', 'U0GRACE', 'U0LINUS', 'U0GUEST', 'U0GONE', 'U0STRANGER', 'U0MOVEOUT']);
    const users = await call('users.list', { limit: 2 });
    expect((users.members as JsonObject[]).map(({ id }) => id)).toEqual(['U0ADA', 'U0GRACE']);
  });

  it.each([
    ['U0ADA', ['C0ONCALL', 'C0GENERAL', 'G0DBA']],
    ['U0OUTSIDE', ['C0ONCALL', 'C0GENERAL']],
    ['U0GUEST', ['C0ONCALL', 'C0GENERAL']],
  ])('the page shows %s these channels', async (user, ids) => {
    const { channels, me, bot_connected } = await new Person(slack.url, user).workspace();
    expect(channels.map(({ id }) => id)).toEqual(ids);
    expect([me.id, bot_connected]).toEqual([user, false]);
  });

  it('shows the first person to a page that does not say who it is', async () => {
    const response = await fetch(`${slack.url}local/workspace`);
    expect(await response.json()).toMatchObject({ me: { id: 'U0ADA' } });
  });

  it('lets a guest see nothing of a channel that they left, a member still preview it', async () => {
    const controls = new LocalControls(slack.url);
    await controls.setMember('C0ONCALL', 'U0GUEST', false);
    await controls.setMember('C0ONCALL', 'U0LINUS', false);
    await expect(new Person(slack.url, 'U0GUEST').messages('C0ONCALL')).rejects.toThrow(
      /channel that this person sees/,
    );
    expect(await new Person(slack.url, 'U0LINUS').messages('C0ONCALL')).toEqual([]);
    const act = await new Person(slack.url, 'U0LINUS').command('/try');
    expect(act).toEqual({ ok: false, error: 'not_in_channel' });
  });

  it('lets the bot in and out', async () => {
    const controls = new LocalControls(slack.url);
    await controls.setMember('C0GENERAL', 'U0MOVEOUT', true);
    expect(await call('chat.postMessage', { channel: 'C0GENERAL', text: 'x' })).toMatchObject({ ok: true });
    await controls.setMember('C0GENERAL', 'U0MOVEOUT', false);
    expect(await call('conversations.info', { channel: 'C0GENERAL' })).toMatchObject({
      channel: { is_member: false },
    });
    expect(await call('conversations.join', { channel: 'C0GENERAL' })).toMatchObject({
      channel: { is_member: true },
    });
  });

  it.each([
    ['conversations.list', {}, ['C0ONCALL', 'C0GENERAL']],
    ['conversations.list', { types: 'private_channel, im' }, ['G0DBA']],
    ['users.conversations', { types: 'public_channel,private_channel' }, ['C0ONCALL', 'G0DBA']],
    ['users.conversations', { user: 'U0OUTSIDE' }, ['C0GENERAL']],
  ])('%s %o', async (method, args, ids) => {
    const { channels } = await call(method, args);
    expect((channels as JsonObject[]).map(({ id }) => id)).toEqual(ids);
  });
});

describe('messages', () => {
  it('keeps what an update leaves out and clears blocks with an empty list', async () => {
    const metadata = { event_type: 'request', event_payload: { id: 'MO-1' } };
    const blocks = [{ type: 'section', block_id: 'b', text: { type: 'mrkdwn', text: 'block' } }];
    const { ts } = await post({ text: 'first', blocks, metadata });
    const read = async (): Promise<JsonObject> => {
      const history = await call('conversations.history', {
        channel: 'C0ONCALL',
        include_all_metadata: true,
      });
      return (history.messages as JsonObject[])[0] ?? {};
    };
    await call('chat.update', { channel: 'C0ONCALL', ts, text: 'second' });
    expect(await read()).toMatchObject({
      text: 'second',
      metadata,
      blocks: [{ block_id: 'b' }],
      edited: { user: 'U0MOVEOUT' },
    });
    await call('chat.update', { channel: 'C0ONCALL', ts, text: 'third', blocks: [] });
    expect(await read()).toMatchObject({ text: 'third', metadata });
    expect(await read()).not.toHaveProperty('blocks');
    const plainHistory = await call('conversations.history', { channel: 'C0ONCALL' });
    expect((plainHistory.messages as JsonObject[])[0]).not.toHaveProperty('metadata');
  });

  it('gives history newest first, in pages, between two times, without replies', async () => {
    const sent: string[] = [];
    for (const text of ['a', 'b', 'c', 'd']) sent.push(String((await post({ text })).ts));
    const [, b = '', c = ''] = sent;
    await post({ text: 'reply', thread_ts: b });
    const texts = async (args: JsonObject): Promise<unknown[]> => {
      const { messages } = await call('conversations.history', { channel: 'C0ONCALL', ...args });
      return (messages as JsonObject[]).map(({ text }) => text);
    };
    expect(await texts({})).toEqual(['d', 'c', 'b', 'a']);
    expect(await texts({ oldest: b })).toEqual(['d', 'c']);
    expect(await texts({ oldest: b, latest: c, inclusive: true })).toEqual(['c', 'b']);
    const first = await call('conversations.history', { channel: 'C0ONCALL', limit: 3 });
    expect(first).toMatchObject({ has_more: true });
    const { next_cursor } = first.response_metadata as JsonObject;
    expect(await texts({ limit: 3, cursor: String(next_cursor) })).toEqual(['a']);
  });

  it('gives a thread oldest first and puts a reply to a reply under the parent', async () => {
    const { ts } = await post({ text: 'parent' });
    const reply = await post({ text: 'one', thread_ts: ts });
    await post({ text: 'two', thread_ts: reply.ts });
    const replies = await call('conversations.replies', { channel: 'C0ONCALL', ts });
    expect(replies.messages).toMatchObject([
      { text: 'parent', reply_count: 2, thread_ts: ts },
      { text: 'one' },
      { text: 'two' },
    ]);
    const page = await call('conversations.replies', { channel: 'C0ONCALL', ts, limit: 2 });
    expect(page).toMatchObject({ has_more: true });
  });

  it('keeps a thread when its parent is deleted', async () => {
    const { ts } = await post({ text: 'parent' });
    await post({ text: 'one', thread_ts: ts });
    await new LocalControls(slack.url).deleteMessage('C0ONCALL', String(ts));
    expect(await call('chat.update', { channel: 'C0ONCALL', ts, text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
    expect(await post({ text: 'two', thread_ts: ts })).toMatchObject({ ok: true });
    const { messages } = await call('conversations.replies', { channel: 'C0ONCALL', ts });
    expect((messages as JsonObject[]).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('shows an ephemeral message to one person and to no API', async () => {
    const sent = await call('chat.postEphemeral', { channel: 'C0ONCALL', user: 'U0ADA', text: 'psst' });
    expect((await new Person(slack.url, 'U0ADA').messages()).map(messageText)).toEqual(['psst']);
    expect(await new Person(slack.url, 'U0GRACE').messages()).toEqual([]);
    expect(await call('conversations.history', { channel: 'C0ONCALL' })).toMatchObject({ messages: [] });
    const update = { channel: 'C0ONCALL', ts: sent.message_ts, text: 'x' };
    expect(await call('chat.update', update)).toMatchObject({ error: 'message_not_found' });
  });

  it('opens one direct message per person, by id of the person or by conversations.open', async () => {
    const ada = new Person(slack.url, 'U0ADA');
    expect(await ada.directMessages()).toEqual([]);
    const { channel } = await call('chat.postMessage', { channel: 'U0ADA', text: 'hello' });
    expect(await call('conversations.open', { users: 'U0ADA' })).toMatchObject({ channel: { id: channel } });
    await ada.waitForDirectMessage(/^hello$/);
    await expect(new Person(slack.url, 'U0GRACE').messages(String(channel))).rejects.toThrow(
      /this person sees/,
    );
    const mine = (await ada.workspace()).channels.find(({ kind }) => kind === 'im');
    expect(mine).toMatchObject({ name: 'Moveout', members: ['U0ADA', 'U0MOVEOUT'] });
  });

  it('gives a link that names channel, message and thread', async () => {
    const { ts } = await post({ text: 'parent' });
    const { permalink } = await call('chat.getPermalink', { channel: 'C0ONCALL', message_ts: ts });
    expect(permalink).toBe(`${slack.url}?channel=C0ONCALL&message=${ts}`);
  });
});

describe('files', () => {
  const upload = async (name: string, content: string, args: JsonObject): Promise<JsonObject> => {
    const asked = await call('files.getUploadURLExternal', { filename: name, length: content.length });
    await fetch(String(asked.upload_url), { method: 'POST', body: content });
    return call('files.completeUploadExternal', {
      files: [{ id: String(asked.file_id), title: name }],
      ...args,
    });
  };

  it('shows a file to those who see its channel, and to nobody before it is shared', async () => {
    const alone = (await upload('alone.txt', 'abc', {})).files as JsonObject[];
    const shared = (await upload('shared.txt', 'abcd', { channel_id: 'G0DBA' })).files as JsonObject[];
    const [ada, linus] = [new Person(slack.url, 'U0ADA'), new Person(slack.url, 'U0LINUS')];
    const id = String(shared[0]?.id);
    expect(String(await ada.download({ id }))).toBe('abcd');
    await expect(linus.download({ id })).rejects.toThrow(/no such file/);
    await expect(ada.download({ id: String(alone[0]?.id) })).rejects.toThrow(/no such file/);
    expect(await call('files.info', { file: id })).toMatchObject({
      file: { name: 'shared.txt', groups: ['G0DBA'] },
    });
  });

  it('refuses bytes that are not as many as announced, and a file without bytes', async () => {
    const asked = await call('files.getUploadURLExternal', { filename: 'a.txt', length: 5 });
    const response = await fetch(String(asked.upload_url), { method: 'POST', body: 'abc' });
    expect(response.status).toBe(400);
    const files = [{ id: String(asked.file_id) }];
    expect(await call('files.completeUploadExternal', { files })).toMatchObject({ error: 'file_not_found' });
  });

  it.each([
    ['U0ADA', 'channel_not_found'],
    ['C0GENERAL', 'not_in_channel'],
  ])('does not share in %s', async (channel_id, error) => {
    expect(await upload('a.txt', 'abc', { channel_id })).toMatchObject({ ok: false, error });
  });
});
