/** The home tab of an app in a real browser, with an app that publishes what the test wants. */
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { mrkdwn, plain } from '../sandbox/block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from '../sandbox/manifest.ts';
import { callApi, RawBot } from '../sandbox/raw-bot.ts';
import { buttonRow, modal } from '../sandbox/view-builders.ts';
import { waitUntil } from '../wait-until.ts';
import { launchBrowser } from './launch-browser.ts';
import { SlackPage } from './slack-page.ts';

const pageDir = fileURLToPath(new URL('../../dist/sandbox/page', import.meta.url));
const MANIFEST = manifestWith(
  [...ALL_SCOPES, 'app_mentions:read'],
  '  app_home: { home_tab_enabled: true }',
  ['app_home_opened', 'app_mention'],
);

const launched = await launchBrowser();
const browser = 'browser' in launched ? launched.browser : undefined;
// journeys.test.ts says aloud, or fails, when there is no browser.
describe.skipIf(browser === undefined)('In the browser, the app', () => {
  if (browser) appJourneys(browser);
});

function appJourneys(browser: Browser): void {
  let slack: LocalSlack;
  let bot: RawBot;
  let page: SlackPage;
  const call = (method: string, args: JsonObject): Promise<JsonObject> => callApi(slack, method, args);
  const main = () => page.page.getByRole('main');
  const entry = () => page.page.getByRole('list', { name: 'Apps' }).getByRole('link', { name: 'Moveout' });

  beforeEach(async () => {
    slack = await startLocalSlack({ manifest: MANIFEST, pageDir });
    bot = await RawBot.connect(slack);
    page = await SlackPage.open(browser, slack.url);
  });
  afterEach(async () => {
    expect(page.troubles).toEqual([]);
    await page.close();
    await bot.close();
    await slack.stop();
  });
  afterAll(() => browser.close());

  function publish(...blocks: JsonObject[]): Promise<JsonObject> {
    return call('views.publish', { user_id: 'U0ADA', view: { type: 'home', blocks } });
  }

  /** The events and clicks that came, by type. */
  function heard(type: string): readonly JsonObject[] {
    return bot.envelopes
      .map(({ payload }) => (payload.event ?? payload) as JsonObject)
      .filter((each) => each.type === type);
  }

  function hear(type: string, count = 1): Promise<JsonObject> {
    return waitUntil(
      () => heard(type)[count - 1],
      () => `The bot heard ${heard(type).length} of ${count} ${type}.`,
    );
  }

  it('is told when its home is opened, and what it publishes is there at once and anew', async () => {
    await entry().click();
    await main().getByText('Moveout shows nothing here yet.').waitFor();
    expect(await hear('app_home_opened')).toMatchObject({ user: 'U0ADA', tab: 'home' });
    await publish({ type: 'section', text: mrkdwn('Waits for <!subteam^S0DBA>') });
    await main().getByText('Waits for @dba').waitFor();
    await publish({ type: 'header', text: plain('Nothing waits') });
    await main().getByRole('heading', { name: 'Nothing waits' }).waitFor();
    expect(await main().getByText('Waits for').count()).toBe(0);
    await page.page.reload();
    await main().getByRole('heading', { name: 'Nothing waits' }).waitFor();
    expect(await hear('app_home_opened', 2)).toMatchObject({ view: { type: 'home' } });
  });

  it('hears of buttons and choices in its home, and opens modals from there', async () => {
    const options = ['Open', 'Ended'].map((text) => ({ text: plain(text), value: text }));
    const select = { type: 'static_select', action_id: 'state', placeholder: plain('State'), options };
    await publish(buttonRow('Look'), { type: 'actions', block_id: 'filter', elements: [select] });
    await entry().click();
    await main().getByRole('combobox').click();
    await main().getByRole('option', { name: 'Ended' }).click();
    expect(await hear('block_actions')).toMatchObject({
      container: { type: 'view' },
      actions: [{ action_id: 'state', selected_option: { value: 'Ended' } }],
    });
    await main().getByRole('button', { name: 'Look' }).click();
    const { trigger_id, view } = await hear('block_actions', 2);
    expect(view).toMatchObject({ state: { values: { filter: { state: { selected_option: {} } } } } });
    await call('views.open', { trigger_id, view: modal('Details') });
    await page.modal.getByRole('heading', { name: 'Details' }).waitFor();
    await page.press('Cancel');
    await page.modal.waitFor({ state: 'hidden' });
  });

  it('has a tab for its messages, which the arrow keys lead to and back', async () => {
    await publish({ type: 'header', text: plain('Requests') });
    await entry().click();
    await page.tabTo(main().getByRole('tab', { name: 'Home', selected: true }));
    await page.page.keyboard.press('ArrowRight');
    await main().getByRole('tab', { name: 'Messages', selected: true }).waitFor();
    await hear('app_home_opened', 2);
    await page.say('Hello');
    await page.message(/Hello/);
    await main().getByRole('tab', { name: 'Home' }).click();
    await main().getByRole('heading', { name: 'Requests' }).waitFor();
    await page.openChannel('database-oncall');
    await page.composer.waitFor();
    expect(heard('app_home_opened').map(({ tab }) => tab)).toEqual(['home', 'messages', 'home']);
  });

  it('hears of a mention that is typed by its name', async () => {
    await page.say('@Moveout how far is it, @dba?');
    expect(await hear('app_mention')).toMatchObject({
      text: '<@U0MOVEOUT> how far is it, <!subteam^S0DBA>?',
      channel: 'C0ONCALL',
    });
    const message = await page.message(/how far/);
    expect(await message.locator('.mention').allInnerTexts()).toEqual(['@Moveout', '@dba']);
  });

  it('stands beside people of other organisations, who are shown as such', async () => {
    await page.become('Edsger Dijkstra');
    await page.say('Good evening.');
    await page.become('Ada Lovelace');
    expect(await (await page.message(/Good evening/)).innerText()).toContain('From Northwind Support');
  });
}
