/** Serves the embedded OCP over HTTP, for trying Moveout against an OCP's own API without an OCP. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config/environment.ts';
import { type OcpServerConfig, readOcpServerConfig } from './config/ocp-server-config.ts';
import { openDataDirectory } from './journal/data-directory.ts';
import { createLog } from './log.ts';
import { startOcpServer } from './ocp/server/ocp-server.ts';
import { openEmbeddedOcpIn } from './open-embedded-ocp.ts';
import { openLogOutput } from './standard-output.ts';

const STOP_MS = 3_000;

async function main(): Promise<void> {
  const config = readOcpServerConfig();
  const stops: (() => Promise<void>)[] = [];
  // A second signal ends the process at once.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stopAll(stops));
  process.stdout.write(await started(config, stops));
}

async function stopAll(stops: (() => Promise<void>)[]): Promise<void> {
  setTimeout(() => process.exit(1), STOP_MS).unref();
  for (const stop of stops.splice(0).reverse()) await stop().catch(() => undefined);
  process.exit(0);
}

/** Gives what to print: the address, and the login when it was made here. */
async function started(config: OcpServerConfig, stops: (() => Promise<void>)[]): Promise<string> {
  const { dataDir, inventory, paceMs, logins, version, host, port } = config;
  const folder = dataDir ?? (await temporaryDirectory(stops));
  const data = await openDataDirectory(folder, 'OCP_DATA_DIR');
  stops.push(data.release);
  const log = createLog('info', openLogOutput());
  const clock = { now: () => new Date() };
  const embedded = await openEmbeddedOcpIn(data.path, { inventory, ocpPaceMs: paceMs, clock, log });
  stops.push(embedded.stop);
  embedded.start();
  const server = await startOcpServer({ backend: embedded.backend, version, logins, host, port }).catch(
    (error: unknown) => {
      throw new Error(
        `OCP_PORT: the OCP server cannot use ${host}:${port} (${String(error)}). Set another port, or 0 for any free one.`,
      );
    },
  );
  stops.push(server.stop);
  return `OCP ${version} at ${server.url}${loginLine(logins)}\n`;
}

function loginLine({ accessKey, user }: OcpServerConfig['logins']): string {
  if (accessKey !== undefined) return `\naccess key id ${accessKey.id}, secret ${accessKey.secret}`;
  return user === undefined ? '' : `\nuser ${user.username}`;
}

async function temporaryDirectory(stops: (() => Promise<void>)[]): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'moveout-ocp-'));
  stops.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

main().catch((error: unknown) => {
  const lead = error instanceof ConfigError ? '' : 'The OCP server did not start. ';
  process.stderr.write(`${lead}${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
