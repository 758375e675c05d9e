import { StoreFault } from '../workflow/ports.ts';

/** Through which the stores use the disk, so that what the system refuses is told in one way and heard of once. */
export interface Disk {
  /**
   * Does a piece of work on the disk, and gives what it gives. An error of the system's is thrown as {@link StoreFault}; any other
   * as it is. `what` names the kind of work, such as `write requests`.
   */
  use<T>(what: DiskWork, work: () => Promise<T>): Promise<T>;
}

/** The kinds of work; of each is known whether it works now. */
type DiskWork =
  | 'write requests'
  | 'write the archive'
  | 'read the archive'
  | 'write exports'
  | 'read exports'
  | 'write who is told'
  | 'write sealed keys'
  | 'read sealed keys'
  | 'write the embedded OCP';

export interface DiskEars {
  /** A kind of work that worked does so no longer; not told again until it {@link onWell works again}. */
  onFault(what: DiskWork, error: Error): void;
  onWell(what: DiskWork): void;
}

/** A disk that tells when it begins to refuse, and when it works again. */
export function createDisk({ onFault, onWell }: DiskEars): Disk {
  const refusing = new Set<DiskWork>();
  return {
    async use(what, work) {
      try {
        const result = await work();
        if (refusing.delete(what)) onWell(what);
        return result;
      } catch (error) {
        if (!isOfTheSystem(error)) throw error;
        if (!refusing.has(what)) onFault(what, error);
        refusing.add(what);
        throw new StoreFault(sentence(what, error), { cause: error });
      }
    },
  };
}

/** A disk of which nobody hears. */
export const SILENT_DISK: Disk = createDisk({ onFault: () => undefined, onWell: () => undefined });

interface SystemError extends Error {
  readonly code: string;
}

/** An error that the operating system gave, `ENOSPC` or so. */
function isOfTheSystem(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than this process may write',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENOENT: 'a file or folder of it is missing',
  ENOSPC: 'no space is left on the disk',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
};

/** Without the path, which is for the log: people in a channel read this. */
function sentence(what: DiskWork, { code }: SystemError): string {
  const done = what.startsWith('read') ? 'read' : 'written';
  const why = WORDS[code] ?? 'the system refuses';
  return `The data directory of Moveout cannot be ${done}: ${why} (${code}).`;
}
