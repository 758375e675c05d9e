/** The workspace takes something away while a run is under way: the token, the channel, uploads. Nothing is lost. */
import { expect, it, type TestContext } from 'vitest';
import { askMoveOut, CHANNEL } from '../ask-move-out.ts';
import { completeThread } from '../complete-thread.ts';
import { messageText } from '../flatten-blocks.ts';
import { waitUntil } from '../wait-until.ts';
import { answerTo, buttonsOf, press, waitForEdit } from './conversation.ts';
import { type Stage, stageFor } from './stage.ts';

const PATIENT = { timeoutMs: 70_000 };

function openStory(context: TestContext, refusals: readonly string[]): Promise<Stage> {
  return stageFor(context, { env: { MOVEOUT_OCP_PACE_MS: '200' } }, refusals);
}

async function isGone({ ocp }: Stage): Promise<true | undefined> {
  const clusters = await ocp.listClusters();
  return clusters.some(({ name }) => name === 'payments') ? undefined : true;
}

function errorsIn({ log }: Stage): string[] {
  return log.filter((line) => line.includes('"level":"error"'));
}

it.concurrent.for(['token_revoked', 'account_inactive', 'invalid_auth'])(
  'the bot token is refused (%s) after the submit: OCP is followed to the end, and all is told after a start with a good one',
  async (error, context) => {
    const stage = await openStory(context, [error]);
    const { ada, grace, controls } = stage;
    const card = await askMoveOut(ada, 'payments');
    await press(grace, card, 'Approve');
    await ada.waitForReply(card, /The move-out is submitted/);
    await controls.setApp({ bot_token: error });
    await waitUntil(
      () => isGone(stage),
      () => 'The cluster is still listed.',
    );
    await waitUntil(
      () => errorsIn(stage).find((line) => line.includes('SLACK_BOT_TOKEN')),
      () => 'The log does not say it.',
    );
    expect(errorsIn(stage)).toHaveLength(1);
    // Somebody types in vain, and the process lives on; what needs no token is answered.
    await ada.command('/moveout payments');
    expect(await answerTo(ada, '/moveout status')).toContain('/moveout');
    expect(errorsIn(stage)[0]).toContain(
      `Slack does not take SLACK_BOT_TOKEN any more (${error}). Nobody is told anything`,
    );
    expect(errorsIn(stage)[0]).toContain('start Moveout with it: what was not told is told then.');
    await expect(stage.restart()).rejects.toThrow(
      `SLACK_BOT_TOKEN: Slack does not take this token (${error})`,
    );
    await controls.setApp({ bot_token: 'valid' });
    await stage.restart();
    await ada.waitForReply(card, /is moved out of OCP/);
    await waitForEdit(ada, card, /^✅ Completed/);
    await ada.waitForDirectMessage(/is moved out of OCP/);
    expect((await ada.thread(CHANNEL, card.ts)).map(messageText)).toEqual(completeThread());
  },
);

it.concurrent('the bot token is revoked before the file is delivered: nothing is moved, and the run waits', async (context) => {
  const stage = await openStory(context, ['token_revoked']);
  const { ada, grace, controls } = stage;
  const card = await askMoveOut(ada, 'payments');
  await stage.fault({
    method: 'files.getUploadURLExternal',
    kind: 'fail',
    error: 'token_revoked',
    times: 1_000,
  });
  await press(grace, card, 'Approve');
  await ada.waitForReply(card, /The rules were checked again/);
  await waitUntil(
    () => errorsIn(stage)[0],
    () => 'The log does not say it.',
  );
  await controls.setApp({ bot_token: 'token_revoked' });
  expect(await stage.ocp.tasksOf(2)).toEqual([]);
  await stage.stopMoveout();
  await controls.setApp({ bot_token: 'valid' });
  await controls.clearFaults();
  await stage.restart();
  await ada.waitForReply(card, /is moved out of OCP/);
  expect(errorsIn(stage)).toHaveLength(1);
  expect((await ada.thread(CHANNEL, card.ts)).map(messageText)).toEqual(completeThread());
});

it.concurrent('the channel is archived while it runs: the requester is told directly, and the thread is made up', async (context) => {
  const stage = await openStory(context, ['is_archived']);
  const { ada, grace, controls } = stage;
  const card = await askMoveOut(ada, 'payments');
  await press(grace, card, 'Approve');
  await ada.waitForReply(card, /The move-out is submitted/);
  await controls.setArchived(CHANNEL, true);
  const told = await ada.waitForDirectMessage(/cannot be posted/);
  expect(messageText(told)).toMatch(
    /^The card of MO-\w+ \(.*payments:1001.*\) cannot be posted in #C0ONCALL: the channel is archived\. Unarchive it, and the card follows\.$/,
  );
  await ada.waitForDirectMessage(/is moved out of OCP/);
  await controls.setArchived(CHANNEL, false);
  await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
  await waitForEdit(ada, card, /^✅ Completed/);
  expect((await ada.thread(CHANNEL, card.ts)).map(messageText)).toEqual(completeThread());
  const ends = (await ada.directMessages()).filter((message) => /^✅ /.test(messageText(message)));
  expect(ends).toHaveLength(1);
});

it.concurrent('what was told directly while the channel was archived is not told again after a restart', async (context) => {
  const stage = await openStory(context, ['is_archived']);
  const { ada, grace, controls } = stage;
  const card = await askMoveOut(ada, 'payments');
  await press(grace, card, 'Approve');
  await ada.waitForReply(card, /The move-out is submitted/);
  await controls.setArchived(CHANNEL, true);
  await ada.waitForDirectMessage(/is moved out of OCP/, PATIENT);
  const directly = async () => (await ada.directMessages()).map(messageText);
  const before = await directly();
  await stage.stopMoveout();
  await controls.setArchived(CHANNEL, false);
  await stage.restart();
  await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
  await waitForEdit(ada, card, /^✅ Completed/);
  // A stop waits for what is being told.
  await stage.restart();
  expect((await directly()).filter((text) => !text.includes('cannot be posted'))).toEqual(
    before.filter((text) => !text.includes('cannot be posted')),
  );
});

it.concurrent('uploads are forbidden while it runs: it stops before anything is moved, says why, and goes on with Retry', async (context) => {
  const stage = await openStory(context, ['file_uploads_disabled']);
  const { ada, grace, controls } = stage;
  const card = await askMoveOut(ada, 'payments');
  await controls.setApp({ uploads: false });
  await press(grace, card, 'Approve');
  await ada.waitForReply(card, /file_uploads_disabled\)\. Ask a Slack admin to allow file uploads/);
  const failed = await waitForEdit(ada, card, /Step failed/);
  expect(buttonsOf(failed)).toContain('Retry');
  expect(await stage.ocp.tasksOf(2)).toEqual([]);
  await controls.setApp({ uploads: true });
  await press(ada, failed, 'Retry');
  await ada.waitForReply(card, /is moved out of OCP/);
});

it.concurrent('every edit meets a rate limit for three seconds: the thread goes on, and so do people', async (context) => {
  const stage = await openStory(context, ['ratelimited']);
  const { ada, grace, linus } = stage;
  const card = await askMoveOut(ada, 'payments');
  await stage.fault({ method: 'chat.update', kind: 'rate_limit', retry_after: 3, for_ms: 3_000 });
  await press(grace, card, 'Approve');
  await ada.waitForReply(card, /The move-out is submitted/);
  expect((await linus.command('/moveout status')).ok).toBe(true);
  await ada.waitForReply(card, /is moved out of OCP/);
  await waitForEdit(ada, card, /^✅ Completed/);
});
