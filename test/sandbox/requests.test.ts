/** The local Slack without Socket Mode: signed requests to the bot's URLs, and their answers as acks. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { withoutSocketMode } from '../http-manifest.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { plain } from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi } from './raw-bot.ts';
import { modal, textField } from './view-builders.ts';

interface Heard {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const MANIFEST = manifestWith(ALL_SCOPES);
let slack: LocalSlack;
let ada: Person;
let controls: LocalControls;
let bot: Server;
let url: string;
let heard: Heard[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  heard = [];
  answer = (response) => response.end();
  bot = createServer((request, response) => void hear(request, response));
  bot.listen(0, '127.0.0.1');
  await once(bot, 'listening');
  url = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/slack/events`;
  slack = await startLocalSlack({ manifest: withoutSocketMode(MANIFEST, url), ackMs: 300 });
  ada = new Person(slack.url, 'U0ADA');
  controls = new LocalControls(slack.url);
});

afterEach(async () => {
  await slack.stop();
  bot.closeAllConnections();
  bot.close();
});

async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  heard.push({ headers: request.headers, body: await text(request) });
  answer(response);
}

/** The interactive payload that came last. */
function payload(): JsonObject {
  return JSON.parse(new URLSearchParams(heard.at(-1)?.body).get('payload') ?? '{}') as JsonObject;
}

async function openModal(view: JsonObject): Promise<void> {
  await ada.command('/try');
  const trigger_id = new URLSearchParams(heard.at(-1)?.body).get('trigger_id') ?? '';
  expect(await callApi(slack, 'views.open', { trigger_id, view })).toMatchObject({ ok: true });
}

describe('a request', () => {
  it('carries a command as a form, signed over the time and the body', async () => {
    expect(await ada.command('/try a b & c=ü')).toMatchObject({ ok: true });
    const [{ headers, body } = { headers: {}, body: '' }] = heard;
    const timestamp = String(headers['x-slack-request-timestamp']);
    const hash = createHmac('sha256', slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    expect(headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-signature': `v0=${hash}`,
    });
    expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(30);
    expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
      command: '/try',
      text: 'a b & c=ü',
      user_id: 'U0ADA',
      channel_id: 'C0ONCALL',
      response_url: expect.stringContaining('/response/'),
    });
  });

  it('carries everything else as JSON in one field', async () => {
    await openModal(modal('One', { blocks: [textField('text')] }));
    await (await ada.waitForView()).submit();
    expect(payload()).toMatchObject({ type: 'view_submission', user: { id: 'U0ADA' } });
  });

  it('goes nowhere for a manifest that is in Socket Mode, and no socket is given out for one that is not', async () => {
    const open = () => callApi(slack, 'apps.connections.open', {}, { token: slack.appToken });
    expect(await open()).toMatchObject({ ok: false, error: 'not_allowed' });
    expect((await ada.workspace()).bot_connected).toBe(true);
    await controls.setManifest(MANIFEST);
    expect(await open()).toMatchObject({ ok: true });
    expect(await ada.command('/try')).toEqual({ ok: false, error: 'dispatch_failed' });
    expect([heard, (await ada.workspace()).bot_connected]).toEqual([[], false]);
  });

  it('goes to this machine only', async () => {
    const elsewhere = withoutSocketMode(MANIFEST, 'https://bot.example.com/slack/events');
    const why = /https:\/\/bot\.example\.com\/slack\/events is not on this machine/;
    await expect(startLocalSlack({ manifest: elsewhere })).rejects.toThrow(why);
    await expect(controls.setManifest(elsewhere)).rejects.toThrow(why);
    expect(await ada.command('/try')).toMatchObject({ ok: true });
  });
});

