/** `npm run journal -- show` and `export`: what they tell of requests, and what cannot be carried out. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, it } from 'vitest';
import type { RequestEvent } from '../../src/domain/events.ts';
import { chained } from '../../src/journal/chain.ts';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { approved, cancelled, requested } from '../journal/sample-events.ts';
import { REQUEST } from '../requests.ts';
import { watched } from './bot-process.ts';
import { A, B, fill, journal, MONTH, ROOT } from './run-journal.ts';
import { temporaryFolders } from './temporary-folders.ts';

const newFolder = temporaryFolders();
/** Only looked at. */
let whole = '';
beforeAll(async () => {
  whole = await fill(await newFolder());
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
    const opened = await openJournal(await fill(await newFolder()));
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
    const folder = await fill(await newFolder(), { [A]: [requested(), rejected] });
    const { stdout } = await journal(['show', A, '--data', folder]);
    expect(stdout).toContain(
      'rejected it: x 2026-11-22 21:40:30 UTC U0GRACE approved it <U+001B>[2J<U+202E>end\n',
    );
  });

  it.concurrent('tells a request that was archived twice as its last line has it, also when the earlier one is damaged', async ({
    expect,
  }) => {
    const folder = await fill(await newFolder(), { [A]: [requested({ name: A }), cancelled()] });
    const path = join(folder, 'archive', MONTH);
    const earlier = await readFile(path, 'utf8');
    const rejected: RequestEvent = { ...approved(), type: 'rejected', reason: 'Not today.' };
    const other = await fill(await newFolder(), { [A]: [requested({ name: A }), rejected] });
    const last = await readFile(join(other, 'archive', MONTH), 'utf8');
    for (const line of [earlier, earlier.replace('U0ALICE', 'U0MALLO'), `${earlier.slice(0, -9)}\n`]) {
      await writeFile(path, `${line}${last}`);
      const { code, stdout, stderr } = await journal(['show', A, '--data', folder]);
      expect(stdout).toContain('It is rejected after 2 events, and the chain of its events is whole.');
      // Slack is told of a rejection without the hash.
      expect(stdout).not.toContain('compare them');
      expect([code, stderr]).toEqual([0, '']);
    }
    await writeFile(path, `${last}${earlier.replace('U0ALICE', 'U0MALLO')}`);
    expect(await journal(['show', A, '--data', folder])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\(line at byte \d+\) was changed or damaged: event 1 does not match/),
    });
  });

  it.concurrent('says what is damaged', async ({ expect }) => {
    const folder = await fill(await newFolder());
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
    const folder = await fill(await newFolder());
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
