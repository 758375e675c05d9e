/** Lets the disk refuse a running process, and take everything again. */
import { execFileSync } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';

/** A way in which a disk refuses, with the words that people read of it. */
export interface Refusing {
  readonly how: string;
  readonly why: string;
  /** The system's error. */
  readonly code: string;
  begin(pid: number, dataDir: string): Promise<void>;
  end(pid: number, dataDir: string): Promise<void>;
}

/** The system takes no byte from the process: every write to a file fails, as on a full disk. */
const noByte: Refusing = {
  how: 'takes no byte',
  why: 'the file would be larger than this process may write (EFBIG)',
  code: 'EFBIG',
  begin: async (pid) => limit(pid, '0'),
  end: async (pid) => limit(pid, 'unlimited'),
};

/** The folder of the open requests is gone, as when a volume is unmounted. */
const noFolder: Refusing = {
  how: 'has lost the folder',
  why: 'a file or folder of it is missing (ENOENT)',
  code: 'ENOENT',
  begin: (_pid, dataDir) => rename(join(dataDir, 'active'), join(dataDir, 'elsewhere')),
  end: (_pid, dataDir) => rename(join(dataDir, 'elsewhere'), join(dataDir, 'active')),
};

/** The ways that this machine has. */
export const REFUSING: readonly Refusing[] = hasLimits() ? [noByte, noFolder] : [noFolder];

function limit(pid: number, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

function hasLimits(): boolean {
  try {
    execFileSync('prlimit', ['--version']);
    return true;
  } catch {
    return false;
  }
}
