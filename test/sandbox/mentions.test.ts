import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { RawBot } from './raw-bot.ts';

const SCOPES = [...ALL_SCOPES, 'app_mentions:read'];
const MENTION = 'How far is it, <@U0MOVEOUT>?';

let slack: LocalSlack;
let bot: RawBot;
let ada: Person;

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(SCOPES, '', ['app_mention']) });
  bot = await RawBot.connect(slack);
  ada = new Person(slack.url, 'U0ADA');
});

afterEach(async () => {
  await bot.close();
  await slack.stop();
});

/** Every event that came, once there are so many. */
function events(count: number): Promise<unknown[]> {
  const come = (): unknown[] => bot.envelopes.map(({ payload }) => payload.event);
  return waitUntil(
    () => (come().length >= count ? come() : undefined),
    () => `Of ${count} events came ${JSON.stringify(come())}.`,
  );
}

describe('app_mention', () => {
  it('comes with the text and the place, in a channel and in a thread', async () => {
    await ada.post('C0ONCALL', MENTION);
    const message = await ada.waitForMessage('C0ONCALL', /How far/);
    await ada.post('C0ONCALL', MENTION, message.ts);
    const [inChannel, inThread] = await events(2);
    expect(inChannel).toEqual({
      type: 'app_mention',
      user: 'U0ADA',
      team: 'T0LOCAL',
      text: MENTION,
      ts: message.ts,
      event_ts: message.ts,
      channel: 'C0ONCALL',
    });
    expect(inThread).toMatchObject({ text: MENTION, thread_ts: message.ts });
    expect(bot.envelopes[0]?.payload).toMatchObject({ is_ext_shared_channel: true });
  });

  it('does not come where the bot is not, nor of others, nor of direct messages', async () => {
    await ada.openApp('messages');
    const direct = (await ada.workspace()).channels.find(({ kind }) => kind === 'im');
    await ada.post('C0GENERAL', MENTION);
    await ada.post('C0ONCALL', 'Ask <@U0GRACE>.');
    await ada.post(String(direct?.id), MENTION);
    await ada.post('G0DBA', MENTION);
    expect(await events(1)).toMatchObject([{ channel: 'G0DBA' }]);
  });

  it('needs the subscription and the scope', async () => {
    const controls = new LocalControls(slack.url);
    for (const manifest of [manifestWith(SCOPES), manifestWith(ALL_SCOPES, '', ['app_mention'])]) {
      await controls.setManifest(manifest);
      await ada.post('C0ONCALL', MENTION);
    }
    await controls.setManifest(manifestWith(SCOPES, '', ['app_mention']));
    await ada.post('C0ONCALL', 'Now, <@U0MOVEOUT>');
    expect(await events(1)).toMatchObject([{ text: 'Now, <@U0MOVEOUT>' }]);
  });
});
