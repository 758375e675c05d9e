/** The embedded OCP behind HTTP on a free port of this machine, with a client of ours. */
import { openEmbeddedOcp } from '../../../src/ocp/embedded/embedded-ocp.ts';
import type { Inventory } from '../../../src/ocp/embedded/inventory.ts';
import { LIMITS, type OcpLimits } from '../../../src/ocp/http/api.ts';
import type { OcpConnection } from '../../../src/ocp/http/connection.ts';
import { type HttpOcp, openHttpOcp } from '../../../src/ocp/http/http-ocp.ts';
import type { OcpVersion } from '../../../src/ocp/server/generation.ts';
import { type OcpServer, startOcpServer } from '../../../src/ocp/server/ocp-server.ts';
import { memoryAdapter } from '../embedded/memory-adapter.ts';

export const ACCESS_KEY = { id: 'AKTEST', secret: 'SK-of-the-test-server' };
export const USER = { username: 'admin', password: 'pass:word of the test server' };
const LOGINS = { accessKey: ACCESS_KEY, user: USER };
/** The path of the export that the server has. */
export const EXPORT_PATH = '/api/v2/profiles/me/credentials/export?clusterId={clusterId}';

/** Waits that suit a test. */
export const QUICK: OcpLimits = { ...LIMITS, callMs: 5_000, readAgainAfterMs: [5, 5], pageSize: 2 };

export interface OpenServer {
  readonly server: OcpServer;
  readonly setHostStatus: (hostId: number, status: string) => Promise<void>;
  /** How a client reaches it. */
  connection(more?: Partial<OcpConnection>): OcpConnection;
  client(more?: Partial<OcpConnection>, limits?: OcpLimits): HttpOcp;
  stop(): Promise<void>;
}

export async function openServer(
  inventory: Inventory,
  version: OcpVersion = '4.3.5',
  paceMs = 0,
  logins = LOGINS,
): Promise<OpenServer> {
  const clock = { now: () => new Date() };
  const embedded = await openEmbeddedOcp({
    file: 'ocp.json',
    adapter: memoryAdapter(),
    inventory: async () => inventory,
    paceMs,
    clock,
    workFactor: 2,
    onFault: (error) => {
      throw error;
    },
  });
  embedded.start();
  const server = await startOcpServer({
    backend: embedded.backend,
    version,
    logins,
    host: '127.0.0.1',
    port: 0,
  });
  const clients: HttpOcp[] = [];
  const connection = (more: Partial<OcpConnection> = {}): OcpConnection => ({
    name: 'hz',
    url: new URL(server.url),
    login: { kind: 'access key', ...logins.accessKey },
    credentialExport: { path: EXPORT_PATH },
    ...more,
  });
  return {
    server,
    setHostStatus: embedded.setHostStatus,
    connection,
    client(more, limits = QUICK) {
      const client = openHttpOcp(connection(more), { clock, limits });
      clients.push(client);
      return client;
    },
    async stop() {
      await Promise.all(clients.map(({ close }) => close()));
      await server.stop();
      await embedded.stop();
    },
  };
}
