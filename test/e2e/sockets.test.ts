/** Slack renews the connections every second, cuts both, or refuses the app token: what people do is not lost without a word. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { type Patience, waitUntil } from '../wait-until.ts';
import { answerMessage, press, requestIdOf, waitForEdit } from './conversation.ts';
import { type Stage, stageFor } from './stage.ts';

const COMMANDS = 500;
const DOWN_MS = 60_000;
const REASONS = ['refresh_requested', 'warning'] as const;

/** Waits until so many sockets were opened, all in all; the second one opens five seconds after the first. */
function untilOpened({ controls }: Stage, count: number, patience?: Patience): Promise<true> {
  return waitUntil(
    async () => ((await controls.calls('apps.connections.open')).length >= count ? true : undefined),
    () => `The connection number ${count} was never opened.`,
    patience,
  );
}

async function untilConnected({ ada }: Stage, isConnected: boolean, timeoutMs = 40_000): Promise<void> {
  await waitUntil(
    async () => ((await ada.workspace()).bot_connected === isConnected ? true : undefined),
    () => `It never came true that the bot is connected: ${isConnected}.`,
    { timeoutMs },
  );
}

it.concurrent('of 500 commands while one connection after the other is renewed every second, none is lost', {
  timeout: 120_000,
}, async (context) => {
  const stage = await stageFor(context);
  await untilOpened(stage, 2);
  const { ada, controls } = stage;
  let isOver = false;
  let refreshes = 0;
  const refreshing = (async () => {
    while (!isOver) {
      await sleep(1_000);
      // A renewal ends when the other one stands: Slack does not renew both at the same moment.
      const reason = REASONS[refreshes % REASONS.length] ?? 'warning';
      refreshes += await controls.refreshSockets(reason, 'next');
      await untilOpened(stage, 2 + refreshes);
    }
  })();
  const outcomes: string[] = [];
  for (let typed = 0; typed < COMMANDS; typed += 1) {
    const { ok, error = '' } = await ada.command('/moveout help');
    outcomes.push(ok ? 'taken' : error);
    await sleep(10);
  }
  isOver = true;
  await refreshing;
  expect(outcomes.filter((outcome) => outcome !== 'taken')).toEqual([]);
  expect(refreshes).toBeGreaterThan(3);
  await waitUntil(
    async () => ((await controls.calls('response_url')).length === COMMANDS ? true : undefined),
    async () => `${(await controls.calls('response_url')).length} were answered.`,
  );
  await context.annotate(`${COMMANDS} commands, ${refreshes} renewals, none lost`);
});

it.concurrent('both connections are down for a minute: Slack says so at a click, the run goes on, and status has the buttons afterwards', {
  timeout: 240_000,
}, async (context) => {
  const stage = await stageFor(context, {}, ['http_503']);
  const { ada, grace, controls } = stage;
  await untilOpened(stage, 2);
  const running = await askMoveOut(ada, 'payments');
  const waiting = await askMoveOut(ada, 'loyalty');
  await press(grace, running, 'Approve');
  // Before the fault is set: its minute begins when Slack takes it.
  const downSince = Date.now();
  await stage.fault({ method: 'apps.connections.open', kind: 'http', status: 503, for_ms: DOWN_MS });
  await controls.refreshSockets('cut');
  await untilConnected(stage, false);
  const lost = await grace.clickButton(waiting, 'Approve');
  expect(lost.ok).toBe(false);
  await ada.waitForReply(running, /is moved out of OCP/);
  expect((await grace.clickButton(waiting, 'Approve')).ok).toBe(false);
  await untilConnected(stage, true, 2 * DOWN_MS);
  expect(Date.now() - downSince).toBeGreaterThan(DOWN_MS);
  const id = requestIdOf(waiting);
  const status = await answerMessage(grace, `/moveout status ${id}`);
  expect((await grace.clickButton(status, 'Approve')).ok).toBe(true);
  await ada.waitForReply(waiting, /is moved out of OCP/);
  await waitForEdit(ada, waiting, /^✅ Completed/);
});

it.concurrent('the app token is revoked: the log says it in one error line, runs go on, and it connects when the token is taken again', {
  timeout: 90_000,
}, async (context) => {
  const stage = await stageFor(context, {}, ['token_revoked']);
  const { ada, grace, controls } = stage;
  await untilOpened(stage, 2);
  const card = await askMoveOut(ada, 'payments');
  await press(grace, card, 'Approve');
  await controls.setApp({ app_token: 'token_revoked' });
  await controls.refreshSockets('cut');
  await untilOpened(stage, 6);
  await ada.waitForReply(card, /is moved out of OCP/);
  const errors = stage.log.filter((line) => line.includes('"level":"error"'));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain('Slack does not take SLACK_APP_TOKEN any more (token_revoked). No command');
  await controls.setApp({ app_token: 'valid' });
  await untilConnected(stage, true);
  expect((await ada.command('/moveout status')).ok).toBe(true);
});
