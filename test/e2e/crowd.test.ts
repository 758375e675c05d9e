/** 20 runs at once in one channel, over HTTP, against a local Slack that refuses what is too fast. */
import { expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { worstByChannel, worstOverall } from '../slack/rates.ts';
import { answerTo, openModal, press, waitForEdit } from './conversation.ts';
import { inventoryOf } from './inventory-of.ts';
import { CHANNEL, openStage } from './stage.ts';

const RUNS = 20;
/** A minute of Slack's rates, ten times as fast unless told: the runs take 20 s in place of three minutes. */
const MINUTE_MS = Number(process.env.CROWD_MINUTE_MS ?? 6_000);
const PATIENT = { timeoutMs: MINUTE_MS * 6 };

it('20 runs end right within Slack’s rates, and nobody waits behind them', {
  timeout: 60_000 + MINUTE_MS * 8,
}, async ({ annotate }) => {
  const names = Array.from({ length: RUNS }, (_, index) => `shop${index + 1}`);
  const stage = await openStage({
    env: { MOVEOUT_OCP_PACE_MS: '100' },
    inventory: inventoryOf(names.map((name, index) => ({ name, obClusterId: 1001 + index }))),
    slackMinuteMs: MINUTE_MS,
    rateLimits: { minuteMs: MINUTE_MS },
  });
  const { ada, grace, linus } = stage;
  const cards = [];
  for (const name of names) cards.push(await askMoveOut(ada, name));
  for (const card of cards) await press(grace, card, 'Approve');

  const begun = performance.now();
  expect(await answerTo(linus, '/moveout status')).toContain('shop20:1020');
  await (await openModal(linus, 'shop1')).close();
  const waited = performance.now() - begun;

  for (const card of cards) {
    await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
    await waitForEdit(ada, card, /^✅ Completed/, PATIENT);
    expect((await ada.thread(CHANNEL, card.ts)).map(messageText)).toHaveLength(7);
  }
  const calls = await stage.calls();
  const figures = {
    messagesInASecond: worstByChannel(calls, 'chat.postMessage', MINUTE_MS / 60),
    messagesInAMinute: worstByChannel(calls, 'chat.postMessage', MINUTE_MS),
    editsInAMinute: worstOverall(calls, 'chat.update', MINUTE_MS),
    somebodyElseWaitedMs: Math.round(waited),
  };
  await annotate(JSON.stringify(figures));
  expect(figures.messagesInASecond).toBe(1);
  expect(figures.messagesInAMinute).toBeLessThanOrEqual(60);
  expect(figures.editsInAMinute).toBeLessThanOrEqual(50);
  await stage.close();
});
