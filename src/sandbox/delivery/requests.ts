import { createHmac } from 'node:crypto';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { RequestUrls } from '../app-manifest.ts';
import { isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../page/protocol.ts';
import type { Ack, Delivery, EnvelopeType, Retry } from './delivery.ts';

type Headers = { readonly [name: string]: string };

interface RequestsOptions {
  /** Where the bot takes payloads now. */
  readonly urls: () => RequestUrls;
  readonly signingSecret: string;
  readonly ackMs: number;
  readonly now: () => number;
}

/** HTTP mode: every payload is a signed POST to a URL of the bot, and its ack is the answer. */
export class Requests implements Delivery {
  readonly #options: RequestsOptions;
  readonly #open = new Set<ClientRequest>();
  #stopped = false;

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  /** Nobody knows before a request is made; a URL is enough. */
  get connected(): boolean {
    return this.#options.urls().interactivity !== undefined;
  }

  async dispatch(
    type: EnvelopeType,
    payload: JsonObject,
    acceptsResponse: boolean,
    retry?: Retry,
  ): Promise<Ack> {
    const url = this.#urlFor(type, payload);
    if (url === undefined || this.#stopped) return { kind: 'no_bot' };
    const sentAt = performance.now();
    const answer = await this.#post(url, bodyOf(type, payload), { ...typeOf(type), ...retryHeaders(retry) });
    if ('kind' in answer) return answer;
    const { status, body } = answer;
    const ms = performance.now() - sentAt;
    if (status !== 200) return { kind: 'refused', status };
    const read = acceptsResponse ? readAck(type, body) : {};
    return read === undefined ? { kind: 'refused', status } : { kind: 'acked', payload: read, ms };
  }

  /** Gives up what waits for an answer; nothing is sent any more. */
  stop(): void {
    this.#stopped = true;
    for (const each of this.#open) each.destroy();
  }

  #urlFor(type: EnvelopeType, payload: JsonObject): string | undefined {
    const { commands, interactivity, options, events } = this.#options.urls();
    if (type === 'events_api') return events;
    if (type === 'slash_commands') return commands.get(String(payload.command));
    return payload.type === 'block_suggestion' ? options : interactivity;
  }

  /** Posts on a connection of its own, since the bot may be another one by now than at the last request. */
  #post(
    url: string,
    body: string,
    headers: Headers,
  ): Promise<{ readonly status: number; readonly body: string } | Ack> {
    return new Promise((resolve) => {
      const sent = request(url, {
        method: 'POST',
        agent: false,
        headers: { ...this.#headers(body), ...headers },
      });
      let connected = false;
      const settle = (outcome: Parameters<typeof resolve>[0]): void => {
        clearTimeout(timer);
        this.#open.delete(sent);
        sent.destroy();
        resolve(outcome);
      };
      const timer = setTimeout(() => settle({ kind: 'lost' }), this.#options.ackMs);
      this.#open.add(sent);
      sent.on('socket', (socket) => socket.on('connect', () => (connected = true)));
      sent.on('error', () => settle({ kind: connected ? 'lost' : 'no_bot' }));
      sent.on('close', () => settle({ kind: 'lost' }));
      sent.on('response', (response: IncomingMessage) => {
        text(response).then(
          (answer) => settle({ status: response.statusCode ?? 0, body: answer }),
          () => settle({ kind: 'lost' }),
        );
      });
      sent.end(body);
    });
  }

  #headers(body: string): Headers {
    const timestamp = String(Math.floor(this.#options.now() / 1_000));
    const hash = createHmac('sha256', this.#options.signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex');
    return {
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hash}`,
    };
  }
}

function typeOf(type: EnvelopeType): Headers {
  return { 'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded' };
}

function retryHeaders(retry: Retry | undefined): Headers {
  if (retry === undefined || retry.attempt === 0) return {};
  return {
    'x-slack-retry-num': String(retry.attempt),
    'x-slack-retry-reason': retry.reason === 'timeout' ? 'http_timeout' : retry.reason,
  };
}

/** An event is JSON and a command a form; everything else is JSON in the one field of a form. */
function bodyOf(type: EnvelopeType, payload: JsonObject): string {
  if (type === 'events_api') return JSON.stringify(payload);
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}

/** An empty body says nothing but "taken"; a command may be answered with a plain text, too. */
function readAck(type: EnvelopeType, body: string): JsonObject | undefined {
  if (body === '') return {};
  const read = parseJson(body);
  if (isObject(read)) return read;
  return type === 'slash_commands' ? { text: body } : undefined;
}
