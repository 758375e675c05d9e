/** Every Web API method that the main job calls meets every fault: the run ends, and everything is told once. */
import { describe, expect, it, type TestContext } from 'vitest';
import type { Fault, ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { CHANNEL, KEY } from '../ask-move-out.ts';
import { completeThread } from '../complete-thread.ts';
import { messageText } from '../flatten-blocks.ts';
import { waitUntil } from '../wait-until.ts';
import { fillIn, privately, waitForEdit } from './conversation.ts';
import { openStage, type Stage } from './stage.ts';

type Kind = '429' | '500' | 'cut' | 'answer lost';

const FAULTS: Readonly<Record<Kind, (method: string) => Fault>> = {
  '429': (method) => ({ method, kind: 'rate_limit', retry_after: 1 }),
  '500': (method) => ({ method, kind: 'http', status: 500 }),
  cut: (method) => ({ method, kind: 'cut' }),
  'answer lost': (method) => ({ method, kind: 'lose_answer' }),
};
const KINDS: readonly Kind[] = ['429', '500', 'cut', 'answer lost'];

/** What the bot calls while a cluster is moved out, and what it calls only behind another fault. */
const METHODS = [
  'views.open',
  'views.update',
  'conversations.info',
  'conversations.members',
  'users.info',
  'chat.postEphemeral',
  'chat.postMessage',
  'chat.update',
  'chat.getPermalink',
  'conversations.open',
  'files.getUploadURLExternal',
  'upload',
  'files.completeUploadExternal',
  'response_url',
  'conversations.history',
  'conversations.replies',
] as const;

/** A stage that expects no more refusals than the faults that were ordered. */
async function openStory(
  { onTestFinished }: TestContext,
  env: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const stage = await openStage({ env });
  onTestFinished(() => stage.close(['ratelimited', 'http_500', 'cut', 'not_found', 'hash_conflict']));
  return stage;
}

/** Orders a fault for the next call of a method; what is only looked up behind a lost answer gets one as well. */
async function order(stage: Stage, method: string, kind: Kind): Promise<void> {
  await stage.fault(FAULTS[kind](method));
  if (method === 'conversations.history' || method === 'conversations.replies')
    await stage.fault({ method: 'chat.postMessage', kind: 'lose_answer' });
}

/** Types the command, and once more when nothing came of it, as people do. */
async function askAsPeopleDo({ ada }: Stage): Promise<ShownMessage> {
  await waitUntil(
    async () => {
      const shown = await ada.openView();
      const modal = shown?.text().includes('[Move Out]') === true ? shown : undefined;
      if (modal === undefined) {
        if (shown === undefined || !shown.text().includes('Loading')) await ada.command('/moveout payments');
        await ada.waitForView(/\[Move Out\]|\[Try Again\]/, { timeoutMs: 1_000 }).catch(() => undefined);
        await (await stuck(ada))?.close();
        return undefined;
      }
      await fillIn(modal, { key: KEY });
      return (await modal.submit()).ok || undefined;
    },
    () => 'The modal was never filled.',
  );
  return ada.waitForMessage(CHANNEL, /Awaiting approval · payments/);
}

/** A modal that shows no form after a while. */
async function stuck(ada: Stage['ada']) {
  const modal = await ada.openView();
  return modal?.text().includes('[Move Out]') === true ? undefined : modal;
}

/** Presses Approve, and once more when a private sentence says that it did not count. */
async function approveAsPeopleDo(stage: Stage, card: ShownMessage): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    // A card that is edited between the look and the click has other buttons by then.
    await waitUntil(
      async () => (await stage.grace.clickButton(await stage.grace.reread(card), 'Approve')).ok || undefined,
      () => 'Approve could not be pressed.',
    );
    const approved = await waitUntil(
      async () => {
        if ((await threadOf(stage, card)).some((line) => line.startsWith('👍 Approved by'))) return 'yes';
        return (await privately(stage.grace, CHANNEL)).length > tries ? 'no' : undefined;
      },
      () => 'Nothing came of the click.',
    );
    if (approved === 'yes') return;
  }
  throw new Error('Nobody could approve.');
}

