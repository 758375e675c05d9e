/**
 * The OCP server in a process of its own, as `npm run ocp` starts it, but that its credential files take no second each to encrypt:
 * a bot that is killed every other second would leave it no time for anything else. Takes a data directory, an inventory, an access
 * key pair and a user as JSON, prints its address, and stops on SIGTERM.
 */
import { z } from 'zod';
import { openDataDirectory } from '../../src/journal/data-directory.ts';
import { createLog } from '../../src/log.ts';
import { startOcpServer } from '../../src/ocp/server/ocp-server.ts';
import { openEmbeddedOcpIn } from '../../src/open-embedded-ocp.ts';

const given = z
  .object({
    dataDir: z.string(),
    inventory: z.string(),
    paceMs: z.number(),
    logins: z.object({
      accessKey: z.object({ id: z.string(), secret: z.string() }),
      user: z.object({ username: z.string(), password: z.string() }),
    }),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const data = await openDataDirectory(given.dataDir);
const log = createLog('info', (line) => process.stderr.write(line));
const settings = { inventory: given.inventory, ocpPaceMs: given.paceMs, workFactor: 10, log };
const embedded = await openEmbeddedOcpIn(data.path, { ...settings, clock: { now: () => new Date() } });
embedded.start();
const server = await startOcpServer({
  backend: embedded.backend,
  version: '4.3.5',
  logins: given.logins,
  host: '127.0.0.1',
  port: 0,
});
process.once('SIGTERM', () => void server.stop().then(embedded.stop).then(data.release));
process.stdout.write(`OCP at ${server.url}\n`);
