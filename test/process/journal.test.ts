/** `npm run journal`: what it finds, tells and exports, on directories that the journal made; and that it harms and disturbs nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, it } from 'vitest';
import type { RequestEvent } from '../../src/domain/events.ts';
import { chained } from '../../src/journal/chain.ts';
import { openDataDirectory } from '../../src/journal/data-directory.ts';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { approved, cancelled, requested } from '../journal/sample-events.ts';
import { eventsOf, REQUEST } from '../requests.ts';
import { watched } from './bot-process.ts';
import { temporaryFolders } from './temporary-folders.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const [A, B] = ['MO-AAAAAA', 'MO-BBBBBB'];
const MONTH = '2026-11.jsonl';

const newFolder = temporaryFolders();
/** A archived and B active, of 2 and 3 events, and {@link REQUEST} archived, of 10. */
let whole = '';

async function journal(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = ROOT) {
  const child = spawn(process.execPath, [`${ROOT}dist/read-journal.js`, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const run = watched(child);
  const { code } = await run.exited;
  return { code, stdout: run.stdout(), stderr: run.stderr() };
}

/** A data directory with requests, each of the cluster that bears its id as a name; those that have ended are archived. */
async function made(requests: Readonly<Record<string, readonly RequestEvent[]>>): Promise<string> {
  const folder = await newFolder();
  const opened = await openJournal(folder);
  for (const [id, events] of Object.entries(requests)) {
    await opened.open(id, events);
    await opened.archive(id).catch(() => undefined);
  }
  await opened.close();
  return folder;
}

beforeAll(async () => {
  whole = await made({
    [A]: [requested({ name: A }), cancelled()],
    [REQUEST]: eventsOf('completed'),
    [B]: [requested({ name: B }), approved(), approved('U0CAROL')],
  });
});

async function copyOfWhole(): Promise<string> {
  const folder = join(await newFolder(), 'data');
  await cp(whole, folder, { recursive: true });
  return folder;
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
    const folder = await copyOfWhole();
    const { release } = await openDataDirectory(folder);
    const before = await contentOf(folder);
    const { code, stdout, stderr } = await journal(['verify', '--data', folder]);
    expect(stdout).toBe('Whole: 3 requests (1 active, 2 archived) with 15 events.\n');
    expect([code, stderr]).toEqual([0, '']);
    expect(await contentOf(folder)).toEqual(before);
    await release();
  });

  it.concurrent('finds the directory by MOVEOUT_DATA_DIR, or as ./data', async ({ expect }) => {
    const folder = await copyOfWhole();
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
        const other = await made({ 'MO-CCCCCC': [requested({ name: B })] });
        await cp(join(other, 'active'), join(folder, 'active'), { recursive: true });
      },
      /MO-CCCCCC\.json and <active> are both open for one cluster; move one away\./,
    ],
    [
      'an old copy of an archived request',
      async (folder) => {
        const other = await made({ [A]: [requested({ name: A })] });
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
    const folder = await copyOfWhole();
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
    const folder = await copyOfWhole();
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

describe('show', () => {
  it.concurrent('tells a request from its first event to its end, with the record that Slack has', async ({
    expect,
  }) => {
    const { code, stdout } = await journal(['show', REQUEST.toLowerCase(), '--data', whole]);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'MO-7K3F2A: move shop:1001 (PRIMARY, RUNNING) out of OCP ocp-a',
      'Requested by U0ADA in channel C0ONCALL: Moves to the new OCP',
      'Hosts to delete: obs-001 (10.1.0.1), obs-002 (10.1.0.2), obs-003 (10.1.0.3)',
      'Hosts to keep: obs-004 (10.1.0.4), obs-005 (10.1.0.5)',
      'Hosts to skip: none',
    ]);
    expect(lines.slice(6, -5)).toEqual([
      '2026-11-22 21:40:00 UTC  U0ADA    asked for it, to start when approved, with 1 approval needed until 2026-11-23 21:40:00 UTC',
      '2026-11-22 21:40:30 UTC  U0GRACE  approved it (1 of 1)',
      '2026-11-22 21:41:00 UTC  moveout  started the run',
      '2026-11-22 21:41:30 UTC  moveout  checked the rules again: nothing forbids the move-out',
      `2026-11-22 21:42:00 UTC  moveout  exported and encrypted the credentials: shop-1001.age, 1200 bytes, SHA-256 ${'ab'.repeat(32)}`,
      '2026-11-22 21:42:30 UTC  moveout  sent the encrypted file to U0ADA',
      '2026-11-22 21:43:00 UTC  moveout  is about to submit the move-out to OCP: 3 hosts to delete, 0 to skip',
      '2026-11-22 21:43:30 UTC  moveout  submitted the move-out: it is OCP task 1000',
      '2026-11-22 21:44:00 UTC  moveout  saw the OCP task end well',
      '2026-11-22 21:44:30 UTC  moveout  saw twice that OCP no longer lists the cluster: it is moved out',
    ]);
    const opened = await openJournal(await copyOfWhole());
    const head = (await opened.read(REQUEST))?.events.at(-1)?.hash;
    expect(lines.slice(-5)).toEqual([
      '',
      'It is completed after 10 events, and the chain of its events is whole.',
      `Record ${head}`,
      'The last message of the thread in Slack carries the same record: compare them.',
      '',
    ]);
    expect(code).toBe(0);
  });

  it.concurrent('cannot be made to forge a line or to steer the terminal', async ({ expect }) => {
    const reason = 'x\n2026-11-22 21:40:30 UTC  U0GRACE  approved it\r\u001b[2J\u202Eend';
    const rejected: RequestEvent = { ...approved(), type: 'rejected', reason };
    const folder = await made({ [A]: [requested(), rejected] });
    const { stdout } = await journal(['show', A, '--data', folder]);
    expect(stdout).toContain(
      'rejected it: x 2026-11-22 21:40:30 UTC U0GRACE approved it <U+001B>[2J<U+202E>end\n',
    );
  });

  it.concurrent('says what is damaged', async ({ expect }) => {
    const folder = await copyOfWhole();
    const path = join(folder, 'active', `${B}.json`);
    await writeFile(path, '{');
    const { code, stdout, stderr } = await journal(['show', B, '--data', folder]);
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      `${path} does not parse; restore it from a backup or move it away.\n`,
    ]);
  });
});

