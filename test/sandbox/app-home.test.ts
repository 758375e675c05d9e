import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { many, plain } from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi, RawBot } from './raw-bot.ts';
import { buttonRow, modal } from './view-builders.ts';

const HOME = '  app_home: { home_tab_enabled: true }';

let slack: LocalSlack;
let bot: RawBot;
let ada: Person;
const call = (method: string, args: JsonObject = {}): Promise<JsonObject> => callApi(slack, method, args);

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES, HOME, ['app_home_opened']) });
  bot = await RawBot.connect(slack);
  ada = new Person(slack.url, 'U0ADA');
});

afterEach(async () => {
  await bot.close();
  await slack.stop();
});

const header = (text: string): JsonObject => ({ type: 'header', text: plain(text) });
const menu: JsonObject = {
  type: 'actions',
  block_id: 'filter',
  elements: [
    {
      type: 'static_select',
      action_id: 'state',
      options: ['Open', 'Ended'].map((text) => ({ text: plain(text), value: text })),
    },
  ],
};

function publish(blocks: readonly JsonObject[], more: JsonObject = {}): Promise<JsonObject> {
  return call('views.publish', { user_id: 'U0ADA', view: { type: 'home', blocks: [...blocks] }, ...more });
}

/** The newest payload of a type. */
function heard(type: string): Promise<JsonObject> {
  return waitUntil(
    () => bot.envelopes.findLast(({ payload }) => payload.type === type)?.payload,
    () => `The bot heard no ${type}.`,
  );
}

describe('app_home_opened', () => {
  it('tells the tab, the direct message and, once there is one, the view', async () => {
    expect(await ada.openApp('home')).toEqual({ ok: true });
    const first = await heard('event_callback');
    expect(first).toMatchObject({
      event_id: expect.stringMatching(/^Ev/),
      authorizations: [{ user_id: slack.botUserId, is_bot: true }],
      event: {
        type: 'app_home_opened',
        user: 'U0ADA',
        tab: 'home',
        channel: expect.stringMatching(/^D/),
      },
    });
    expect(first.event).not.toHaveProperty('view');
    expect(bot.envelopes[0]).toMatchObject({ type: 'events_api', accepts_response_payload: false });
    const { view } = await publish([header('Requests')]);
    await ada.openApp('home');
    const second = await waitUntil(
      () => bot.envelopes[1]?.payload,
      () => 'The bot was not told of the second opening.',
    );
    expect(second.event).toMatchObject({ view });
  });

  it('tells of the messages tab without a view', async () => {
    await publish([header('Requests')]);
    await ada.openApp('messages');
    const { event } = await heard('event_callback');
    expect(event).toMatchObject({ tab: 'messages' });
    expect(event).not.toHaveProperty('view');
  });

  it('is told to those who subscribe, and there is no home tab where the manifest has none', async () => {
    const controls = new LocalControls(slack.url);
    await controls.setManifest(manifestWith(ALL_SCOPES, HOME));
    expect(await ada.openApp('home')).toEqual({ ok: true });
    await controls.setManifest(manifestWith(ALL_SCOPES, '', ['app_home_opened']));
    expect(await ada.openApp('home')).toMatchObject({ ok: false });
    expect(await publish([])).toMatchObject({ error: 'not_enabled' });
    await ada.openApp('messages');
    await heard('event_callback');
    expect(bot.envelopes.map(({ payload: { event } }) => event)).toMatchObject([{ tab: 'messages' }]);
  });

  it('is sent again at once, with the same event, when it is not acknowledged', async () => {
    await bot.close();
    await slack.stop();
    const manifest = manifestWith(ALL_SCOPES, HOME, ['app_home_opened']);
    slack = await startLocalSlack({ manifest, ackMs: 50 });
    bot = await RawBot.connect(slack, ({ payload }) => (payload.event_id === undefined ? {} : 'silent'));
    await new Person(slack.url, 'U0ADA').openApp('home');
    const again = await waitUntil(
      () => bot.envelopes[1],
      () => 'The event was not sent again.',
    );
    expect(again).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
    expect(again.payload).toEqual(bot.envelopes[0]?.payload);
  });
});

describe('a published home tab', () => {
  it('is shown to its person alone, and anew at each publishing', async () => {
    await publish([header('One')]);
    const home = await ada.openHome();
    expect(home.text()).toContain('One');
    await publish([header('Two')]);
    await home.waitFor(/Two/);
    expect((await ada.workspace()).views).toEqual([]);
    expect(await new Person(slack.url, 'U0GRACE').home()).toBeUndefined();
  });

  it('is waited for while the bot has still to publish it', async () => {
    const shown = ada.openHome();
    await heard('event_callback');
    await publish([header('Late')]);
    expect((await shown).text()).toContain('Late');
    expect(await ada.waitForHome(/Late/)).toBe(await shown);
  });

  it('tells of clicks with the view and what was chosen in it, and opens modals', async () => {
    const { view } = await publish([menu, buttonRow('Look')]);
    const home = await ada.openHome();
    await home.select('Ended');
    await home.click('Look');
    const click = await heard('block_actions');
    const { id, hash } = view as JsonObject;
    expect(click).toMatchObject({
      container: { type: 'view', view_id: id },
      view: {
        type: 'home',
        id,
        hash,
        state: { values: { filter: { state: { selected_option: { value: 'Ended' } } } } },
      },
      actions: [{ action_id: 'Look' }],
    });
    for (const absent of ['message', 'channel', 'response_url']) expect(click).not.toHaveProperty(absent);
    await call('views.open', { trigger_id: click.trigger_id, view: modal('Details') });
    expect((await ada.waitForView(/Details/)).view.type).toBe('modal');
    expect((await ada.home())?.values).toMatchObject({ filter: { state: { selected_option: {} } } });
  });

  it('is refused beyond 100 blocks or 250 kB, and with the hash of another view', async () => {
    const block = (): JsonObject => header('x');
    expect(await publish(many(101, block))).toMatchObject({ error: 'invalid_arguments' });
    const heavy = many(100, () => ({ type: 'section', text: plain('x'.repeat(2_900)) }));
    expect(await publish(heavy)).toMatchObject({ error: 'view_too_large' });
    expect(await publish(many(100, block), { hash: '1.x' })).toEqual({ ok: false, error: 'hash_conflict' });
    expect(await publish(many(100, block))).toMatchObject({ ok: true });
  });
});
