/** What on-call people expect, in a real browser on the built program: two approvals, a scheduled run, the App Home, and why. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './launch-browser.ts';
import { type ServedMoveout, serveMoveout } from './served-moveout.ts';
import { SlackPage, words } from './slack-page.ts';

const GOOD = { key: 'Correct-Horse-42', reason: 'It moves to the new OCP.', phrase: 'move out' };
const RUN = { timeout: 120_000 };

const launched = await launchBrowser();
const browser = 'browser' in launched ? launched.browser : undefined;
// journeys.test.ts says aloud, or fails, when there is no browser.
describe.skipIf(browser === undefined)('In the browser, on call,', () => {
  if (browser) journeys(browser);
});

function journeys(browser: Browser): void {
  let moveout: ServedMoveout;
  let slack: SlackPage;
  beforeAll(async () => {
    moveout = await serveMoveout({ MOVEOUT_APPROVALS: '2' });
  });
  afterAll(async () => {
    await browser.close();
    await moveout.stop();
  });
  afterEach(async () => {
    expect(slack.troubles).toEqual([]);
    await slack.close();
    expect(await moveout.controls.refusals()).toEqual([]);
  });

  const main = () => slack.page.getByRole('main');

  async function request(cluster: string): Promise<void> {
    slack = await SlackPage.open(browser, moveout.url);
    await slack.askFor(cluster);
    await slack.fillIn(GOOD);
  }

  async function approveAs(name: string, wanted: RegExp): Promise<void> {
    await slack.become(name);
    const card = await slack.message(wanted);
    await card.getByRole('button', { name: 'Approve' }).first().click();
    await slack.page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
  }

  it('two people of three approve, one takes the vote back first', RUN, async () => {
    await request('payments');
    await slack.moveOut();
    await approveAs('Grace Hopper', /Awaiting approval · payments:1001/);
    const once = await slack.message(/Approvals 1 of 2 \(@Grace Hopper\)/);
    await once.getByRole('button', { name: 'Withdraw Approval' }).click();
    const question = slack.page.getByRole('alertdialog', { name: 'Withdraw your approval?' });
    await question.getByRole('button', { name: 'Withdraw Approval' }).click();
    await slack.message(/Approvals 0 of 2/);
    await approveAs('Linus Berg', /Awaiting approval · payments:1001/);
    await slack.message(/Approvals 1 of 2 \(@Linus Berg\)/);
    await approveAs('Grace Hopper', /Awaiting approval · payments:1001/);
    expect(await words(await slack.message(/Completed · payments:1001/))).toContain(
      'Approved by @Linus Berg, @Grace Hopper.',
    );
  });

  it('a run is scheduled, shows its start, and is started now', RUN, async () => {
    await request('loyalty');
    await slack.modal.getByRole('radio', { name: /^At a date and time/ }).check();
    await slack.press('Move Out');
    expect(await slack.refusalAt(/^Date/)).toContain('Choose the date of the start.');
    const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    await slack.modal.getByLabel(/^Date/).fill(day);
    await slack.modal.getByLabel(/^Time/).fill('22:30');
    await slack.moveOut();
    await approveAs('Grace Hopper', /Awaiting approval · loyalty:1007/);
    await slack.message(/Approvals 1 of 2/);
    await approveAs('Linus Berg', /Awaiting approval · loyalty:1007/);
    const scheduled = await slack.message(/Scheduled · loyalty:1007/);
    expect(await words(scheduled)).toMatch(/Starts .*22:30|Starts .*10:30/);
    await scheduled.getByRole('button', { name: 'Start Now' }).click();
    await slack.page.getByRole('alertdialog').getByRole('button', { name: 'Start Now' }).click();
    await slack.message(/Completed · loyalty:1007/);
  });

  it('the App Home shows what waits, and takes the vote; why says the rules', RUN, async () => {
    await request('coupons');
    await slack.moveOut();
    await slack.message(/Awaiting approval · coupons:1008/);
    await slack.say('/moveout why coupons');
    expect(await words(await slack.message(/You may:/))).toMatch(
      /You may: Change Start, Cancel\..*Approve, Reject: This is your own request/s,
    );
    await slack.become('Grace Hopper');
    await slack.page.getByRole('list', { name: 'Apps' }).getByRole('link', { name: 'Moveout' }).click();
    await main().getByText('Waiting for you (1)').waitFor();
    await main().getByRole('button', { name: 'Approve' }).click();
    await slack.page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
    await main().getByText('Nothing waits for your approval.').waitFor();
  });
}
