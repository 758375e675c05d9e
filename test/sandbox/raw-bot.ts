import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { LocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { waitUntil } from '../wait-until.ts';

/** An envelope as it came over a socket. */
export interface Envelope {
  readonly envelope_id: string;
  readonly type: string;
  readonly payload: JsonObject;
  readonly accepts_response_payload: boolean;
}

/** What a bot answers an envelope with: the payload of the ack, or `silent` for no ack. */
export type Answer = (envelope: Envelope) => JsonObject | 'silent';

/** Calls a Web API method as a bot, with JSON or as a form. */
export async function callApi(
  slack: LocalSlack,
  method: string,
  args: JsonObject = {},
  { token = slack.botToken, form = false }: { token?: string; form?: boolean } = {},
): Promise<JsonObject> {
  const body = form
    ? new URLSearchParams(
        Object.entries(args).map(([name, value]): [string, string] => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      )
    : JSON.stringify(args);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(form ? {} : { 'content-type': 'application/json; charset=utf-8' }),
  };
  const response = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers, body });
  return (await response.json()) as JsonObject;
}

/** A bot without a framework: one socket, every envelope kept. */
export class RawBot {
  readonly socket: WebSocket;
  readonly heard: JsonObject[] = [];
  readonly envelopes: Envelope[] = [];
  answer: Answer = () => ({});

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => this.#hear(JSON.parse(String(data)) as JsonObject));
  }

  /** Opens a socket and waits for Slack's hello. */
  static async connect(slack: LocalSlack, answer?: Answer): Promise<RawBot> {
    const { url } = await callApi(slack, 'apps.connections.open', {}, { token: slack.appToken });
    const bot = new RawBot(String(url));
    if (answer) bot.answer = answer;
    await waitUntil(
      () => bot.heard.find(({ type }) => type === 'hello' || type === 'disconnect'),
      () => 'Slack said no hello.',
    );
    return bot;
  }

  /** The payload of the newest envelope; waits for one when there is none. */
  async payload(): Promise<JsonObject> {
    const envelope = await waitUntil(
      () => this.envelopes.at(-1),
      () => 'The bot has heard nothing.',
    );
    return envelope.payload;
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  #hear(message: JsonObject): void {
    this.heard.push(message);
    if (typeof message.envelope_id !== 'string') return;
    const envelope = message as unknown as Envelope;
    this.envelopes.push(envelope);
    const payload = this.answer(envelope);
    if (payload === 'silent') return;
    this.socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload }));
  }
}
