import { join } from 'node:path';
import type { Config } from './config/config.ts';
import { createLoggedDisk } from './disk-log.ts';
import { durableJsonFile } from './journal/durable-json-file.ts';
import type { Log } from './log.ts';
import { type EmbeddedOcp, openEmbeddedOcp } from './ocp/embedded/embedded-ocp.ts';
import { exampleInventory } from './ocp/embedded/example-inventory.ts';
import { readInventory } from './ocp/embedded/inventory.ts';
import type { OpenedOcps } from './start.ts';
import { type Clock, StoreFault } from './workflow/ports.ts';

const NOTICE = 'Embedded OCP, no real cluster is touched.';

export interface EmbeddedSettings extends Pick<Config, 'inventory' | 'ocpPaceMs'> {
  readonly log: Log;
  readonly clock: Clock;
  /** The base-2 logarithm of scrypt's work for the credential file. */
  readonly workFactor?: number | undefined;
}

/**
 * Opens the OCP inside this process, with its state in a folder and the inventory that is configured, or the example; a folder
 * that holds a state already goes on with that.
 */
export async function openEmbeddedOcpIn(folder: string, settings: EmbeddedSettings): Promise<EmbeddedOcp> {
  const file = join(folder, 'ocp.json');
  const { inventory, ocpPaceMs: paceMs, log, clock, workFactor } = settings;
  const embedded = await openEmbeddedOcp({
    file,
    adapter: loggedFile(file, log),
    inventory: () =>
      inventory === undefined ? Promise.resolve(exampleInventory()) : readInventory(inventory),
    paceMs,
    clock,
    notice: NOTICE,
    onFault: (error) => {
      if (error instanceof StoreFault) return; // the disk has told it, once
      log.warn('the embedded OCP could not save its state', { error: String(error) });
    },
    workFactor,
  });
  if (inventory !== undefined && !embedded.seeded)
    log.info(`MOVEOUT_INVENTORY was not read: ${file} holds the state of the embedded OCP already.`);
  return embedded;
}

function loggedFile(path: string, log: Log): ReturnType<typeof durableJsonFile> {
  const disk = createLoggedDisk(log);
  const { read, write } = durableJsonFile(path);
  return { read, write: (state) => disk.use('write the embedded OCP', () => write(state)) };
}

/** The embedded OCP as the only one of a Moveout. */
export async function openEmbedded(
  config: Pick<Config, 'inventory' | 'ocpPaceMs'>,
  log: Log,
  at: { readonly dataDir: string; readonly clock: Clock; readonly workFactor?: number },
): Promise<OpenedOcps> {
  const { clock, workFactor, dataDir } = at;
  const { inventory, ocpPaceMs } = config;
  const embedded = await openEmbeddedOcpIn(dataDir, { inventory, ocpPaceMs, log, clock, workFactor });
  return { ocps: [embedded.ocp], start: embedded.start, stop: embedded.stop };
}
