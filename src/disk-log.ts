import { createDisk, type Disk } from './journal/disk.ts';
import type { Log } from './log.ts';

/** A disk of whose refusals the log tells: one line when a kind of work begins to fail, and one when it works again. */
export function createLoggedDisk(log: Log): Disk {
  return createDisk({
    onFault: (what, error) =>
      log.error('the data directory refuses, will be tried again', { what, error: String(error) }),
    onWell: (what) => log.info('the data directory works again', { what }),
  });
}
