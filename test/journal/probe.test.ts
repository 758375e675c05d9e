import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openExports } from '../../src/journal/exports.ts';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { probeDataDirectory } from '../../src/journal/probe.ts';
import { openVault } from '../../src/journal/vault.ts';
import { temporaryFolder } from './temporary-folder.ts';

const FOLDERS = ['active', 'archive', 'exports', 'sealed'];

async function openStores(folder: string): Promise<void> {
  await (await openJournal(folder)).close();
  await openVault(folder);
  await openExports(folder);
}

async function dataDirectory(): Promise<string> {
  const folder = await temporaryFolder();
  await openStores(folder);
  return folder;
}

describe('the probe of a data directory', () => {
  it('passes where everything can be written, also many at once, and leaves nothing', async () => {
    const folder = await dataDirectory();
    await Promise.all(Array.from({ length: 8 }, () => probeDataDirectory(folder)));
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(FOLDERS);
  });

  it.each(FOLDERS)('fails while the folder %s is missing or a file, and passes again', async (name) => {
    const folder = await dataDirectory();
    await rm(join(folder, name), { recursive: true });
    await expect(probeDataDirectory(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(join(folder, name), '');
    await expect(probeDataDirectory(folder)).rejects.toMatchObject({ code: 'ENOTDIR' });
    await rm(join(folder, name));
    await mkdir(join(folder, name));
    await probeDataDirectory(folder);
  });

  it('that a crash cut short stops no start', async () => {
    const folder = await dataDirectory();
    for (const name of FOLDERS)
      for (const left of ['probe.tmp', 'probe.tmp.tmp']) await writeFile(join(folder, name, left), '');
    await openStores(folder);
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(FOLDERS);
  });

  it.runIf(process.platform === 'linux')('fails while the system takes no byte', async () => {
    const folder = await dataDirectory();
    const script = `
      import { probeDataDirectory } from './src/journal/probe.ts';
      await probeDataDirectory(process.argv[1]).catch(({ code }) => process.stdout.write(code));`;
    const node = `exec "${process.execPath}" --import tsx --input-type=module -e "$1" "$2"`;
    const limited = ['-c', `ulimit -f 0; ${node}`, 'sh', script, folder];
    const { stdout } = await promisify(execFile)('bash', limited);
    expect(stdout).toBe('EFBIG');
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(FOLDERS);
  });
});
