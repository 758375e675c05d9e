/** Sends one request to an OCP and takes its answer as it comes: signed or with a password, in a bounded time and size. */
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import type { Clock } from '../../workflow/ports.ts';
import { SCHEME, signature, signedQuery } from '../wire/signature.ts';
import type { OcpConnection } from './connection.ts';
import { NoAnswer, type NoAnswerKind, noAnswerKind } from './no-answer.ts';

/** A request as the rest of the client asks for it. */
export interface OcpCall {
  readonly method: 'GET' | 'POST';
  /** From `/api` on. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** What came back, whatever it is. */
export interface RawAnswer {
  readonly status: number;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  readonly body: Buffer;
}

/** How long and how much is waited for. */
export interface TransportLimits {
  /** Milliseconds until a connection must stand. */
  readonly connectMs: number;
  /** The most bytes that an answer may have. */
  readonly answerBytes: number;
}

export interface Transport {
  /**
   * Rejects with {@link NoAnswer} when no whole answer comes in `limitMs` milliseconds, from the first byte sent to the last byte received. A
   * redirect is an answer like any other, and not followed.
   */
  send(call: OcpCall, limitMs: number): Promise<RawAnswer>;
  close(): Promise<void>;
}

const CONTENT_TYPE = 'application/json';
const OCP_HEADERS = { 'x-ocp-origin': 'moveout' };

export function createTransport(
  connection: OcpConnection,
  { clock, limits }: { readonly clock: Clock; readonly limits: TransportLimits },
): Transport {
  // A kept connection may be closed by the other side at the moment of a request, and then nobody knows whether it arrived: a
  // request that changes something gets one of its own.
  const reads = dispatcherOf(connection, limits, 1);
  const writes = dispatcherOf(connection, limits, 0);
  const prefix = connection.url.pathname.replace(/\/+$/, '');

  async function send(call: OcpCall, limitMs: number): Promise<RawAnswer> {
    const query = signedQuery(call.query ?? {});
    // Put together, not resolved: a path that begins with two slashes would lead to another host.
    const url = new URL(`${connection.url.origin}${prefix}${call.path}${query === '' ? '' : `?${query}`}`);
    const path = `${url.pathname}${url.search}`;
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const headers = headersOf(connection, { method: call.method, path, body }, clock.now());
    const late = AbortSignal.timeout(limitMs);
    let begun = false;
    try {
      const dispatcher = call.method === 'GET' ? reads : writes;
      const begins = request(url, {
        dispatcher,
        method: call.method,
        headers,
        body: body ?? null,
        signal: late,
      });
      const answer = await beforeAbort(begins, late);
      begun = true;
      return {
        status: answer.statusCode,
        header: headerIn(answer.headers),
        body: await whole(answer.body, limits),
      };
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      const kind: NoAnswerKind = late.aborted ? { kind: begun ? 'late end' : 'late' } : noAnswerKind(error);
      throw new NoAnswer(kind, error);
    }
  }

  return {
    send,
    close: async () => {
      await Promise.all([reads.destroy(), writes.destroy()]);
    },
  };
}

/**
 * A request heeds its signal only once it has a connection, and a proxy may let it wait for one. One that is given up while it
 * waits is not sent later: it is dropped as soon as it has its connection.
 */
function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** `pipelining` 0 closes every connection after its request. */
function dispatcherOf({ ca, proxy }: OcpConnection, limits: TransportLimits, pipelining: 0 | 1): Dispatcher {
  const tls = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  const connect = { ...tls, timeout: limits.connectMs };
  // The limit of the whole call is set by its signal; the client's own are switched off.
  const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
  if (proxy === undefined) return new Agent({ connect, pipelining, ...timeouts });
  const token =
    proxy.username === ''
      ? {}
      : { token: basic(decodeURIComponent(proxy.username), decodeURIComponent(proxy.password)) };
  const { origin: uri } = proxy;
  return new ProxyAgent({
    uri,
    ...token,
    requestTls: connect,
    proxyTls: connect,
    proxyTunnel: true,
    pipelining,
    ...timeouts,
  });
}

function headersOf(
  { login, url }: OcpConnection,
  {
    method,
    path,
    body,
  }: { readonly method: string; readonly path: string; readonly body: Buffer | undefined },
  now: Date,
): Record<string, string> {
  const common = { ...OCP_HEADERS, 'content-type': CONTENT_TYPE, 'accept-language': 'en-US' };
  if (login.kind === 'user') return { ...common, authorization: basic(login.username, login.password) };
  const date = now.toUTCString();
  const signed = signature(
    {
      method,
      body,
      contentType: CONTENT_TYPE,
      date,
      host: url.host,
      ocpHeaders: OCP_HEADERS,
      pathAndQuery: path,
    },
    login.secret,
  );
  return { ...common, date, authorization: `${SCHEME} ${login.id}:${signed}` };
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function headerIn(headers: Record<string, string | string[] | undefined>): RawAnswer['header'] {
  return (name) => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
}

async function whole(body: AsyncIterable<Buffer>, { answerBytes }: TransportLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > answerBytes) throw new NoAnswer({ kind: 'too large', bytes: answerBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
