/** Slack fails in every way that it can: nothing is lost, and nothing is told twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import type { Fault, ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut, CHANNEL, KEY } from '../ask-move-out.ts';
import { completeThread } from '../complete-thread.ts';
import { messageText } from '../flatten-blocks.ts';
import { waitUntil } from '../wait-until.ts';
import { buttonsOf, fillIn, openModal, press, waitForEdit } from './conversation.ts';
import { openStage, type Stage } from './stage.ts';

const BOT = 'U0MOVEOUT';

interface Plot {
  readonly env?: Readonly<Record<string, string>>;
  /** What the local Slack refuses in this story. */
  readonly refusals?: readonly string[];
}

/** A stage of its own for each story, since a fault waits for the next call of whoever makes it. */
async function openStory({ onTestFinished }: TestContext, { env = {}, refusals = [] }: Plot = {}) {
  const stage = await openStage({ env });
  onTestFinished(() => stage.close(refusals));
  return stage;
}

/** The only card of payments in the channel. */
async function onlyCard({ ada }: Stage): Promise<ShownMessage> {
  const cards = (await ada.messages()).filter((message) => /· payments:1001\n/.test(messageText(message)));
  expect(cards).toHaveLength(1);
  const [card] = cards;
  if (card === undefined) throw new Error('There is no card.');
  return card;
}

async function threadOf({ ada }: Stage, card: ShownMessage): Promise<string[]> {
  return (await ada.thread(CHANNEL, card.ts)).map(messageText);
}

describe('a message that does not go out as it should', () => {
  it.concurrent.for<[string, Fault, readonly string[]]>([
    ['whose answer is lost', { method: 'chat.postMessage', kind: 'lose_answer' }, []],
    ['that is cut off', { method: 'chat.postMessage', kind: 'cut' }, ['cut']],
    [
      'that meets a rate limit',
      { method: 'chat.postMessage', kind: 'rate_limit', retry_after: 1 },
      ['ratelimited'],
    ],
    [
      'that meets an error of the server',
      { method: 'chat.postMessage', kind: 'http', status: 503 },
      ['http_503'],
    ],
    [
      'that meets an error that passes',
      { method: 'chat.postMessage', kind: 'fail', error: 'internal_error' },
      ['internal_error'],
    ],
  ])('the card, and then a milestone, %s: each is there once', async ([, fault, refusals], context) => {
    const stage = await openStory(context, { refusals });
    await stage.fault({ ...fault, channel: CHANNEL });
    await askMoveOut(stage.ada, 'payments');
    const card = await onlyCard(stage);
    await stage.fault({ ...fault, channel: CHANNEL });
    await press(stage.grace, card, 'Approve');
    await stage.ada.waitForReply(card, /is moved out of OCP/);
    await waitForEdit(stage.ada, await onlyCard(stage), /^✅ Completed/);
    expect(await threadOf(stage, card)).toEqual(completeThread());
  });

  it.concurrent('edits of the card that fail are made up', async (context) => {
    const stage = await openStory(context, { refusals: ['internal_error', 'http_500'] });
    const card = await askMoveOut(stage.ada, 'payments');
    await stage.fault({ method: 'chat.update', kind: 'fail', error: 'internal_error' });
    await stage.fault({ method: 'chat.update', kind: 'http', status: 500 });
    await press(stage.grace, card, 'Approve');
    await stage.ada.waitForReply(card, /is moved out of OCP/);
    const done = await waitForEdit(stage.ada, card, /^✅ Completed/);
    expect(buttonsOf(done)).toEqual(['View Task']);
    expect(await threadOf(stage, card)).toEqual(completeThread());
  });

  it.concurrent('a card that somebody deletes is posted again, and its thread goes on there', async (context) => {
    const stage = await openStory(context, {
      env: { MOVEOUT_OCP_PACE_MS: '300' },
      refusals: ['message_not_found'],
    });
    const card = await askMoveOut(stage.ada, 'payments');
    await press(stage.grace, card, 'Approve');
    await stage.ada.waitForReply(card, /The move-out is submitted/);
    await stage.controls.deleteMessage(CHANNEL, card.ts);
    const second = await stage.ada.waitForMessage(
      CHANNEL,
      (message, text) => message.ts > card.ts && /payments:1001[\s\S]*Earlier thread/.test(text),
    );
    expect(JSON.stringify(second.blocks)).toContain(`message=${card.ts}|Earlier thread`);
    await stage.ada.waitForReply(second, /is moved out of OCP/);
    await waitForEdit(stage.ada, second, /^✅ Completed/);
    const told = [...(await threadOf(stage, card)), ...(await threadOf(stage, second))];
    expect(told).toEqual(completeThread());
    expect((await onlyCard(stage)).ts).toBe(second.ts);
  });
});

