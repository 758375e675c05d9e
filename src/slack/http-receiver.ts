/**
 * Slack's requests behind Bolt's Receiver, for a workspace where Socket Mode cannot be used: one address, `POST /slack/events`, that takes
 * what Slack has signed, once. Bolt's own receiver knows no replays, takes requests from the future, throws at an acknowledgement that
 * comes too late, and stops without waiting for what runs.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App, Receiver } from '@slack/bolt';
import type { Log } from '../log.ts';
import { parseForm, parseJson, readBody } from './http-body.ts';
import { createSignatureCheck, type NotGenuine } from './http-signature.ts';
import { createRefusalLog } from './refusal-log.ts';
import { within } from './within.ts';

export interface HttpAccess {
  readonly signingSecret: string;
  /** 0 takes any free one, which the log names. */
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds by a clock that is never set; that of `now` where that is given. */
  readonly steady?: () => number;
  /** How long a request may take to arrive, in milliseconds. */
  readonly receiveMs?: number;
}

const PATH = '/slack/events';
const SUGGESTION = 'block_suggestion';
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
/** A view has 250 kB at most; as a form, with what was filled in, it is a few times as long. */
const BODY_LIMIT = 2_000_000;
const RECEIVE_MS = 10_000;
/** Slack waits no longer. */
const ACK_MS = 3_000;
/** How long a stop waits for listeners that run, and then for answers that are on their way. */
const DRAIN_MS = 750;
const FAREWELL_MS = 250;

export function createHttpReceiver(access: HttpAccess): Receiver & { connected(): number } {
  const { log, host, port, now = Date.now, receiveMs = RECEIVE_MS } = access;
  const { steady = access.now ?? (() => performance.now()) } = access;
  const running = new Set<Promise<void>>();
  let startedAt = steady();
  const take = createTake(
    access,
    createSignatureCheck(access.signingSecret, now, () => now() - (steady() - startedAt)),
  );
  let app: App | undefined;
  let stopping = false;
  const server = createServer(
    { requestTimeout: receiveMs, headersTimeout: receiveMs, connectionsCheckingInterval: receiveMs / 10 },
    (request, response) => {
      if (stopping) response.setHeader('connection', 'close');
      if (stopping || app === undefined) return answer(response, 503);
      const work = take(app, request, response).finally(() => running.delete(work));
      running.add(work);
    },
  );
  return {
    init: (given: App) => {
      app = given;
    },
    /** Resolves when it listens; rejects with a sentence that names the setting when it cannot. */
    start: async () => {
      // Before it can be reached: what was signed earlier was signed for nobody, or for the process before.
      startedAt = steady();
      server.listen(port, host);
      await once(server, 'listening').catch((error: unknown) => {
        throw cannotListen(error, access);
      });
      server.on('error', (error) => log.error('the server for Slack failed', { error: error.message }));
      sayWhere(server.address() as AddressInfo, log);
    },
    /** Takes nothing new, and gives what runs a moment to finish. */
    stop: async () => {
      if (!server.listening) return;
      stopping = true;
      const closed = once(server, 'close');
      server.close();
      await within(DRAIN_MS, Promise.all(running));
      server.closeIdleConnections();
      await within(FAREWELL_MS, closed);
      server.closeAllConnections();
      await closed;
    },
    connected: () => (server.listening ? 1 : 0),
  };
}

type Take = (app: App, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Gives what happens with one request; it never rejects, and answers every request. */
function createTake(
  { log, now = Date.now }: HttpAccess,
  check: ReturnType<typeof createSignatureCheck>,
): Take {
  const refused = createRefusalLog(log, now);
  return async (app, request, response) => {
    const [path] = (request.url ?? '').split('?');
    if (request.method !== 'POST' || path !== PATH) return answer(response, 404);
    const type = contentType(request);
    if (type !== FORM && type !== JSON_TYPE) return answer(response, 415);
    const body = await readBody(request, BODY_LIMIT);
    if (body === undefined) return;
    if (body === 'too large') return answer(response, 413);
    const form = new URLSearchParams(type === FORM ? body : '');
    // Slack asks so whether the certificate is valid, without a signature; nothing else of such a request is read.
    if (form.get('ssl_check') === '1') return answer(response, 200);
    const reason = check(request.headers, body);
    const parse = () => (type === FORM ? parseForm(form) : parseJson(body));
    const payload = reason === undefined || isOfSameSecond(reason) ? parse() : {};
    if (payload === undefined) return answer(response, 400);
    if (reason !== undefined && payload.type !== SUGGESTION) {
      refused(reason);
      return answer(response, 401);
    }
    // Slack asks so, once, whether the address for events is ours.
    if (payload.type === 'url_verification') return answer(response, 200, { challenge: payload.challenge });
    await work(app, payload, { response, log });
  };
}

/**
 * Whether somebody may have asked the same twice within a second, as when a letter is typed, taken back and typed again: only a
 * suggestion can be the same then, since everything else carries a trigger of its own. Suggestions change nothing.
 */
function isOfSameSecond(reason: NotGenuine): boolean {
  return reason.kind === 'replayed' && reason.afterMs < ACK_MS;
}

/** Has the listeners work on a payload. The first acknowledgement is the answer; one that comes too late is dropped, as with sockets. */
async function work(
  app: App,
  body: Record<string, unknown>,
  { response, log }: { response: ServerResponse; log: Log },
): Promise<void> {
  const late = setTimeout(() => {
    log.warn('Slack was not answered within three seconds; the person sees an error');
    answer(response, 503);
  }, ACK_MS);
  const ack = async (given: unknown) => {
    clearTimeout(late);
    answer(response, 200, given);
  };
  try {
    await app.processEvent({ body, ack });
    // Nobody listens for this, or the listener failed, which createApp has told by now.
    answer(response, 404);
  } catch (error) {
    log.error('a request of Slack failed', { error: error instanceof Error ? error.message : String(error) });
    answer(response, 500);
  } finally {
    clearTimeout(late);
  }
}

/** Answers once: what comes after the first answer, or after the client is gone, is dropped. */
function answer(response: ServerResponse, status: number, body?: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text =
    body === undefined || body === '' ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, {
    'content-length': Buffer.byteLength(text),
    ...(text === '' ? {} : { 'content-type': type }),
  });
  response.end(text);
}

function contentType({ headers }: IncomingMessage): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

/** Tells where requests of Slack are awaited, and when others reach that address, too. */
export function sayWhere({ address, port }: Pick<AddressInfo, 'address' | 'port'>, log: Log): void {
  log.info('waiting for requests of Slack', { host: address, port, path: PATH });
  if (/^(127\.|::1$)/.test(address)) return;
  log.warn('others reach this address: it speaks plain HTTP, so TLS must end in front of it', {
    host: address,
  });
}

function cannotListen(error: unknown, { host, port }: HttpAccess): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'EADDRINUSE')
    return new Error(
      `PORT: another program listens on port ${port} of ${host}. Set another port, or end that program.`,
    );
  if (code === 'EACCES')
    return new Error(`PORT: this user may not listen on port ${port}. Set one from 1024 up.`);
  return new Error(
    `HOST: ${host} is no address of this machine (${code}). Set one that it has, or unset HOST for 127.0.0.1.`,
  );
}
