/** The page of the local Slack as a person uses it: by what is written on it, with mouse and keyboard. */
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { waitUntil } from '../wait-until.ts';

const PATIENCE_MS = 30_000;
const RUN_MS = 50_000;
const TAB_STOPS = 60;

/** One window of the page. Everything that goes wrong in it is written down. */
export class SlackPage {
  /** Errors on the console, faults in scripts, violations of the content security policy, dialogs of the browser. */
  readonly troubles: readonly string[];
  readonly page: Page;
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, troubles: readonly string[]) {
    this.#context = context;
    this.page = page;
    this.troubles = troubles;
  }

  /** Opens the address in a new window of 1280 by 800 that knows nothing of other windows. */
  static async open(browser: Browser, url: string): Promise<SlackPage> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const troubles = noteTroubles(page);
    await page.goto(url);
    const opened = new SlackPage(context, page, troubles);
    await opened.composer.waitFor();
    return opened;
  }

  /** The field in which one writes to the open channel. */
  get composer(): Locator {
    return this.page.getByRole('main').getByRole('textbox', { name: /^Message / });
  }

  /** The modal on top. */
  get modal(): Locator {
    return this.page.getByRole('dialog');
  }

  get thread(): Locator {
    return this.page.getByRole('complementary');
  }

  /** The name of the person who one is now. */
  async whoAmI(): Promise<string> {
    return await words(this.#rail('You are').locator('[aria-current] .rail-name'));
  }

  /** Becomes somebody else of the workspace. */
  async become(name: string): Promise<void> {
    await this.#rail('You are').getByRole('link', { name }).click();
    await waitUntil(
      async () => (await this.page.title()).includes(name) || undefined,
      () => `The page never was ${name}'s.`,
    );
  }

  /** Opens a channel or direct message. */
  async openChannel(name: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name }).first().click();
  }

  /** Types into the composer and sends it. */
  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The last message in the open channel that reads so, once there is one; the same one whatever it reads later. */
  async message(wanted: RegExp): Promise<Locator> {
    const list = this.page.getByRole('list', { name: 'Messages' });
    const ts = await list.getByRole('listitem').filter({ hasText: wanted }).last().getAttribute('data-ts');
    return list.locator(`[data-ts="${ts}"]`);
  }

  /** Waits until a reply in the open thread reads so, and gives the words of all replies in order. */
  async replies(wanted: RegExp): Promise<string[]> {
    const list = this.thread.getByRole('list', { name: 'Replies' });
    await list.getByRole('listitem').filter({ hasText: wanted }).first().waitFor({ timeout: RUN_MS });
    return await list.locator('.message-body').allInnerTexts();
  }

  /** Opens the modal for a cluster that is named behind the command; ends when it is filled. */
  async askFor(cluster: string): Promise<void> {
    await this.say(`/moveout ${cluster}`);
    await this.modal.getByLabel('Encryption key').waitFor();
  }

  /** Fills the three fields of the modal. */
  async fillIn({ key, reason, phrase }: Filled): Promise<void> {
    await this.modal.getByLabel('Encryption key').fill(key);
    await this.modal.getByLabel('Reason').fill(reason);
    await this.modal.getByLabel(/move out/).fill(phrase);
  }

  /** What stands in the three fields. */
  async filled(): Promise<Filled> {
    return {
      key: await this.modal.getByLabel('Encryption key').inputValue(),
      reason: await this.modal.getByLabel('Reason').inputValue(),
      phrase: await this.modal.getByLabel(/move out/).inputValue(),
    };
  }

  /** Presses a button of the modal. */
  async press(label: string): Promise<void> {
    await this.modal.getByRole('button', { name: label, exact: true }).click();
  }

  /** Presses Move Out and waits until the modal is closed. */
  async moveOut(): Promise<void> {
    await this.press('Move Out');
    await this.modal.waitFor({ state: 'hidden' });
  }

  /** Waits until a field of the modal counts as wrong, and gives the sentences that describe it to whoever cannot see it. */
  async refusalAt(label: string | RegExp): Promise<string> {
    const wrong = this.modal.getByLabel(label).and(this.page.locator('[aria-invalid=true]'));
    const ids = (await wrong.getAttribute('aria-describedby')) ?? '';
    const sentences = ids.split(' ').map((id) => this.page.locator(`[id="${id}"]`).textContent());
    return (await Promise.all(sentences)).join(' ');
  }

  /** Waits until a checkbox is ticked, or is not. */
  async waitForTick(box: Locator, ticked: boolean): Promise<void> {
    await waitUntil(
      async () => (await box.isChecked()) === ticked || undefined,
      () => `The checkbox never was ${ticked ? 'ticked' : 'without a tick'}.`,
    );
  }

  async hasFocus(node: Locator): Promise<boolean> {
    return (await node.and(this.page.locator(':focus')).count()) > 0;
  }

  /** Presses Tab until something has the focus. */
  async tabTo(wanted: Locator): Promise<void> {
    await wanted.waitFor();
    for (let stop = 0; stop < TAB_STOPS; stop += 1) {
      if (await this.hasFocus(wanted)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${TAB_STOPS} times Tab did not lead to ${String(wanted)}.`);
  }

  /** Downloads what a link gives. */
  async download(link: Locator): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), link.click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  #rail(title: string): Locator {
    return this.page.getByRole('navigation').getByRole('list', { name: title });
  }
}

export interface Filled {
  readonly key: string;
  readonly reason: string;
  readonly phrase: string;
}

/** What a person reads there. */
export async function words(place: Locator): Promise<string> {
  return (await place.allInnerTexts()).join('\n');
}

/** Chromium tells violations of the content security policy on the console. */
function noteTroubles(page: Page): readonly string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`fault: ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return troubles;
}
