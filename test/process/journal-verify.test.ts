/** `npm run journal -- verify`: what it finds, on directories that the journal made; and that it harms and disturbs nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'vitest';
import { openDataDirectory } from '../../src/journal/data-directory.ts';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { requested } from '../journal/sample-events.ts';
import { A, B, fill, journal, MONTH, ROOT } from './run-journal.ts';
import { temporaryFolders } from './temporary-folders.ts';

const newFolder = temporaryFolders();

async function example(): Promise<string> {
  return fill(join(await newFolder(), 'data'));
}

/** Every file with its bytes and its time. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = files.map(async (path) => {
    const { mtimeMs } = await stat(path);
    return [path, `${mtimeMs} ${await readFile(path, 'hex')}`];
  });
  return Object.fromEntries(await Promise.all(contents));
}

describe('verify', () => {
  it.concurrent('counts what is whole, in a directory that a bot holds, and writes nothing', async ({
    expect,
  }) => {
    const folder = await example();
    const { release } = await openDataDirectory(folder);
    const before = await contentOf(folder);
    const { code, stdout, stderr } = await journal(['verify', '--data', folder]);
    expect(stdout).toBe('Whole: 3 requests (1 active, 2 archived) with 15 events.\n');
    expect([code, stderr]).toEqual([0, '']);
    expect(await contentOf(folder)).toEqual(before);
    await release();
  });

  it.concurrent('finds the directory by MOVEOUT_DATA_DIR, or as ./data', async ({ expect }) => {
    const folder = await example();
    expect((await journal(['verify'], { MOVEOUT_DATA_DIR: folder })).stdout).toContain('3 requests');
    expect((await journal(['verify'], {}, join(folder, '..'))).stdout).toContain('3 requests');
  });

  const edit = (name: string, change: (text: string) => string) => async (folder: string) => {
    const path = join(folder, name);
    await writeFile(path, change(await readFile(path, 'utf8')));
  };
  const active = `active/${B}.json`;
  const archive = `archive/${MONTH}`;
  const index = 'archive/index.jsonl';

  it.concurrent.for<[string, (folder: string) => Promise<void>, RegExp]>([
    [
      'a changed event',
      edit(active, (text) => text.replace('U0BOB', 'U0EVE')),
      /^<active> was changed or damaged: event 2 does not match its hash; restore it from a backup or move it away\.\n1 fault, see above\. Whole are: 2 requests \(0 active, 2 archived\) with 12 events\.\n$/,
    ],
    ['a torn active file', edit(active, (text) => text.slice(0, -9)), /^<active> does not parse; restore it/],
    ['an empty active file', edit(active, () => ''), /^<active> does not parse; restore it/],
    [
      'a newer version',
      edit(active, (text) => text.replace('"version":1', '"version":2')),
      /^<active> was written by a newer Moveout \(version 2, .*\); start that Moveout again\./,
    ],
    [
      'a foreign file',
      (folder) => writeFile(join(folder, 'active/notes\u001b[31m.txt'), ''),
      /active\/notes<U\+001B>\[31m\.txt is no request of Moveout; move it away\./,
    ],
    [
      'a folder in place of a file',
      async (folder) => {
        await rm(join(folder, active));
        await mkdir(join(folder, active));
      },
      /^<active> cannot be read \(EISDIR.*\); make it readable\./,
    ],
    [
      'two open requests of one cluster',
      async (folder) => {
        const other = await fill(await newFolder(), { 'MO-CCCCCC': [requested({ name: B })] });
        await cp(join(other, 'active'), join(folder, 'active'), { recursive: true });
      },
      /MO-CCCCCC\.json and <active> are both open for one cluster; move one away\./,
    ],
    [
      'an old copy of an archived request',
      async (folder) => {
        const other = await fill(await newFolder(), { [A]: [requested({ name: A })] });
        await cp(join(other, 'active'), join(folder, 'active'), { recursive: true });
      },
      /MO-AAAAAA\.json is older than what the archive has of that request; move it away\./,
    ],
    [
      'a changed archived event',
      edit(archive, (text) => text.replace('"actor":"U0ALICE"', '"actor":"U0MALLO"')),
      /^<archive> \(line at byte 0\) was changed or damaged: event 1 does/,
    ],
    [
      'an archive line that is no JSON',
      edit(archive, (text) => text.replace('{', '[')),
      /^<archive> \(line at byte 0\) does not parse/,
    ],
    [
      'a torn archive',
      (folder) => appendFile(join(folder, archive), '{"version":1,"id":"MO-ZZZ'),
      /^<archive> ends in a torn line that no active request explains;/,
    ],
    [
      'an archive cut off',
      (folder) => truncate(join(folder, archive), 100),
      /^<archive> ends in a torn line/,
    ],
    [
      'an archive cut between lines',
      edit(archive, (text) => `${text.split('\n')[0]}\n`),
      /^<index> lists MO-7K3F2A at byte \d+ of 2026-11\.jsonl, where it is not;/,
    ],
    [
      'an archive that is missing',
      (folder) => rm(join(folder, archive)),
      /^<index> lists MO-AAAAAA at byte 0 of 2026-11\.jsonl, where it is not;/,
    ],
    [
      'a request in the wrong month',
      async (folder) => {
        await cp(join(folder, archive), join(folder, 'archive/2026-12.jsonl'));
      },
      /2026-12\.jsonl holds MO-AAAAAA, which did not end in 2026-12;/,
    ],
    [
      'an index line that says otherwise',
      edit(index, (text) => text.replace('"cancelled"', '"completed"')),
      /^<index> says of MO-AAAAAA what its line does not; move it away and it is made again/,
    ],
    [
      'an index that lacks a line',
      edit(index, (text) => text.split('\n').slice(1).join('\n')),
      /^<index> does not list MO-AAAAAA of <archive>; move it away/,
    ],
    [
      'a damaged index',
      edit(index, (text) => text.replace('"seq":2', '"seq":')),
      /^<index> does not parse in line 1; move it away and it is made again/,
    ],
    [
      'a stranger in the archive',
      (folder) => writeFile(join(folder, 'archive/old.gz'), ''),
      /old\.gz is no archive file; move it away\./,
    ],
  ])('names %s', async ([, damage, says], { expect }) => {
    const folder = await example();
    await damage(folder);
    const { code, stdout, stderr } = await journal(['verify', '--data', folder]);
    const names: Record<string, string> = {
      [active]: '<active>',
      [archive]: '<archive>',
      [index]: '<index>',
    };
    const said = Object.entries(names).reduce(
      (text, [path, name]) => text.replaceAll(join(folder, path), name),
      stdout,
    );
    expect(said).toMatch(says);
    expect([code, stderr]).toEqual([1, '']);
  });

  it.concurrent.for<[string, (folder: string) => Promise<void>]>([
    ['no index', (folder) => rm(join(folder, index))],
    ['a torn index', (folder) => truncate(join(folder, index), 40)],
    ['what a crashed write left', (folder) => writeFile(join(folder, `${active}.tmp`), '{')],
    [
      'the torn line of an active request',
      (folder) => appendFile(join(folder, archive), `{"version":1,"id":"${B}","ev`),
    ],
  ])('passes what the next start makes good: %s', async ([, harm], { expect }) => {
    const folder = await example();
    await harm(folder);
    expect(await journal(['verify', '--data', folder])).toMatchObject({ code: 0, stderr: '' });
    await (await openJournal(folder)).close();
    expect(await journal(['verify', '--data', folder])).toMatchObject({ code: 0, stderr: '' });
  });

  it('and export pass again and again while a bot opens, ends and archives requests', async ({ expect }) => {
    const folder = await newFolder();
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/journal/kill-fixture.ts', folder], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const lines = createInterface({ input: child.stdout });
    await once(lines, 'line');
    for (let round = 0; round < 8; round += 1) {
      const acknowledged: string[] = [];
      const note = (line: string) => acknowledged.push(line);
      lines.on('line', note);
      await once(lines, 'line');
      lines.off('line', note);
      expect(await journal(['verify', '--data', folder])).toMatchObject({ code: 0, stderr: '' });
      const exported = await journal(['export', '--data', folder]);
      expect(exported).toMatchObject({ code: 0, stderr: '' });
      for (const line of acknowledged) {
        const { id, seq } = JSON.parse(line);
        expect(exported.stdout).toMatch(new RegExp(`^\\{"request":"${id}".*"seq":${seq},`, 'm'));
      }
    }
    child.kill('SIGKILL');
    await exited;
  });
});
