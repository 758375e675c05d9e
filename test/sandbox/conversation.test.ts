import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { messageText } from '../flatten-blocks.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { boltApp } from './bolt-app.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';

const LOADING: ModalView = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Order' },
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Loading' } }],
};

const FORM: ModalView = {
  type: 'modal',
  callback_id: 'order',
  title: { type: 'plain_text', text: 'Order' },
  submit: { type: 'plain_text', text: 'Send' },
  private_metadata: 'C0ONCALL',
  blocks: [
    {
      type: 'input',
      block_id: 'what',
      label: { type: 'plain_text', text: 'What' },
      element: { type: 'plain_text_input', action_id: 'text', min_length: 3 },
    },
    {
      type: 'input',
      block_id: 'when',
      optional: true,
      label: { type: 'plain_text', text: 'Days' },
      element: {
        type: 'checkboxes',
        action_id: 'days',
        options: ['Mon', 'Tue'].map((day) => ({ text: { type: 'plain_text', text: day }, value: day })),
        initial_options: [{ text: { type: 'plain_text', text: 'Mon' }, value: 'Mon' }],
      },
    },
    {
      type: 'input',
      block_id: 'who',
      optional: true,
      label: { type: 'plain_text', text: 'Supplier' },
      element: { type: 'external_select', action_id: 'supplier', min_query_length: 1 },
    },
  ],
};

function orderApp(slack: LocalSlack): App {
  const app = boltApp(slack);
  app.command('/try', async ({ ack, body, client }) => {
    await ack(body.text === 'hello' ? 'Hello to *you* alone' : undefined);
    if (body.text === 'hello') return;
    const { view } = await client.views.open({ trigger_id: body.trigger_id, view: LOADING });
    await client.views.update({ view_id: view?.id ?? '', hash: view?.hash ?? '', view: FORM });
  });
  app.options('supplier', async ({ ack, options }) => {
    const names = ['Acme', 'Apex', 'Bolt & Co'].filter((name) => name.startsWith(options.value));
    await ack({ options: names.map((name) => ({ text: { type: 'plain_text', text: name }, value: name })) });
  });
  app.view('order', async ({ ack, view, body, client }) => {
    const values = view.state.values;
    const what = values.what?.text?.value ?? '';
    if (what === 'nothing') {
      await ack({ response_action: 'errors', errors: { what: 'Nothing is no order.' } });
      return;
    }
    if (what === 'stray') {
      await ack({ response_action: 'errors', errors: { elsewhere: 'No such field.' } });
      return;
    }
    await ack();
    const days = values.when?.days?.selected_options?.map(({ value }) => value).join('+');
    await client.chat.postMessage({
      channel: view.private_metadata,
      text: 'An order',
      metadata: { event_type: 'order', event_payload: { id: 'O-1' } },
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `<@${body.user.id}> orders *${what}* on ${days}` } },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'confirm',
              text: { type: 'plain_text', text: 'Confirm' },
              value: 'O-1',
            },
            { type: 'button', action_id: 'drop', text: { type: 'plain_text', text: 'Drop' }, value: 'O-1' },
          ],
        },
      ],
    });
  });
  app.action('confirm', async ({ ack, body, respond, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.message) return;
    await respond({ text: `Thank you, <@${body.user.id}>` });
    const { id: channel = '' } = (await client.conversations.open({ users: body.user.id })).channel ?? {};
    await client.filesUploadV2({
      channel_id: channel,
      file: Buffer.from('the secret recipe'),
      filename: 'recipe "1".txt',
      initial_comment: 'Keep it',
    });
    const { ts } = body.message;
    await client.chat.postMessage({ channel: 'C0ONCALL', thread_ts: ts, text: 'Confirmed' });
    await client.chat.update({ channel: 'C0ONCALL', ts, text: 'An order, confirmed', blocks: [] });
  });
  app.action('drop', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Dropped', replace_original: true });
  });
  return app;
}

