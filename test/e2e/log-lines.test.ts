/** What an administrator finds in the log of what failed for a person: with the request that it was about. */
import { expect, it } from 'vitest';
import type { Fault, ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut, CHANNEL } from '../ask-move-out.ts';
import { waitUntil } from '../wait-until.ts';
import { press, requestIdOf, waitForEdit } from './conversation.ts';
import { type Stage, stageFor } from './stage.ts';

const FAILED = 'a listener failed';
const refused = (method: string): Fault => ({ method, kind: 'fail', error: 'internal_error' });

interface Asked {
  readonly stage: Stage;
  readonly card: ShownMessage;
}

it.concurrent.for<[string, (asked: Asked) => Promise<unknown>]>([
  [
    'All Hosts, which cannot be opened',
    async ({ stage, card }) => {
      await stage.fault(refused('views.open'));
      await press(stage.ada, card, 'All Hosts');
    },
  ],
  [
    'Refresh in View Task, which cannot be shown',
    async ({ stage, card }) => {
      await press(stage.grace, card, 'Approve');
      await waitForEdit(stage.ada, card, /\[View Task\]/);
      await press(stage.ada, card, 'View Task');
      const view = await stage.ada.waitForView(/\[Refresh\]/);
      await stage.fault(refused('views.update'));
      await view.click('Refresh');
    },
  ],
  [
    'Reject, whose form cannot be opened',
    async ({ stage, card }) => {
      await stage.fault(refused('views.open'));
      await press(stage.grace, card, 'Reject');
    },
  ],
  [
    'a form, whose refusal nobody can be told',
    async ({ stage, card }) => {
      await press(stage.grace, card, 'Reject');
      const form = await stage.grace.waitForView(/Reject/);
      await press(stage.ada, card, 'Cancel');
      await stage.ada.waitForMessage(CHANNEL, /Cancelled/);
      await form.type('Reason', 'Not today.');
      for (const method of ['chat.postEphemeral', 'conversations.open']) await stage.fault(refused(method));
      await form.submit();
    },
  ],
  [
    'a mention in its thread, which cannot be answered',
    async ({ stage, card }) => {
      await stage.fault({ ...refused('chat.postMessage'), channel: CHANNEL });
      await stage.ada.post(CHANNEL, 'How far is it, <@U0MOVEOUT>?', card.ts);
    },
  ],
  ...['status', 'why'].map((word): [string, (asked: Asked) => Promise<unknown>] => [
    `/moveout ${word}, which cannot be answered`,
    async ({ stage, card }) => {
      await stage.fault({ method: 'response_url', kind: 'http', status: 500 });
      await stage.ada.command(`/moveout ${word} ${requestIdOf(card)}`);
    },
  ]),
])('%s: the line bears the request', async ([, act], context) => {
  const stage = await stageFor(context, {}, ['internal_error', 'http_500']);
  const card = await askMoveOut(stage.ada, 'payments');
  await act({ stage, card });
  const line = await waitUntil(
    () => stage.log.find((found) => found.includes(FAILED)),
    () => `Nothing failed:\n${stage.log.join('')}`,
  );
  expect(JSON.parse(line)).toMatchObject({ level: 'error', message: FAILED, request: requestIdOf(card) });
});

it.concurrent.for<[string, said: string, act: (asked: Asked) => Promise<unknown>]>([
  [
    'a command for a new request',
    FAILED,
    async ({ stage }) => {
      await stage.fault(refused('views.open'));
      await stage.ada.command('/moveout loyalty');
    },
  ],
  [
    'a home that a click on a request freshens',
    'a home could not be shown',
    async ({ stage }) => {
      const home = await stage.grace.openHome();
      await home.waitFor(/\[Approve\]/);
      await stage.fault(refused('views.publish'));
      await home.click('Approve');
    },
  ],
])('What fails about no one request bears none: %s', async ([, said, act], context) => {
  const stage = await stageFor(context, {}, ['internal_error']);
  const card = await askMoveOut(stage.ada, 'payments');
  await act({ stage, card });
  const line = await waitUntil(
    () => stage.log.find((found) => found.includes(said)),
    () => `Nothing failed:\n${stage.log.join('')}`,
  );
  expect(JSON.parse(line)).not.toHaveProperty('request');
});
