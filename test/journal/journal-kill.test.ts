import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { openDataDirectory } from '../../src/journal/data-directory.ts';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Acknowledged {
  readonly id: string;
  readonly seq: number;
  readonly archived: boolean;
}

/** Lets the fixture work until it has printed so many lines, kills it at once, and gives all it ever printed. */
async function killedAfter(lines: number, folder: string): Promise<readonly Acknowledged[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/journal/kill-fixture.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(JSON.parse(line));
    if (acknowledged.length === lines) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

it('whatever was acknowledged is there after the process was killed, time and again', async () => {
  const folder = await temporaryFolder();
  const all: Acknowledged[] = [];
  for (const lines of [1, 30, 45]) {
    all.push(...(await killedAfter(lines, folder)));
    const directory = await openDataDirectory(folder);
    const journal = await openJournal(folder);
    const active = (await journal.active()).map(({ request }) => request.id);
    for (const { id, seq, archived } of all) {
      expect((await journal.read(id))?.request.seq).toBeGreaterThanOrEqual(seq);
      if (archived) expect(active).not.toContain(id);
    }
    await journal.close();
    await directory.release();
  }
  expect(all.filter(({ archived }) => archived).length).toBeGreaterThan(10);
});
