/** Serves the embedded OCP over HTTP with the API of OCP, so that clients of OCP work against it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { OcpBackend } from '../embedded/embedded-ocp.ts';
import { answerRequest } from './answer-request.ts';
import type { Incoming, Logins } from './authenticate.ts';
import { type Controls, controlled, type LoggedOcpCall } from './control-routes.ts';
import { createFaultPlan, type FaultPlan } from './fault-plan.ts';
import type { OcpVersion } from './generation.ts';
import { sendWithFault } from './send-with-fault.ts';

export interface OcpServerOptions {
  readonly backend: OcpBackend;
  readonly version: OcpVersion;
  readonly logins: Logins;
  /** An address of this machine. */
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

export interface OcpServer {
  readonly url: string;
  readonly plan: FaultPlan;
  /** The last calls of the API, oldest first. */
  readonly calls: readonly LoggedOcpCall[];
  /** Puts OCP's clock forward, or backward. */
  shiftClock(ms: number): void;
  stop(): Promise<void>;
}

const LARGEST_BODY = 32 * 1_048_576;
const CALLS_KEPT = 1_000;

/** Listens when it resolves. Rejects when the port cannot be had. */
export async function startOcpServer(options: OcpServerOptions): Promise<OcpServer> {
  const plan = createFaultPlan();
  const calls: LoggedOcpCall[] = [];
  let shiftMs = 0;
  const now = () => new Date(options.backend.now().getTime() + shiftMs);
  const controls: Controls = { plan, calls, shiftClock: (ms) => (shiftMs = ms) };
  const serving = { ...options, backend: { ...options.backend, now }, controls };
  const server = createServer((request, response) => {
    serve(serving, request, response, calls).catch(() => response.destroy());
  });
  await listening(server, options.port, options.host);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    ...controls,
    stop: () => stopped(server),
  };
}

type Serving = OcpServerOptions & { readonly controls: Controls };

async function serve(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
  calls: LoggedOcpCall[],
): Promise<void> {
  const body = await bodyOf(request);
  const pathAndQuery = request.url ?? '/';
  const [path = '', query = ''] = pathAndQuery.split(/\?(.*)/s);
  const method = request.method ?? 'GET';
  const control = isLocal(request) ? controlled(method, path, body, serving.controls) : undefined;
  if (control !== undefined) {
    response
      .writeHead(control.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(control.value));
    return;
  }
  const call: LoggedOcpCall = { at: serving.backend.now().toISOString(), method, path, query };
  calls.push(call);
  calls.splice(0, Math.max(0, calls.length - CALLS_KEPT));
  const incoming: Incoming = { method, pathAndQuery, headers: request.headers, body };
  call.status = await sendWithFault(serving.controls.plan.take(method, path), {
    response,
    version: serving.version,
    now: serving.backend.now(),
    answer: (bend) => answerRequest(incoming, { ...serving, ...(bend === undefined ? {} : { bend }) }),
  });
}

function isLocal({ socket }: IncomingMessage): boolean {
  return /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw new Error('the body is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