describe('an answer', () => {
  it.each<readonly [string, (response: ServerResponse) => void, string]>([
    ['with another status', (response) => response.writeHead(401).end(), 'http_client_error'],
    ['with a fault', (response) => response.writeHead(500).end(), 'http_service_error'],
    ['that never comes', () => undefined, 'operation_timeout'],
    ['that is cut', (response) => response.socket?.destroy(), 'operation_timeout'],
  ])('%s is a failure that the person sees', async (_what, given, error) => {
    answer = given;
    expect(await ada.command('/try')).toEqual({ ok: false, error });
  });

  it('of nobody is a failure that the person sees', async () => {
    bot.close();
    bot.closeAllConnections();
    expect(await ada.command('/try')).toEqual({ ok: false, error: 'dispatch_failed' });
  });

  it.each(['{"text":"hello"}', 'hello'])('%j to a command is a message to the person', async (body) => {
    answer = (response) => response.end(body);
    expect(await ada.command('/try')).toMatchObject({ ok: true });
    await ada.waitForMessage('C0ONCALL', /^hello$/);
  });

  it('to a submission can carry errors of fields; one that is no JSON, or a refusal, is trouble', async () => {
    await openModal(modal('One', { blocks: [textField('text')] }));
    const view = await ada.waitForView();
    answer = (response) => response.end('{"response_action":"errors","errors":{"text":"No."}}');
    expect(await view.submit()).toMatchObject({ ok: true, errors: { text: 'No.' } });
    const trouble = { ok: false, error: 'We had some trouble connecting. Try again?' };
    answer = (response) => response.end('ok');
    expect(await view.submit()).toEqual(trouble);
    answer = (response) => response.writeHead(503).end();
    expect(await view.submit()).toEqual(trouble);
  });

  it('to a menu carries the options', async () => {
    const options = [{ text: plain('One'), value: '1' }];
    answer = (response) => response.end(JSON.stringify({ options }));
    const element = { type: 'external_select', action_id: 'm', min_query_length: 0 };
    const blocks = [{ type: 'actions', block_id: 'b', elements: [element] }];
    const posted = await callApi(slack, 'chat.postMessage', { channel: 'C0ONCALL', text: 'x', blocks });
    const container = { kind: 'message', channel: 'C0ONCALL', ts: posted.ts };
    const call = { as: 'U0ADA', container, block_id: 'b', action_id: 'm', value: 'o' };
    const shown = await fetch(`${slack.url}local/suggest`, { method: 'POST', body: JSON.stringify(call) });
    expect(await shown.json()).toEqual({ ok: true, options });
    expect(payload()).toMatchObject({ type: 'block_suggestion', value: 'o' });
  });
});

it('an event is signed JSON, and is sent again at once when the answer is no 200', async () => {
  const home = '  app_home: { home_tab_enabled: true }';
  await controls.setManifest(withoutSocketMode(manifestWith(ALL_SCOPES, home, ['app_home_opened']), url));
  answer = (response) => response.writeHead(500).end();
  await ada.openApp('home');
  const [first, second] = await waitUntil(
    () => (heard.length > 1 ? heard : undefined),
    () => 'The event was not sent twice.',
  );
  expect(first?.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(JSON.parse(String(first?.body))).toMatchObject({
    type: 'event_callback',
    event: { type: 'app_home_opened', user: 'U0ADA' },
  });
  expect(second).toMatchObject({
    body: first?.body,
    headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' },
  });
});

it('a Bolt app takes what is sent, and refuses what another secret signed', async () => {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  const other = new HTTPReceiver({ signingSecret: 'another secret', logLevel: LogLevel.ERROR });
  const outcomes = [];
  for (const each of [receiver, other]) {
    const app = new App({
      token: slack.botToken,
      receiver: each,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: slack.apiUrl },
    });
    app.command('/try', ({ ack, command }) => ack(`You typed ${command.text}.`));
    const server = await each.start({ port: 0, host: '127.0.0.1' });
    const { port } = server.address() as AddressInfo;
    await controls.setManifest(withoutSocketMode(MANIFEST, `http://127.0.0.1:${port}/slack/events`));
    outcomes.push(await ada.command('/try this'));
    await app.stop();
  }
  expect(outcomes).toEqual([
    { ok: true, ack_ms: expect.any(Number) },
    { ok: false, error: 'http_client_error' },
  ]);
  await ada.waitForMessage('C0ONCALL', /^You typed this\.$/);
});
