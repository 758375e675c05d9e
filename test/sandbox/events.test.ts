import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject, LocalEvent } from '../../src/sandbox/page/protocol.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi, RawBot } from './raw-bot.ts';

let slack: LocalSlack;

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
});

afterEach(() => slack.stop());

/** Listens as a page does; the list grows. */
async function listen(user: string): Promise<readonly LocalEvent[]> {
  const heard: LocalEvent[] = [];
  const { body } = await fetch(`${slack.url}local/events?as=${user}`);
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of body ?? []) {
      const parts = (rest + Buffer.from(chunk).toString()).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts)
        if (part.startsWith('data: ')) heard.push(JSON.parse(part.slice(6)) as LocalEvent);
    }
  };
  read().catch(() => undefined);
  return heard;
}

/** Waits until the kinds of what was heard are these. */
async function expectKinds(heard: readonly LocalEvent[], kinds: readonly string[]): Promise<void> {
  await waitUntil(
    () => (heard.length >= kinds.length ? true : undefined),
    () => `Heard only ${JSON.stringify(heard)}.`,
  );
  expect(heard.map(({ kind }) => kind)).toEqual(kinds);
}

describe('what a page hears', () => {
  const call = (method: string, args: JsonObject): Promise<JsonObject> => callApi(slack, method, args);

  it('of messages, by who sees them', async () => {
    const [ada, linus] = [await listen('U0ADA'), await listen('U0LINUS')];
    const { ts } = await call('chat.postMessage', { channel: 'G0DBA', text: 'a' });
    await call('chat.update', { channel: 'G0DBA', ts, text: 'b' });
    await call('chat.postMessage', { channel: 'G0DBA', thread_ts: ts, text: 'reply' });
    await call('chat.delete', { channel: 'G0DBA', ts });
    await call('chat.postEphemeral', { channel: 'C0ONCALL', user: 'U0LINUS', text: 'psst' });
    await call('chat.postMessage', { channel: 'C0ONCALL', text: 'all' });
    await expectKinds(ada, [
      'message',
      'message_changed',
      'message',
      'message_changed',
      'message_deleted',
      'message',
    ]);
    expect(ada[1]).toMatchObject({ message: { ts, text: 'b', edited: true } });
    expect(ada[3]).toMatchObject({ message: { ts, reply_count: 1 } });
    expect(ada[4]).toEqual({ kind: 'message_deleted', channel: 'G0DBA', ts });
    await expectKinds(linus, ['message', 'message']);
    expect(linus[0]).toMatchObject({ message: { ephemeral: true, text: 'psst' } });
  });

  it('of modals, of the bot, and of changes of the workspace', async () => {
    const [ada, grace] = [await listen('U0ADA'), await listen('U0GRACE')];
    const bot = await RawBot.connect(slack);
    const person = new Person(slack.url, 'U0ADA');
    await person.command('/try');
    const view = { type: 'modal', title: { type: 'plain_text', text: 'One' }, blocks: [] };
    await call('views.open', { trigger_id: (await bot.payload()).trigger_id, view });
    await (await person.waitForView()).close();
    await call('conversations.open', { users: 'U0ADA' });
    await new LocalControls(slack.url).setMember('C0GENERAL', 'U0MOVEOUT', true);
    await bot.close();
    await expectKinds(ada, ['bot', 'views', 'views', 'workspace', 'workspace', 'bot']);
    expect(ada[1]).toMatchObject({ views: [{ title: 'One', type: 'modal', private_metadata: '' }] });
    expect(ada[2]).toEqual({ kind: 'views', views: [] });
    expect([ada[0], ada[5]]).toEqual([
      { kind: 'bot', connected: true },
      { kind: 'bot', connected: false },
    ]);
    await expectKinds(grace, ['bot', 'workspace', 'bot']);
  });
});
