import { appendFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openExports } from '../../src/journal/exports.ts';
import { exportsContract } from '../contracts/exports-contract.ts';
import { memoryExports } from '../memory-exports.ts';
import { temporaryFolder } from './temporary-folder.ts';

const A = 'MO-AAAAAA';

exportsContract('exports on disk', async () => openExports(await temporaryFolder()));
exportsContract('exports in memory', async () => memoryExports());

describe('an exported file', () => {
  it('is for this user only, and there after a restart', async () => {
    const folder = await temporaryFolder();
    const file = await (await openExports(folder)).save(A, 'cl1.age', Buffer.from('encrypted'));
    const path = join(folder, 'exports', A);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'exports'))).mode & 0o777).toBe(0o700);
    await writeFile(`${path}.tmp`, 'left by a crash');
    const again = await openExports(folder);
    expect(Buffer.from(await again.load(A, file)).toString()).toBe('encrypted');
    expect(await readdir(join(folder, 'exports'))).toEqual([A]);
  });

  it('is not given out when a byte of it changed', async () => {
    const folder = await temporaryFolder();
    const exports = await openExports(folder);
    const file = await exports.save(A, 'cl1.age', Buffer.from('encrypted'));
    await appendFile(join(folder, 'exports', A), '!');
    await expect(exports.load(A, file)).rejects.toThrow('its SHA-256 differs');
  });

  it.each(['../lock', 'a/b', ''])('never lies outside its folder: %j', async (id) => {
    const exports = await openExports(await temporaryFolder());
    const file = { name: 'x', sha256: 'y', bytes: 1 };
    const attempts = [exports.save(id, 'x', Buffer.from('x')), exports.load(id, file), exports.remove(id)];
    for (const attempt of attempts) await expect(attempt).rejects.toThrow('no request id');
  });
});
