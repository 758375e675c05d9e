import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Health } from './health.ts';

interface Served {
  health(): Promise<Health>;
  readonly registry: Registry;
}

export interface MonitorServer {
  /** `http://127.0.0.1:<port>`, without a path. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `GET /healthz` (JSON; 200, or 503 while Moveout is failing) and `GET /metrics` (Prometheus' text format) on loopback.
 * Throws, with the name of the setting, when the port cannot be used.
 */
export async function serveMonitor(port: number, served: Served): Promise<MonitorServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    void answer(served, `${request.method} ${path}`, response).catch(() =>
      reply(response, 500, 'text/plain', 'failed\n'),
    );
  });
  await listening(server, port);
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: unknown) => {
    throw new Error(
      `MOVEOUT_METRICS_PORT: port ${port} cannot be used (${String(error)}). Set another one, or 0 for any free one.`,
    );
  });
}

async function answer({ health, registry }: Served, asked: string, response: ServerResponse): Promise<void> {
  if (asked === 'GET /healthz') {
    const report = await health();
    const status = report.status === 'failing' ? 503 : 200;
    return reply(response, status, 'application/json', `${JSON.stringify(report, undefined, 2)}\n`);
  }
  if (asked === 'GET /metrics') return reply(response, 200, registry.contentType, await registry.metrics());
  return reply(response, 404, 'text/plain', 'GET /healthz or GET /metrics\n');
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