describe('export', () => {
  it.concurrent('writes every event as a line of JSON, archived requests first', async ({ expect }) => {
    const { code, stdout } = await journal(['export', '--data', whole]);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ request, seq }) => `${request} ${seq}`)).toEqual([
      `${A} 1`,
      `${A} 2`,
      ...Array.from({ length: 10 }, (_, at) => `${REQUEST} ${at + 1}`),
      `${B} 1`,
      `${B} 2`,
      `${B} 3`,
    ]);
    expect(events.at(-1)).toMatchObject({
      request: B,
      type: 'approved',
      actor: 'U0CAROL',
      hash: expect.any(String),
    });
    expect(code).toBe(0);
  });

  it.concurrent('leaves out what is damaged, and says so beside the lines', async ({ expect }) => {
    const folder = await copyOfWhole();
    await writeFile(join(folder, 'active', `${B}.json`), '');
    const { code, stdout, stderr } = await journal(['export', '--data', folder]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(12);
    expect(stderr).toBe(
      `Left out: ${folder}/active/${B}.json does not parse; restore it from a backup or move it away.\n`,
    );
    expect(code).toBe(1);
  });

  it('needs little memory for many requests, and is quiet when the reader has seen enough', {
    timeout: 90_000,
  }, async ({ expect }) => {
    const folder = await newFolder();
    await mkdir(join(folder, 'archive'));
    const line = await readFile(join(whole, 'archive', MONTH), 'utf8');
    const count = 20_000;
    const { text, events } = manyLines(line.split('\n')[0] ?? '', count);
    await writeFile(join(folder, 'archive', MONTH), text);
    const command = `"${process.execPath}" --max-old-space-size=32 ${ROOT}dist/read-journal.js export --data "${folder}"`;
    const counted = watched(spawn('bash', ['-c', `set -o pipefail; ${command} | wc -l`]));
    expect(await counted.exited).toEqual({ code: 0, signal: null });
    expect([Number(counted.stdout()), counted.stderr()]).toEqual([events, '']);
    const cut = watched(spawn('bash', ['-c', `set -o pipefail; ${command} | head -1`]));
    expect(await cut.exited).toEqual({ code: 0, signal: null });
    expect([cut.stdout().split('\n').length, cut.stderr()]).toEqual([2, '']);
  });
});

/** So many requests as one archive file, each like the one of that line; and how many events they have. */
function manyLines(line: string, count: number): { text: string; events: number } {
  const { version, cursor } = JSON.parse(line);
  const lines = Array.from({ length: count }, (_, n) => {
    const id = `MO-${String(n).padStart(6, '0')}`;
    const events = chained(id, [], [requested({ name: id }), approved(), cancelled()]);
    return JSON.stringify({ version, id, events, cursor });
  });
  return { text: `${lines.join('\n')}\n`, events: 3 * count };
}

describe('what cannot be carried out', () => {
  it.concurrent.for<[string, readonly string[], RegExp]>([
    ['no command', [], /^Usage: npm run --silent journal -- <command>/],
    ['an unknown command', ['repair'], /^There is no command “repair”\.\nUsage:/],
    ['an unknown option', ['verify', '--fix'], /^Unknown option '--fix'[\s\S]*\nUsage:/],
    ['too many words', ['verify', 'MO-AAAAAA'], /^There is no command “verify MO-AAAAAA”\./],
    ['show without an id', ['show'], /^show needs the id of one request, such as MO-7K3F2A\.$/m],
    [
      'an unknown id',
      ['show', 'MO-ZZZZZZ', '--data', '<whole>'],
      /^There is no request MO-ZZZZZZ in .*; “verify” tells/,
    ],
    ['an id that is a path', ['show', '../lock', '--data', '<whole>'], /^There is no request \.\.\/LOCK in /],
    [
      'no such directory',
      ['verify', '--data', '/none'],
      /^\/none cannot be read \(ENOENT.*\)\. Name the data directory with --data DIR/,
    ],
    [
      'a directory without a journal',
      ['export', '--data', '<whole>/active'],
      /^\/.*\/active holds no journal of Moveout\. Name/,
    ],
    [
      'a file',
      ['export', '--data', '<whole>/archive/index.jsonl'],
      /index\.jsonl holds no journal of Moveout\./,
    ],
  ])('%s', async ([, args, says], { expect }) => {
    const { code, stdout, stderr } = await journal(args.map((arg) => arg.replace('<whole>', whole)));
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([code, stdout]).toEqual([2, '']);
  });
});
