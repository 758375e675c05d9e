import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { takeLock } from '../../src/journal/lock.ts';
import { mayRun, ownMark } from '../../src/journal/process-mark.ts';
import { temporaryFolder } from './temporary-folder.ts';

vi.mock(import('../../src/journal/process-mark.ts'), async (original) => {
  const real = await original();
  return { ...real, mayRun: vi.fn(real.mayRun) };
});

it.each(['holds it', 'has released it'])(
  'somebody slow, who found the holder dead, does not get what another took over meanwhile and %s',
  async (state) => {
    const folder = await temporaryFolder();
    const dead = { nonce: '0123456789abcdef', since: '2026-11-22T20:00:00.000Z', ...(await ownMark()) };
    await writeFile(join(folder, 'lock'), JSON.stringify({ ...dead, pid: 2 ** 22 + 1 }));
    let goOn: ((found: boolean) => void) | undefined;
    vi.mocked(mayRun).mockImplementationOnce(() => new Promise((resolve) => (goOn = resolve)));

    const slow = takeLock(folder);
    await vi.waitUntil(() => goOn, { timeout: 15_000 });
    const quick = await takeLock(folder);
    if ('lock' in quick && state === 'has released it') await quick.lock.release();
    goOn?.(false);

    expect(Object.keys(quick)).toEqual(['lock']);
    expect(Object.keys(await slow)).toEqual([state === 'holds it' ? 'heldBy' : 'lock']);
    expect(await readdir(folder)).toEqual(['lock']);
  },
);
