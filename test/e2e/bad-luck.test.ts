/** Several things go wrong at once, as they do at night: the process lives on, and everybody who can be told is told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, type TestContext } from 'vitest';
import { askMoveOut, CHANNEL, KEY } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { waitUntil } from '../wait-until.ts';
import { answerTo, fillIn, openModal, press, waitForEdit } from './conversation.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

async function openStory(
  { onTestFinished }: TestContext,
  options: StageOptions = {},
  refusals: readonly string[] = [],
): Promise<Stage> {
  const stage = await openStage(options);
  onTestFinished(() => stage.close(refusals));
  return stage;
}

it.concurrent('OCP is slow, and Slack does not take the notice of it: the modal is still filled', async (context) => {
  let slow = true;
  const wrapOcp: StageOptions['wrapOcp'] = (ocp) => ({
    ...ocp,
    listClusters: async () => {
      if (slow) await sleep(5_000);
      return ocp.listClusters();
    },
  });
  const stage = await openStory(context, { wrapOcp }, ['internal_error']);
  await stage.fault({ method: 'views.update', kind: 'fail', error: 'internal_error' });
  const modal = await openModal(stage.ada, 'payments');
  slow = false;
  expect(modal.text()).toContain('[Move Out]');
  expect(stage.log.join('')).toContain('could not say that OCP is slow');
  await modal.close();
});

it.concurrent('the requester cannot be written to: the thread is told everything all the same', async (context) => {
  const stage = await openStory(context, {}, ['user_disabled']);
  const card = await askMoveOut(stage.ada, 'payments');
  await stage.fault({ method: 'conversations.open', kind: 'fail', error: 'user_disabled', times: 2 });
  await press(stage.grace, card, 'Approve');
  await stage.grace.waitForReply(card, /the file|Slack does not take the credential file/);
  const failed = await waitForEdit(stage.grace, card, /Slack does not take the credential file/);
  await press(stage.grace, failed, 'Retry');
  await stage.grace.waitForReply(card, /is moved out of OCP/);
  await waitForEdit(stage.grace, card, /^✅ Completed/);
});

it.concurrent('the bot is removed from the channel while it runs: the requester is told of the end directly', async (context) => {
  const stage = await openStory(context, { env: { MOVEOUT_OCP_PACE_MS: '100' } }, ['not_in_channel']);
  const card = await askMoveOut(stage.ada, 'payments');
  await press(stage.grace, card, 'Approve');
  await stage.ada.waitForReply(card, /submitted/);
  await stage.controls.setMember(CHANNEL, 'U0MOVEOUT', false);
  await stage.ada.waitForDirectMessage(/is moved out of OCP/);
  await stage.ada.waitForDirectMessage(/\/invite @Moveout/);
  await stage.controls.setMember(CHANNEL, 'U0MOVEOUT', true);
  await stage.ada.waitForReply(card, /is moved out of OCP/, { timeoutMs: 30_000 });
  await waitForEdit(stage.ada, card, /^✅ Completed/);
  const direct = (await stage.ada.directMessages()).filter((message) =>
    /^✅ .* is moved out of OCP/.test(messageText(message)),
  );
  expect(direct).toHaveLength(1);
});

it.concurrent('a reason that repeats the key is refused, and the key is nowhere', async (context) => {
  const stage = await openStory(context);
  const modal = await openModal(stage.ada, 'payments');
  await fillIn(modal, { key: KEY, reason: `Handover, the password is ${KEY} as always.` });
  await modal.submit();
  expect(JSON.stringify(modal.errors)).toContain('repeats the secret');
  await modal.type('Reason', 'Handover.');
  expect((await modal.submit()).ok).toBe(true);
  await stage.ada.waitForMessage(CHANNEL, /Awaiting approval · payments/);
  expect(JSON.stringify(await stage.controls.calls())).not.toContain(KEY);
});

it.concurrent('Choose None in a modal that a restart made forgotten keeps the reason and says what happened', async (context) => {
  const stage = await openStory(context);
  const modal = await openModal(stage.ada, 'payments');
  await fillIn(modal, { key: KEY, reason: 'The old OCP is switched off.' });
  await stage.restart();
  await modal.click('Choose None');
  await modal.waitFor(/Moveout was restarted meanwhile/);
  expect(modal.text()).toContain('The old OCP is switched off.');
  await modal.close();
});

it.concurrent('a sealed key that is gone is asked for again, from the requester only', async (context) => {
  const stage = await openStory(context, {
    env: { MOVEOUT_VAULT_KEY: Buffer.alloc(32, 7).toString('base64') },
  });
  const card = await askMoveOut(stage.ada, 'payments');
  await stage.loseKeys();
  await press(stage.grace, card, 'Approve');
  const asking = await waitForEdit(stage.ada, card, /\[Enter Key\]/);
  await stage.ada.waitForDirectMessage(/key/);
  await press(stage.ada, asking, 'Enter Key');
  const modal = await stage.ada.waitForView(/Enter the Key Again|key/i);
  await modal.type(/key/i, 'short');
  await modal.submit();
  expect(JSON.stringify(modal.errors)).toMatch(/shorter than 8/);
  await modal.type(/key/i, KEY);
  expect((await modal.submit()).ok).toBe(true);
  await stage.ada.waitForReply(card, /is moved out of OCP/);
});

it.concurrent('one connection is renewed while the other stands: no command is lost', {
  timeout: 30_000,
}, async (context) => {
  const stage = await openStory(context);
  await waitUntil(
    async () => ((await stage.controls.calls('apps.connections.open')).length >= 2 ? true : undefined),
    () => 'The second connection was never opened.',
    { timeoutMs: 10_000 },
  );
  await sleep(500);
  const outcomes: string[] = [];
  for (const reason of ['refresh_requested', 'warning', 'cut'] as const) {
    expect(await stage.controls.refreshSockets(reason, 'next')).toBe(1);
    for (let typed = 0; typed < 15; typed += 1) {
      const { ok, error = '' } = await stage.ada.command('/moveout help');
      outcomes.push(ok ? 'taken' : error);
    }
    await sleep(1_000);
  }
  expect(new Set(outcomes)).toEqual(new Set(['taken']));
});

it.concurrent('a word that is neither a command nor a cluster gets help', async (context) => {
  const stage = await openStory(context);
  expect(await answerTo(stage.ada, '/moveout frobnicate')).toContain('/moveout list');
  await (await stage.ada.waitForView(/frobnicate/)).close();
});
