/** What people do with Moveout, done in a real browser on the page that the built program serves. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../e2e/inventory-of.ts';
import { launchBrowser } from './launch-browser.ts';
import { type ServedMoveout, serveMoveout } from './served-moveout.ts';
import { SlackPage, words } from './slack-page.ts';

const GOOD = { key: 'Correct-Horse-42', reason: 'It moves to the new OCP.', phrase: 'move out' };
/** A run encrypts its file for about a second on an idle machine, for many on a busy one. */
const RUN = { timeout: 60_000 };
const HOSTILE = '<img src=x onerror=alert(1)>';

const launched = await launchBrowser();
if ('notRun' in launched) sayNotRun(launched.notRun);
else describe('In the browser,', () => journeys(launched.browser));

/** Without a browser nothing is tested here. That must be seen, and where a browser is promised it is a failure. */
function sayNotRun(reason: string): void {
  const name = `not run: ${reason}`;
  process.stderr.write(`Browser journeys: ${name}\n`);
  const isPromised = process.env.REQUIRE_BROWSER === '1';
  it.skipIf(!isPromised)(name, () => {
    throw new Error(`The browser journeys were ${name}. REQUIRE_BROWSER=1 says that they must run.`);
  });
}

function journeys(browser: Browser): void {
  let folder: string;
  let moveout: ServedMoveout;
  let hostile: ServedMoveout;
  let opened: SlackPage[] = [];
  const open = async ({ url }: ServedMoveout) => {
    const slack = await SlackPage.open(browser, url);
    opened.push(slack);
    return slack;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'moveout-browser-'));
    const inventory = join(folder, 'inventory.json');
    const sketch = {
      name: 'shop',
      obClusterId: 7,
      zones: [2],
      hostName: () => HOSTILE,
      zoneName: () => HOSTILE,
    };
    await writeFile(inventory, JSON.stringify(inventoryOf([sketch])));
    [moveout, hostile] = await Promise.all([serveMoveout(), serveMoveout({ MOVEOUT_INVENTORY: inventory })]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), moveout.stop(), hostile.stop()]);
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    const troubles = opened.flatMap((slack) => slack.troubles);
    await Promise.all(opened.map((slack) => slack.close()));
    opened = [];
    expect(troubles).toEqual([]);
    expect(await moveout.controls.refusals()).toEqual([]);
    expect(await hostile.controls.refusals()).toEqual([]);
  });

  it('a cluster is moved out, from the command to the end', RUN, async () => {
    const slack = await open(moveout);
    expect(await slack.whoAmI()).toBe('Ada Lovelace');
    await slack.composer.pressSequentially('/mo');
    await slack.page.getByRole('option', { name: /^\/moveout / }).click();
    await slack.composer.press('Enter');
    await slack.modal.getByRole('combobox').pressSequentially('pay');
    await slack.modal.getByRole('option', { name: 'payments:1001 · PRIMARY · RUNNING' }).click();
    await slack.fillIn(GOOD);
    await slack.moveOut();

    await slack.become('Grace Hopper');
    const card = await slack.message(/Awaiting approval · payments:1001/);
    expect(await words(card)).toMatch(/Requested by @Ada Lovelace.*It moves to the new OCP\./s);
    await card.getByRole('button', { name: 'Approve' }).click();
    const question = slack.page.getByRole('alertdialog', { name: 'Approve this move-out?' });
    expect(await words(question)).toContain(
      'Cluster payments:1001 is moved out of OCP embedded, and 3 hosts are deleted',
    );
    await question.getByRole('button', { name: 'Approve' }).click();

    await card.getByRole('button', { name: /^\d+ repl/ }).click();
    const replies = await slack.replies(/Next/);
    expect(replies[0]).toBe('👍 Approved by @Grace Hopper (1 of 1).');
    expect(replies).toContainEqual(
      expect.stringContaining('the file was sent to @Ada Lovelace in a direct message'),
    );
    expect(replies.at(-1)).toMatch(
      /^@Ada Lovelace ✅ payments:1001 is moved out of OCP embedded, in \d+ s\./,
    );
    expect(await words(card)).toContain('Completed · payments:1001');

    await slack.say('/moveout list');
    const list = await words(await slack.message(/orders:1002.*standby/));
    expect(list).toContain('Only visible to you');
    expect(list).toMatch(/OCP embedded: 9 clusters/);
    expect(list).not.toContain('payments');

    await slack.become('Ada Lovelace');
    await slack.openChannel('Moveout');
    const file = await slack.download(
      slack.page.getByRole('link', { name: /^Download payments-1001-credentials/ }),
    );
    expect(file.name).toBe('payments-1001-credentials.json.age');
    const content = await decrypted(file.bytes, GOOD.key);
    expect(content).toMatchObject({
      cluster: { name: 'payments', obClusterId: 1001 },
      credentials: expect.arrayContaining([expect.objectContaining({ password: 'example-payments-ledger' })]),
    });
  });

  it('mistakes in the modal are said at their fields, and nothing typed is lost', async () => {
    const slack = await open(moveout);
    await slack.askFor('loyalty');
    await slack.fillIn({ key: 'Zu-kurz', reason: '', phrase: 'Move out' });
    await slack.press('Move Out');
    expect(await slack.refusalAt('Reason')).toContain('Please complete this required field.');
    expect(await slack.filled()).toEqual({ key: 'Zu-kurz', reason: '', phrase: 'Move out' });

    const typed = { key: 'Zu-kurz', reason: '   ', phrase: 'Move out' };
    await slack.fillIn(typed);
    await slack.press('Move Out');
    expect(await slack.refusalAt('Encryption key')).toContain('The key is shorter than 8 characters.');
    expect(await slack.refusalAt('Reason')).toContain('Say why, in a few words.');
    expect(await slack.refusalAt(/move out/)).toContain('Type the two words "move out", in lower case');
    expect(await slack.hasFocus(slack.modal.getByLabel('Encryption key'))).toBe(true);
    expect(await slack.filled()).toEqual(typed);

    const hosts = slack.modal.getByRole('group', { name: /^Delete in zone2/ }).getByRole('checkbox');
    await slack.press('Choose None: hosts in zone2');
    await slack.waitForTick(hosts.first(), false);
    expect(await slack.filled()).toEqual(typed);
    await slack.press('Choose All: hosts in zone2');
    await slack.waitForTick(hosts.first(), true);
    expect(await slack.filled()).toEqual(typed);

    await slack.fillIn(GOOD);
    await slack.moveOut();
    expect(await words(await slack.message(/loyalty:1007/))).toContain('Awaiting approval');
  });

  it('a rejection asks for a reason, and ends the request', async () => {
    const slack = await open(moveout);
    await slack.askFor('orders:1003');
    await slack.fillIn(GOOD);
    await slack.moveOut();
    await slack.become('Grace Hopper');
    const card = await slack.message(/Awaiting approval · orders:1003/);
    await card.getByRole('button', { name: 'Reject' }).click();
    await slack.modal.getByLabel('Reason').fill('Not on a Sunday.');
    await slack.press('Reject');
    await slack.message(/Rejected · orders:1003/);
    expect(await words(card)).toMatch(/Grace Hopper.*Not on a Sunday\./s);
    expect(await card.locator('.blocks').getByRole('button').count()).toBe(0);
    await card.getByRole('button', { name: /^\d+ repl/ }).click();
    expect(await slack.replies(/Rejected/)).toEqual([
      '@Ada Lovelace ⛔ Rejected by @Grace Hopper: Not on a Sunday.',
    ]);
  });

  it('whoever may not approve is told why, and nobody else is', async () => {
    const slack = await open(moveout);
    await slack.askFor('archive_2024');
    await slack.fillIn(GOOD);
    await slack.moveOut();
    const card = await slack.message(/Awaiting approval · archive_2024/);
    await card.getByRole('button', { name: 'Approve' }).click();
    await slack.page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
    const answer = await slack.message(/This is your own request\. Somebody else must approve/);
    expect(await words(answer)).toContain('Only visible to you');
    await slack.become('Grace Hopper');
    expect(await words(await slack.message(/Awaiting approval · archive_2024/))).toMatch(
      /Awaiting approval.*Approvals 0 of 1/s,
    );
    expect(await slack.page.getByText('This is your own request').count()).toBe(0);
  });

  it('names from the inventory are text, whatever they look like', async () => {
    const slack = await open(hostile);
    await slack.askFor('shop');
    expect(await slack.modal.getByRole('checkbox', { name: HOSTILE, exact: true }).count()).toBe(2);
    await slack.fillIn({ ...GOOD, reason: HOSTILE });
    await slack.moveOut();
    await slack.become('Grace Hopper');
    const card = await slack.message(/Awaiting approval · shop:7/);
    expect((await words(card)).split(HOSTILE)).toHaveLength(4);
    await card.getByRole('button', { name: 'All Hosts' }).click();
    await slack.modal.getByText(HOSTILE).first().waitFor();
    await slack.press('Close');
    await card.getByRole('button', { name: 'Reject' }).click();
    await slack.modal.getByLabel('Reason').fill(HOSTILE);
    await slack.press('Reject');
    await card.getByRole('button', { name: '1 reply' }).click();
    expect(await slack.replies(/Rejected/)).toEqual([expect.stringContaining(`@Grace Hopper: ${HOSTILE}`)]);
    expect(await slack.page.locator('img').count()).toBe(0);
  });

  it('a cluster can be asked for without a mouse', async () => {
    const slack = await open(moveout);
    const { keyboard } = slack.page;
    await keyboard.type('/mo');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await slack.modal.getByRole('combobox').waitFor();
    await keyboard.press('Escape');
    await slack.modal.waitFor({ state: 'hidden' });
    expect(await slack.hasFocus(slack.composer)).toBe(true);

    await keyboard.type('/moveout');
    await keyboard.press('Enter');
    await slack.tabTo(slack.modal.getByRole('combobox'));
    await keyboard.type('coup');
    await slack.modal.getByRole('option', { name: /^coupons:1008/ }).waitFor();
    await keyboard.press('Enter');
    for (const [label, text] of [
      ['Encryption key', GOOD.key],
      ['Reason', GOOD.reason],
      [/move out/, GOOD.phrase],
    ] as const) {
      await slack.tabTo(slack.modal.getByLabel(label));
      await keyboard.type(text);
    }
    await slack.tabTo(slack.modal.getByRole('button', { name: 'Move Out' }));
    await keyboard.press('Enter');
    await slack.message(/Awaiting approval · coupons:1008/);
    expect(await slack.hasFocus(slack.composer)).toBe(true);
  });
}

async function decrypted(bytes: Buffer, key: string): Promise<unknown> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(key);
  return JSON.parse(await decrypter.decrypt(bytes, 'text'));
}