describe('a Bolt app and two people', () => {
  let slack: LocalSlack;
  let app: App;
  let ada: Person;
  let grace: Person;
  let controls: LocalControls;

  beforeAll(async () => {
    slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
    app = orderApp(slack);
    await app.start();
    ada = new Person(slack.url, 'U0ADA');
    grace = new Person(slack.url, 'U0GRACE');
    controls = new LocalControls(slack.url);
  });

  afterAll(async () => {
    await app.stop();
    await slack.stop();
  });

  it('answers a command with the ack, for one person only', async () => {
    expect(await ada.command('/try hello')).toMatchObject({ ok: true });
    const message = await ada.waitForMessage('C0ONCALL', /Hello to you alone/);
    expect(message).toMatchObject({ ephemeral: true, user: 'U0MOVEOUT' });
    expect((await grace.messages()).map(messageText)).not.toContain('Hello to you alone');
  });

  it('goes from a command through a modal, a post, a click, a file and a thread', async () => {
    await ada.command('/try order');
    const modal = await ada.waitForView(/What/);
    expect(modal.text()).toBe('Order\nWhat\nDays\n[x] Mon\n[ ] Tue\nSupplier\n[Send]');

    await modal.submit();
    expect(modal.errors).toEqual({ What: 'Please complete this required field.' });
    await modal.type('What', 'no');
    await modal.submit();
    expect(modal.errors).toEqual({ What: 'Please enter at least 3 characters.' });

    await modal.type(/What/, 'nothing');
    await modal.check('Tue');
    await modal.select('Bolt & Co', { label: 'Supplier', query: 'B' });
    expect(await modal.submit()).toMatchObject({ ok: true, errors: { what: 'Nothing is no order.' } });
    expect(modal.checked()).toEqual(['Mon', 'Tue']);

    await modal.type('What', 'stray');
    expect(await modal.submit()).toMatchObject({ ok: false, error: expect.stringMatching(/trouble/) });
    expect(await controls.refusals()).toEqual([
      'ack view_submission: invalid_errors [ERROR] `elsewhere` is no input block [json-pointer:/errors/elsewhere]',
    ]);

    await modal.type('What', 'tea');
    expect(await modal.submit()).toMatchObject({ ok: true });
    await modal.waitUntilClosed();

    const card = await grace.waitForMessage('C0ONCALL', /orders tea on Mon\+Tue/);
    expect(messageText(card)).toBe('@U0ADA orders tea on Mon+Tue\n[Confirm] [Drop]');
    expect(card.metadata).toEqual({ event_type: 'order', event_payload: { id: 'O-1' } });
    expect(await grace.clickButton(card, 'Confirm')).toMatchObject({ ok: true });

    await grace.waitForMessage('C0ONCALL', /Thank you, @U0GRACE/);
    expect((await ada.messages()).map(messageText).join()).not.toContain('Thank you');
    const direct = await grace.waitForDirectMessage(/Keep it/);
    const file = direct.files?.[0] ?? { id: '' };
    expect(file).toMatchObject({ name: 'recipe "1".txt', size: 17 });
    expect(String(await grace.download(file))).toBe('the secret recipe');
    await expect(ada.download(file)).rejects.toThrow(/no such file for this person/);

    await ada.waitForReply(card, /^Confirmed$/);
    const edited = await ada.waitForMessage('C0ONCALL', /An order, confirmed/);
    expect(edited).toMatchObject({ ts: card.ts, edited: true, reply_count: 1 });
    expect(edited).not.toHaveProperty('blocks');
    await expect(ada.clickButton(edited, 'Confirm')).rejects.toThrow(/no button "Confirm"/);
    expect(await ada.clickButton(card, 'Confirm')).toMatchObject({ ok: false, error: expect.any(String) });
  });

  it('replaces a message through its response_url', async () => {
    await ada.command('/try order');
    const modal = await ada.waitForView(/What/);
    await modal.type('What', 'coffee');
    await modal.submit();
    const card = await ada.waitForMessage('C0ONCALL', /coffee/);
    await ada.clickButton(card, 'Drop');
    const dropped = await ada.waitForMessage('C0ONCALL', /^Dropped$/);
    expect(dropped.ts).toBe(card.ts);
  });
});
