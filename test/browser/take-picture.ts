/**
 * Takes the README's picture of the page, docs/run.png: a cluster of 64 hosts in the middle of its move-out. Needs the built
 * program. Run it with: npx tsx test/browser/take-picture.ts
 */
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../wait-until.ts';
import { launchBrowser } from './launch-browser.ts';
import { serveMoveout } from './served-moveout.ts';
import { SlackPage, words } from './slack-page.ts';

const PICTURE = fileURLToPath(new URL('../../docs/run.png', import.meta.url));
/** Milliseconds per subtask, as for people. */
const PACE = '1000';
const REASON = 'Change 4812: analytics moves to the new OCP.';

const launched = await launchBrowser();
if ('notRun' in launched) throw new Error(`No picture: ${launched.notRun}.`);
const moveout = await serveMoveout({ MOVEOUT_OCP_PACE_MS: PACE });
try {
  await takePicture(await SlackPage.open(launched.browser, moveout.url));
} finally {
  await launched.browser.close();
  await moveout.stop();
}

async function takePicture(slack: SlackPage): Promise<void> {
  await slack.say('Tonight analytics moves to the new OCP, change 4812. Who can approve?');
  await slack.become('Grace Hopper');
  await slack.say('I can. Send it over.');
  await slack.become('Ada Lovelace');
  await slack.askFor('analytics');
  await slack.fillIn({ key: 'Correct-Horse-42', reason: REASON, phrase: 'move out' });
  await slack.moveOut();
  await slack.become('Grace Hopper');
  const card = await slack.message(/Awaiting approval/);
  await card.getByRole('button', { name: 'Approve' }).click();
  await slack.page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
  await card.getByRole('button', { name: /^\d+ repl/ }).click();
  await slack.replies(/The move-out is submitted/);
  await waitUntil(
    async () => isHalfDone(await words(card)) || undefined,
    async () => `The card never was in the middle of the run:\n${await words(card)}`,
    { timeoutMs: 90_000 },
  );
  await slack.page.mouse.move(0, 0);
  await slack.page.screenshot({ path: PICTURE });
}

/** Whether the card counts between half and two thirds of the subtasks as done. */
function isHalfDone(text: string): boolean {
  const [, done, all] = /(\d+)\/(\d+)/.exec(text) ?? [];
  const part = Number(done) / Number(all);
  return part >= 0.5 && part < 0.67;
}
