/** Lets the disk refuse a running process, and take everything again. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A way in which a disk refuses, with the words that people read of it. */
export interface Refusing {
  readonly how: string;
  readonly why: string;
  /** The system's error. */
  readonly code: string;
  /** What the process is started under, so that the disk can refuse it. */
  readonly under?: readonly string[];
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

/** The folder is mounted again where it is, to be read only: as a system does with a file system that is damaged. */
const readOnly: Refusing = {
  how: 'is read-only',
  why: 'the file system is read-only (EROFS)',
  code: 'EROFS',
  async begin(_pid, dataDir) {
    const folder = join(dataDir, 'active');
    execFileSync('mount', ['--bind', folder, folder]);
    onTestFinished(() => unmount(folder));
    execFileSync('mount', ['-o', 'remount,bind,ro', folder]);
  },
  end: async (_pid, dataDir) => unmount(join(dataDir, 'active')),
};

/** Root may write everywhere unless it gives that up. */
const WITHOUT_OVERRIDE = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
const isRoot = process.getuid?.() === 0;

/** The folder belongs to whoever runs the process, and may not be written. */
const noPermission: Refusing = {
  how: 'denies permission',
  why: 'permission is denied (EACCES)',
  code: 'EACCES',
  under: isRoot ? WITHOUT_OVERRIDE : [],
  begin: (_pid, dataDir) => chmod(join(dataDir, 'active'), 0o500),
  end: (_pid, dataDir) => chmod(join(dataDir, 'active'), 0o700),
};

/** The ways that this machine has. */
export const REFUSING: readonly Refusing[] = hasLimits() ? [noByte, noFolder] : [noFolder];

/** More of them: they differ in nothing but the system's error, so one story is enough. */
export const ALSO_REFUSING: readonly Refusing[] = [
  ...(isRoot && hasMounts() ? [readOnly] : []),
  ...(!isRoot || does('setpriv', ...WITHOUT_OVERRIDE.slice(1), 'true') ? [noPermission] : []),
];

function limit(pid: number, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

function hasLimits(): boolean {
  return does('prlimit', '--version');
}

/** Whether this process may mount a folder; a container may not be let. */
function hasMounts(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'moveout-mount-'));
  const mayMount = does('mount', '--bind', folder, folder);
  if (mayMount) unmount(folder);
  rmdirSync(folder);
  return mayMount;
}

/** Safe to repeat. */
function unmount(folder: string): void {
  does('umount', '--lazy', folder);
}

function does(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