async function threadOf({ ada }: Stage, card: ShownMessage): Promise<string[]> {
  return (await ada.thread(CHANNEL, card.ts)).map(messageText);
}

describe('every method that the main job calls', () => {
  const rows = METHODS.flatMap((method) => KINDS.map((kind) => [method, kind] as const));
  it.concurrent.for(rows)('%s: %s', async ([method, kind], context) => {
    const stage = await openStory(context);
    const { ada, grace } = stage;
    await order(stage, method, kind);
    const card = await askAsPeopleDo(stage);
    // Ada may not approve her own request, and is told so.
    await ada.clickButton(card, 'Approve');
    // What was not called yet meets the first fault now; twice in a row is another story.
    const isDue = method === 'conversations.replies' || (await stage.controls.calls(method)).length > 0;
    if (isDue) await order(stage, method, kind);
    await approveAsPeopleDo(stage, card);
    await ada.waitForReply(card, /is moved out of OCP/);
    for (let typed = 0; typed < 2; typed += 1) await ada.command('/moveout status payments');
    await waitForEdit(grace, card, /^✅ Completed/);
    await ada.waitForDirectMessage(/is moved out of OCP/);

    expect((await stage.calls()).filter((call) => call.method === method).length).toBeGreaterThan(0);
    expect(await threadOf(stage, card)).toEqual(completeThread());
    const cards = (await ada.messages()).filter((message) => /· payments:1001\n/.test(messageText(message)));
    expect(cards.map(({ ts }) => ts)).toEqual([card.ts]);
    const direct = await ada.directMessages();
    expect(direct.filter((message) => /^✅ /.test(messageText(message)))).toHaveLength(1);
    const files = direct.flatMap((message) => message.files ?? []);
    expect(files).toHaveLength(1);
    expect(await stage.ocp.tasksOf(2)).toHaveLength(1);
  });

  it.concurrent.for(KINDS)(
    'usergroups.users.list, where the approvers are a group: %s',
    async (kind, context) => {
      const stage = await openStory(context, { MOVEOUT_APPROVERS: 'S0DBA' });
      const card = await askAsPeopleDo(stage);
      await order(stage, 'usergroups.users.list', kind);
      await approveAsPeopleDo(stage, card);
      await stage.ada.waitForReply(card, /is moved out of OCP/);
      expect(await threadOf(stage, card)).toEqual(completeThread());
      expect(await stage.ocp.tasksOf(2)).toHaveLength(1);
    },
  );

  it.concurrent.for(KINDS)('views.publish, by which a home is shown: %s', async (kind, context) => {
    const stage = await openStory(context);
    const { ada, grace } = stage;
    const card = await askAsPeopleDo(stage);
    await order(stage, 'views.publish', kind);
    await grace.openApp('home');
    await waitUntil(
      async () => ((await stage.controls.calls('views.publish')).length > 0 ? true : undefined),
      () => 'No home was shown.',
    );
    // Whoever sees none opens it again.
    await grace.openHome();
    const home = await grace.waitForHome(/Waiting for you \(1\)/);
    await home.click('Approve');
    await ada.waitForReply(card, /is moved out of OCP/);
    expect(await threadOf(stage, card)).toEqual(completeThread());
    expect(await stage.ocp.tasksOf(2)).toHaveLength(1);
  });

  it.concurrent.for(
    ['auth.test', 'apps.connections.open'].flatMap((method) => KINDS.map((kind) => [method, kind] as const)),
  )('%s at a start: %s', async ([method, kind], context) => {
    const stage = await openStory(context);
    const card = await askAsPeopleDo(stage);
    await stage.stopMoveout();
    await order(stage, method, kind);
    await expect(stage.restart()).rejects.toThrow(/Slack could not be asked whether it is valid/);
    await stage.restart();
    await approveAsPeopleDo(stage, card);
    await stage.ada.waitForReply(card, /is moved out of OCP/);
    expect(await threadOf(stage, card)).toEqual(completeThread());
  });
});
