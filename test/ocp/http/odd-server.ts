/** A server that answers as a test says, whatever is asked: what may stand in the place of an OCP. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { OcpLimits, SeenCall } from '../../../src/ocp/http/api.ts';
import { LIMITS } from '../../../src/ocp/http/api.ts';
import type { OcpConnection } from '../../../src/ocp/http/connection.ts';
import { type HttpOcp, openHttpOcp } from '../../../src/ocp/http/http-ocp.ts';
import { OcpFault } from '../../../src/workflow/ports.ts';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface OddServer {
  readonly port: number;
  /** What was asked, as `GET /path?query`. */
  readonly asked: readonly string[];
  /** What the clients told of their calls, for the log. */
  readonly seen: readonly SeenCall[];
  client(
    more?: Partial<OcpConnection>,
    limits?: Partial<OcpLimits>,
    now?: () => Date,
    steady?: () => Date,
  ): HttpOcp;
  stop(): Promise<void>;
}

/** Short waits: what never answers is given up after 0.4 s. */
const SHORT: OcpLimits = { ...LIMITS, callMs: 400, readAgainAfterMs: [1, 1], answerBytes: 2 * 1_048_576 };

export async function oddServer(answer: Answer, tls?: ServerOptions): Promise<OddServer> {
  const asked: string[] = [];
  const seen: SeenCall[] = [];
  const listener: Answer = (response, request) => {
    asked.push(`${request.method} ${request.url}`);
    answer(response, request);
  };
  const server =
    tls === undefined
      ? createServer((q, s) => listener(s, q))
      : createTlsServer(tls, (q, s) => listener(s, q));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clients: HttpOcp[] = [];
  return {
    port,
    asked,
    seen,
    client(more = {}, limits = {}, now = () => new Date(), steady = now) {
      const url = new URL(`${tls === undefined ? 'http://127.0.0.1' : 'https://localhost'}:${port}`);
      const login = { kind: 'access key', id: 'AK', secret: 'secret-half-of-the-key' } as const;
      const connection: OcpConnection = { name: 'hz', url, login, credentialExport: 'console', ...more };
      const client = openHttpOcp(connection, {
        clock: { now },
        steady: { now: steady },
        limits: { ...SHORT, ...limits },
        seen: (call) => seen.push(call),
      });
      clients.push(client);
      return client;
    },
    async stop() {
      await Promise.all(clients.map(({ close }) => close()));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** The fault that a call ends with; fails when it is answered. */
export async function faultOf(call: Promise<unknown>): Promise<OcpFault> {
  const caught = await call.catch((error: unknown) => error);
  if (!(caught instanceof OcpFault)) throw new Error(`taken for an answer: ${JSON.stringify(caught)}`);
  return caught;
}

/** Answers with JSON in OCP's envelope. */
export function data(value: unknown): Answer {
  return json(200, { data: value, successful: true, status: 200, traceId: '5f0d2c1b7a9e4c33' });
}

export function json(status: number, value: unknown): Answer {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** One page that claims to be a whole list. */
export function list(contents: readonly unknown[], page: object = {}): Answer {
  return data({
    contents,
    page: { totalElements: contents.length, totalPages: 1, number: 1, size: 500, ...page },
  });
}

/** OCP's refusal. */
export function refusal(status: number, code: number | string, message: string): Answer {
  const error = { code, message };
  return json(status, { successful: false, status, traceId: '5f0d2c1b7a9e4c33', error });
}
