/** Moveout is stopped and started again on the same data, while people are in the middle of something. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';
import { askMoveOut, CHANNEL, KEY } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { waitUntil } from '../wait-until.ts';
import { buttonsOf, fillIn, openModal, press, refusalOf, waitForEdit } from './conversation.ts';
import { openStage, type Stage } from './stage.ts';

async function openStory({ onTestFinished }: TestContext) {
  const stage = await openStage();
  onTestFinished(() => stage.close());
  return stage;
}

/** Restarts; ends when the card of the open request is edited, as every start does. */
async function restart(stage: Stage): Promise<void> {
  const edits = async () => (await stage.controls.calls('chat.update')).length;
  const before = await edits();
  await stage.restart();
  await waitUntil(
    async () => ((await edits()) > before ? true : undefined),
    () => 'The card was never edited.',
  );
}

it.concurrent('a modal that was open keeps everything but the key, and says why', async (context) => {
  const stage = await openStory(context);
  const modal = await openModal(stage.ada, 'payments');
  await modal.uncheck(/^payments-b1/);
  await fillIn(modal, { key: KEY, reason: 'The old OCP is switched off.' });
  await stage.restart();
  await modal.submit();
  await modal.waitFor(/Moveout was restarted meanwhile, so nothing was requested/);
  expect(modal.text()).toContain('The old OCP is switched off.');
  expect(modal.text()).toMatch(/\[ \] payments-b1/);
  expect(JSON.stringify(modal.view)).not.toContain(KEY);

  await modal.type(/key/, KEY);
  await modal.type(/move out/, 'move out');
  expect((await modal.submit()).ok).toBe(true);
  const card = await stage.ada.waitForMessage(CHANNEL, /Awaiting approval · payments/);
  expect(messageText(card)).toMatch(/The old OCP is switched off/);
  expect(messageText(card)).toMatch(/Hosts to keep \(1\) payments-b1/);
});

it.concurrent('a card that awaits approval is approved after it', async (context) => {
  const stage = await openStory(context);
  const card = await askMoveOut(stage.ada, 'payments');
  await restart(stage);
  await press(stage.grace, card, 'Approve');
  await stage.ada.waitForReply(card, /is moved out of OCP/);
  await waitForEdit(stage.ada, card, /^✅ Completed/);
});

it.concurrent('a failed task is retried after it', async (context) => {
  const stage = await openStory(context);
  const card = await askMoveOut(stage.ada, 'logistics', {
    change: (modal) => modal.uncheck(/^logistics-c1/, /skip/i),
  });
  await press(stage.grace, card, 'Approve');
  await waitForEdit(stage.ada, card, /Task failed/);
  await restart(stage);
  await press(stage.ada, card, 'Retry');
  await stage.ada.waitForReply(card, /is moved out of OCP/);
});

it.concurrent('a key that cannot be opened any more is asked for again, of the requester alone', async (context) => {
  const stage = await openStory(context);
  const card = await askMoveOut(stage.ada, 'payments');
  await stage.stopMoveout();
  await rm(join(stage.dataDir, 'vault.key'));
  await restart(stage);
  await press(stage.grace, card, 'Approve');
  const asking = await waitForEdit(stage.ada, card, /Needs an answer · payments/);
  expect(buttonsOf(asking)).toEqual(['Enter Key', 'Give Up', 'View Task']);
  expect(await refusalOf(stage.grace, asking, 'Enter Key')).toBe('Only the requester (@U0ADA) can do that.');
  expect(await stage.grace.openView()).toBeUndefined();

  await press(stage.ada, asking, 'Enter Key');
  const modal = await stage.ada.waitForView(/key/);
  await modal.type(/key/, 'Another-Horse-43');
  expect((await modal.submit()).ok).toBe(true);
  await stage.ada.waitForReply(card, /@U0ADA entered the encryption key again/);
  await stage.ada.waitForReply(card, /is moved out of OCP/);
});
