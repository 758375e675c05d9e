/** A task that fails in an OCP over HTTP: its log, Retry, Skip and Roll Back through the API, and what OCP refuses, in words. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exampleInventory } from '../../src/ocp/embedded/example-inventory.ts';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { type OpenServer, openServer } from '../ocp/server/open-server.ts';
import { buttonsOf, press, waitForEdit } from './conversation.ts';
import { CHANNEL, openStage, type Stage } from './stage.ts';

let server: OpenServer;
let stage: Stage;
let card: ShownMessage;

/** logistics has a host that does not answer; operations there are not skipped, so its task fails. */
beforeEach(async () => {
  const inventory = exampleInventory();
  const hosts = inventory.hosts.map((host) => ({ ...host, answersAtAttempt: undefined }));
  server = await openServer({ ...inventory, hosts });
  stage = await openStage({ ocps: [server.client().ocp] });
  card = await askMoveOut(stage.ada, 'logistics', {
    change: (modal) => modal.uncheck(/logistics-c1/, /Skip operations/),
  });
  await press(stage.grace, card, 'Approve');
  card = await waitForEdit(stage.ada, card, /Task failed/);
});
afterEach(async () => {
  await stage.close();
  await server.stop();
});

const thread = async () =>
  (await stage.ada.thread(CHANNEL, card.ts)).map((message) => messageText(message)).join('\n');
const sent = (path: RegExp) =>
  server.server.calls.filter((call) => call.method === 'POST' && path.test(call.path)).length;

it('names the subtask, its host and the end of its log, and goes on after Skip', async () => {
  expect(messageText(card)).toMatch(
    /failed at “Stop monitoring on logistics-c1”\. Its log ends: “host logistics-c1 \(10\.20\.5\.13\) does not answer: it is OFFLINE\./,
  );
  expect(buttonsOf(card)).toEqual(expect.arrayContaining(['Retry', 'Skip', 'Roll Back', 'Give Up']));
  await press(stage.grace, card, 'Skip');
  const modal = await stage.grace.waitForView(/\[Skip\]/);
  await modal.check(/Stop monitoring on logistics-c1/);
  await modal.submit();
  await stage.ada.waitForReply(card, /is moved out of OCP hz/);
  expect(sent(/\/skip$/)).toBe(1);
});

it('is rolled back in OCP, and says when the cluster is back', async () => {
  await press(stage.grace, card, 'Roll Back');
  await stage.ada.waitForReply(card, /is rolled back/);
  expect((await server.client().ocp.listClusters()).find(({ name }) => name === 'logistics')?.status).toBe(
    'UNAVAILABLE',
  );
  expect(sent(/\/rollback$/)).toBe(1);
});

it('shows OCP’s refusal to roll back, with what it means, its code and its trace id', async () => {
  const refuse = {
    kind: 'refuse',
    status: 400,
    code: '20004',
    message: 'Task 1001 prohibits rollback',
  } as const;
  server.server.plan.add({
    method: 'POST',
    path: '/api/v2/tasks/instances/*/rollback',
    times: 1,
    fault: refuse,
  });
  await press(stage.grace, card, 'Roll Back');
  const failed = messageText(await waitForEdit(stage.ada, card, /prohibits rollback/));
  expect(failed).toMatch(
    /The task was not rolled back\. OCP hz refused: Task 1001 prohibits rollback\. What the task has done cannot be undone any more/,
  );
  expect(failed).toMatch(/Code 20004 · OCP trace id [0-9a-f]{16}/);
});

it('asks OCP again when the answer to Retry is lost, and OCP is not asked twice for what it did', async () => {
  await server.setHostStatus(4402, 'ONLINE');
  server.server.plan.add({
    method: 'POST',
    path: '/api/v2/tasks/instances/*/retry',
    times: 1,
    fault: { kind: 'lose answer' },
  });
  await press(stage.grace, card, 'Retry');
  await stage.ada.waitForReply(card, /is moved out of OCP hz/);
  expect(sent(/\/retry$/)).toBe(1);
  expect(await thread()).toContain('The OCP task runs again.');
});

it('goes on when somebody retries the task in the OCP console', async () => {
  await server.setHostStatus(4402, 'ONLINE');
  await server.client({ name: 'console' }).ocp.retryTask(1001);
  await stage.ada.waitForReply(card, /is moved out of OCP hz/);
});
