/** 20 runs at once in one channel, over HTTP, against a local Slack that refuses what is too fast. */
import { expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { worstByChannel, worstOverall } from '../slack/rates.ts';
import { waitUntil } from '../wait-until.ts';
import { answerTo, openModal, press, refusalOf, waitForEdit } from './conversation.ts';
import { inventoryOf } from './inventory-of.ts';
import { CHANNEL, openStage, stageFor } from './stage.ts';

const RUNS = 20;
/** A minute of Slack's rates, ten times as fast unless told: the runs take 20 s in place of three minutes. */
const MINUTE_MS = Number(process.env.CROWD_MINUTE_MS ?? 6_000);
const PATIENT = { timeoutMs: MINUTE_MS * 6 };
const LOOKS_AT_PEOPLE = ['users.info', 'conversations.members'];
/** What tells of the runs, and nothing that answers a person. */
const PROGRESS = ['chat.postMessage', 'chat.update'];

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
  // Twenty votes and starts within a few seconds look up more people than Slack tells of in such a minute: these looks wait.
  const refused = calls.filter(({ ok }) => !ok).map(({ method }) => method);
  expect(refused.filter((method) => !LOOKS_AT_PEOPLE.includes(method))).toEqual([]);
  await stage.close(['ratelimited']);
});

it('while Slack takes not one line of progress, whoever types, clicks and looks is answered', async (context) => {
  const names = ['shop1', 'shop2', 'shop3'];
  const stage = await stageFor(
    context,
    { inventory: inventoryOf(names.map((name, index) => ({ name, obClusterId: 1001 + index }))) },
    ['ratelimited'],
  );
  const { ada, grace, linus } = stage;
  const cards = [];
  for (const name of names) cards.push(await askMoveOut(ada, name));
  for (const method of PROGRESS)
    await stage.fault({ method, channel: CHANNEL, kind: 'rate_limit', retry_after: 1, times: 1_000 });
  for (const card of cards) await press(grace, card, 'Approve');
  // Every run goes to its end meanwhile, so all its lines are owed, and the card says nothing of it.
  await waitUntil(
    async () => ((await stage.ocp.listClusters()).length === 0 ? true : undefined),
    () => 'The runs did not end.',
    { timeoutMs: 30_000 },
  );

  const before = (await stage.calls()).length;
  expect(await answerTo(linus, '/moveout status shop1')).toContain('shop1:1001');
  const [card] = cards;
  if (card === undefined) throw new Error('There is no card.');
  await press(linus, card, 'All Hosts');
  await (await linus.waitForView(/shop1-/)).close();
  await (await openModal(linus)).close();
  await (await grace.openHome()).waitFor(/\w/);
  expect(await refusalOf(linus, card, 'Approve')).toMatch(/^Too late to approve: /);
  const meanwhile = (await stage.calls()).slice(before).filter(({ ok }) => ok);
  expect(
    meanwhile.filter(({ method, args }) => PROGRESS.includes(method) && args.channel === CHANNEL),
  ).toEqual([]);
  expect(meanwhile.map(({ method }) => method)).toEqual(
    expect.arrayContaining(['views.open', 'views.update', 'views.publish', 'chat.postEphemeral']),
  );

  await stage.controls.clearFaults();
  for (const { ts } of cards) {
    const thread = () => ada.thread(CHANNEL, ts);
    await waitUntil(
      async () => ((await thread()).length === 7 ? true : undefined),
      async () => `The thread has ${(await thread()).length} lines.`,
      { timeoutMs: 60_000 },
    );
  }
});