describe('the credential file', () => {
  it.concurrent('that Slack forbids stops the run before anything is moved; it goes on when it is allowed', async (context) => {
    const stage = await openStory(context, { refusals: ['file_uploads_disabled'] });
    const card = await askMoveOut(stage.ada, 'payments');
    await stage.fault({ method: 'files.getUploadURLExternal', kind: 'fail', error: 'file_uploads_disabled' });
    await press(stage.grace, card, 'Approve');
    const told = await stage.ada.waitForReply(card, /failed/);
    expect(messageText(told)).toMatch(
      /Slack does not take the credential file \(file_uploads_disabled\)\. Ask a Slack admin to allow file uploads/,
    );
    const failed = await waitForEdit(stage.ada, card, /Step failed/);
    expect(buttonsOf(failed)).toEqual(['Retry', 'Give Up', 'View Task']);
    expect(await stage.ocp.tasksOf(2)).toEqual([]);

    await press(stage.ada, failed, 'Retry');
    await stage.ada.waitForReply(card, /is moved out of OCP/);
    const files = (await stage.ada.directMessages()).flatMap((message) => message.files ?? []);
    expect(files.map(({ name }) => name)).toEqual(['payments-1001-credentials.json.age']);
  });

  it.concurrent('whose answer is lost is sent again, and the run goes on', async (context) => {
    const stage = await openStory(context);
    const card = await askMoveOut(stage.ada, 'payments');
    await stage.fault({ method: 'files.completeUploadExternal', kind: 'lose_answer' });
    await press(stage.grace, card, 'Approve');
    await stage.ada.waitForReply(card, /is moved out of OCP/);
  });
});

describe('the bot is removed from the channel', () => {
  it.concurrent('before its card is posted: the requester is told how to invite it, and the card follows', async (context) => {
    const stage = await openStory(context, { refusals: ['not_in_channel'] });
    const modal = await openModal(stage.ada, 'payments');
    await fillIn(modal, { key: KEY });
    await stage.controls.setMember(CHANNEL, BOT, false);
    expect((await modal.submit()).ok).toBe(true);
    const told = await stage.ada.waitForDirectMessage(/cannot be posted in #C0ONCALL/);
    expect(messageText(told)).toMatch(
      /Moveout is not in it\. Type \/invite @Moveout there; the card follows\./,
    );
    await stage.controls.setMember(CHANNEL, BOT, true);
    await stage.ada.waitForMessage(CHANNEL, /Awaiting approval · payments/);
  });

  it.concurrent('in the middle of a run: the run goes on, and what is owed is told when it is back', async (context) => {
    const stage = await openStory(context, {
      env: { MOVEOUT_OCP_PACE_MS: '200' },
      refusals: ['not_in_channel'],
    });
    const card = await askMoveOut(stage.ada, 'payments');
    await press(stage.grace, card, 'Approve');
    await stage.ada.waitForReply(card, /The move-out is submitted/);
    await stage.controls.setMember(CHANNEL, BOT, false);
    await stage.ada.waitForDirectMessage(/cannot be posted in #C0ONCALL[\s\S]*Type \/invite @Moveout there/);
    await stage.controls.setMember(CHANNEL, BOT, true);
    await stage.ada.waitForReply(card, /is moved out of OCP/, { timeoutMs: 30_000 });
    expect(await threadOf(stage, card)).toEqual(completeThread());
  });
});

describe('a modal', () => {
  it.concurrent('whose answer is lost: the person is told, and the next command works', async (context) => {
    const stage = await openStory(context);
    await stage.fault({ method: 'views.open', kind: 'lose_answer' });
    await stage.ada.command('/moveout payments');
    await stage.ada.waitForMessage(
      CHANNEL,
      ({ ephemeral }, text) => ephemeral === true && /went wrong/.test(text),
    );
    await (await stage.ada.waitForView()).close();
    await askMoveOut(stage.ada, 'payments');
  });
});

describe('Slack renews the connections', () => {
  it.concurrent('while commands are typed: none is lost without a word, and the next ones are taken', {
    timeout: 30_000,
  }, async (context) => {
    const stage = await openStory(context);
    const outcomes: string[] = [];
    for (const [at, reason] of (['refresh_requested', 'warning', 'cut'] as const).entries()) {
      await untilSockets(stage, 2 + 2 * at);
      for (let typed = 0; typed < 20; typed += 1) {
        if (typed === 5) expect(await stage.controls.refreshSockets(reason)).toBe(2);
        const { ok, error = '' } = await stage.ada.command('/moveout help');
        outcomes.push(ok ? 'taken' : error);
        // Both are renewed at once here: Slack itself says that no bot is connected, and the person types it again.
        if (!ok) await untilSockets(stage, 3 + 2 * at);
      }
      expect(outcomes.slice(-10).every((outcome) => outcome === 'taken')).toBe(true);
    }
    const taken = outcomes.filter((outcome) => outcome === 'taken');
    const answered = async () => (await stage.controls.calls('response_url')).length;
    await waitUntil(
      async () => ((await answered()) === taken.length ? true : undefined),
      async () => `Of ${taken.length} commands ${await answered()} were answered.`,
    );
  });
});

/** Waits until so many sockets were opened, all in all; the second one opens five seconds after the first. */
function untilSockets({ ada, controls }: Stage, count: number): Promise<true> {
  return waitUntil(
    async () => {
      await sleep(50);
      const opened = await controls.calls('apps.connections.open');
      const { bot_connected: connected } = await ada.workspace();
      return opened.length >= count && connected ? true : undefined;
    },
    () => `The connection number ${count} was never opened.`,
  );
}
