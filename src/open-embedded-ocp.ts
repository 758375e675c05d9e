import { join } from 'node:path';
import type { Config } from './config/config.ts';
import { durableJsonFile } from './journal/durable-json-file.ts';
import type { Log } from './log.ts';
import type { OpenedOcps } from './moveout.ts';
import { openEmbeddedOcp } from './ocp/embedded/embedded-ocp.ts';
import { exampleInventory } from './ocp/embedded/example-inventory.ts';
import { readInventory } from './ocp/embedded/inventory.ts';
import type { Clock } from './workflow/ports.ts';

const NOTICE = 'Embedded OCP, no real cluster is touched.';

/**
 * Opens the OCP inside this process with the inventory that is configured, or the example; a data directory that holds its state
 * already goes on with that. `workFactor`: the base-2 logarithm of scrypt's work for the credential file.
 */
export async function openEmbedded(
  config: Pick<Config, 'inventory' | 'ocpPaceMs'>,
  log: Log,
  at: { readonly dataDir: string; readonly clock: Clock; readonly workFactor?: number },
): Promise<OpenedOcps> {
  const file = join(at.dataDir, 'ocp.json');
  const { inventory, ocpPaceMs: paceMs } = config;
  const embedded = await openEmbeddedOcp({
    file,
    adapter: durableJsonFile(file),
    inventory: () =>
      inventory === undefined ? Promise.resolve(exampleInventory()) : readInventory(inventory),
    paceMs,
    clock: at.clock,
    notice: NOTICE,
    onFault: (error) => log.warn('the embedded OCP could not save its state', { error: String(error) }),
    ...(at.workFactor === undefined ? {} : { workFactor: at.workFactor }),
  });
  if (inventory !== undefined && !embedded.seeded)
    log.info(`MOVEOUT_INVENTORY was not read: ${file} holds the state of the embedded OCP already.`);
  return { ocps: [embedded.ocp], start: embedded.start, stop: embedded.stop };
}
