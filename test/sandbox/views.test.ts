import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { plain } from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi, RawBot } from './raw-bot.ts';
import { buttonRow, modal, textField } from './view-builders.ts';

let slack: LocalSlack;
let bot: RawBot;
let ada: Person;
let now = 0;
const call = (method: string, args: JsonObject = {}): Promise<JsonObject> => callApi(slack, method, args);

beforeEach(async () => {
  now = Date.now();
  const home = '  app_home: { home_tab_enabled: true }';
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES, home), now: () => now });
  bot = await RawBot.connect(slack);
  ada = new Person(slack.url, 'U0ADA');
});

afterEach(async () => {
  await bot.close();
  await slack.stop();
});

/** A fresh trigger, from a command. */
async function trigger(): Promise<JsonObject> {
  await ada.command('/try');
  return { trigger_id: (await bot.payload()).trigger_id };
}

/** Opens a modal for Ada. */
async function open(view: JsonObject): Promise<JsonObject> {
  const answer = await call('views.open', { ...(await trigger()), view });
  expect(answer).toMatchObject({ ok: true });
  return answer.view as JsonObject;
}

async function titles(): Promise<string[]> {
  return (await ada.workspace()).views.map(({ title }) => title);
}

describe('triggers', () => {
  it('open one modal, once', async () => {
    const args = { ...(await trigger()), view: modal('One') };
    expect(await call('views.open', args)).toMatchObject({ ok: true });
    expect(await call('views.open', args)).toMatchObject({ error: 'exchanged_trigger_id' });
  });

  it('expire after three seconds', async () => {
    const args = { ...(await trigger()), view: modal('One') };
    now += 3_001;
    expect(await call('views.open', args)).toEqual({ ok: false, error: 'expired_trigger_id' });
    expect(await titles()).toEqual([]);
  });

  it('of a command cannot push', async () => {
    await open(modal('One'));
    expect(await call('views.push', { ...(await trigger()), view: modal('Two') })).toMatchObject({
      error: 'not_found',
    });
  });
});

describe('the stack', () => {
  async function push(title: string): Promise<JsonObject> {
    await (await ada.waitForView()).click('More');
    const { trigger_id } = await bot.payload();
    return call('views.push', { trigger_id, view: modal(title, { notify_on_close: true }) });
  }

  it('takes three modals, and closing one shows the one below', async () => {
    const first = await open(modal('One'));
    expect(await push('Two')).toMatchObject({ view: { root_view_id: first.id, previous_view_id: first.id } });
    expect(await push('Three')).toMatchObject({ ok: true });
    expect(await push('Four')).toMatchObject({ error: 'push_limit_reached' });
    expect(await titles()).toEqual(['One', 'Two', 'Three']);
    await (await ada.waitForView()).close();
    expect(await titles()).toEqual(['One', 'Two']);
    expect(await bot.payload()).toMatchObject({
      type: 'view_closed',
      is_cleared: false,
      view: { title: { text: 'Three' } },
    });
  });

  it('goes as a whole when a view clears on close', async () => {
    await open(modal('One', { notify_on_close: true }));
    await (await ada.waitForView()).click('More');
    const { trigger_id } = await bot.payload();
    await call('views.push', { trigger_id, view: modal('Two', { clear_on_close: true }) });
    await (await ada.waitForView(/Two/)).close();
    expect(await titles()).toEqual([]);
    const closed = await waitUntil(
      () => bot.envelopes.find(({ payload }) => payload.type === 'view_closed'),
      () => 'The bot did not hear that the view was closed.',
    );
    expect(closed.payload).toMatchObject({ is_cleared: true, view: { title: { text: 'One' } } });
  });

  it('is silent where the view did not ask to be told', async () => {
    await open(modal('One'));
    await (await ada.waitForView()).close();
    await ada.command('/try after');
    expect(bot.envelopes.map(({ payload }) => payload.type ?? 'command')).toEqual(['command', 'command']);
  });
});

describe('views.update', () => {
  it('needs the hash of the last update when it names one', async () => {
    const { id, hash } = await open(modal('One'));
    const update = (title: string, more: JsonObject): Promise<JsonObject> =>
      call('views.update', { view_id: id, view: modal(title), ...more });
    expect(await update('Two', { hash })).toMatchObject({ ok: true });
    expect(await update('Three', { hash })).toEqual({ ok: false, error: 'hash_conflict' });
    expect(await update('Four', {})).toMatchObject({ ok: true });
    expect(await titles()).toEqual(['Four']);
  });

  it('finds a view by its external id, which only one may have', async () => {
    await open(modal('One', { external_id: 'mine' }));
    expect(
      await call('views.update', { external_id: 'mine', view: modal('Two', { external_id: 'mine' }) }),
    ).toMatchObject({
      ok: true,
    });
    const grace = new Person(slack.url, 'U0GRACE');
    await grace.command('/try');
    const { trigger_id } = await bot.payload();
    const again = { trigger_id, view: modal('Other', { external_id: 'mine' }) };
    expect(await call('views.open', again)).toMatchObject({ error: 'duplicate_external_id' });
  });

  it('finds nothing when the person has closed the view', async () => {
    const { id } = await open(modal('One'));
    await (await ada.waitForView()).close();
    expect(await call('views.update', { view_id: id, view: modal('Two') })).toEqual({
      ok: false,
      error: 'not_found',
    });
  });

  it('keeps what was typed where both ids stay, else begins with the initial value', async () => {
    const field = (action: string, block = 'field'): JsonObject => ({
      ...textField(block),
      element: { type: 'plain_text_input', action_id: action, initial_value: 'initial' },
    });
    const { id } = await open(modal('One', { blocks: [field('a'), buttonRow('More')] }));
    const view = await ada.waitForView();
    await view.type('field', 'typed');
    await view.click('More');
    const update = async (block: JsonObject): Promise<unknown> => {
      const answer = await call('views.update', { view_id: id, view: modal('Two', { blocks: [block] }) });
      await view.refresh();
      const values = (answer.view as { state: { values: object } }).state.values;
      expect(values).toEqual(view.values);
      return Object.values(view.values)[0];
    };
    const state = (value: string): JsonObject => ({ type: 'plain_text_input', value });
    expect(await update(field('a'))).toEqual({ a: state('typed') });
    expect(await update(field('b'))).toEqual({ b: state('initial') });
    expect(await update(field('b', 'other'))).toEqual({ b: state('initial') });
  });
});

describe('a home tab', () => {
  it('is published per person with a hash', async () => {
    const publish = (text: string, more: JsonObject = {}): Promise<JsonObject> =>
      call('views.publish', {
        user_id: 'U0ADA',
        view: { type: 'home', blocks: [{ type: 'header', text: plain(text) }] },
        ...more,
      });
    const { view } = await publish('One');
    const { hash } = view as JsonObject;
    expect(await publish('Two', { hash })).toMatchObject({ ok: true, view: { type: 'home' } });
    expect(await publish('Three', { hash })).toMatchObject({ error: 'hash_conflict' });
  });
});
