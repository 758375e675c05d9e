/** What somebody who starts Moveout reads: without tokens, with wrong settings, on files that cannot be used. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type BotProcess, startBot } from './bot-process.ts';
import { temporaryFolders } from './temporary-folders.ts';
import { writeInventory } from './write-inventory.ts';

const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-1-example', SLACK_APP_TOKEN: 'xapp-1-example' };
const URL_LINE = /^Moveout with a local Slack: (http:\/\/127\.0\.0\.1:\d+\/)$/m;

const newFolder = temporaryFolders();
const started: BotProcess[] = [];
/** The `<folder>` of the rows below. */
let folder = '';

beforeAll(async () => {
  folder = await newFolder();
  await writeInventory(folder);
  await writeFile(join(folder, 'wrong.json'), '{"clusters":[{"id":1,"name":"payments"}]}');
  await writeFile(join(folder, 'torn.json'), '{"clusters":[');
  await mkdir(join(folder, 'torn-ocp'));
  await writeFile(join(folder, 'torn-ocp', 'ocp.json'), '{"clusters":[');
  await mkdir(join(folder, 'torn-request', 'active'), { recursive: true });
  await writeFile(join(folder, 'torn-request', 'active', 'MO-ABC123.json'), '{"id":');
  await mkdir(join(folder, 'odd-request', 'active', 'MO-ABC123.json'), { recursive: true });
  const files = {
    'newer-ocp/ocp.json': '{"version":99}',
    'wrong-key/vault.key': 'short',
    'wrong-lock/lock': '{"pid":1}',
    ...Object.fromEntries(
      ['active', 'archive', 'exports', 'sealed'].map((name) => [`file-${name}/${name}`, '']),
    ),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => {
  for (const bot of started) bot.kill('SIGKILL');
});

function start(env: Readonly<Record<string, string>>): BotProcess {
  const bot = startBot(env);
  started.push(bot);
  return bot;
}

function filled(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replace('<folder>', folder)]),
  );
}

describe('without tokens', () => {
  it.concurrent('prints one line with the address of a page that answers, and leaves nothing', async ({
    expect,
  }) => {
    const tmp = await newFolder();
    const bot = start({ MOVEOUT_LOCAL_PORT: '0', TMPDIR: tmp });
    await bot.says(URL_LINE);
    const url = URL_LINE.exec(bot.stdout())?.[1] ?? bot.stdout();
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>')]);
    expect(await readdir(tmp)).toEqual([expect.stringMatching(/^moveout-/)]);

    bot.kill('SIGTERM');
    expect(await bot.exited).toEqual({ code: 0, signal: null });
    expect(bot.stdout()).toBe(`Moveout with a local Slack: ${url}\n`);
    expect(await readdir(tmp)).toEqual([]);
  });

  it.concurrent('takes another port when the usual one is busy', async ({ expect }) => {
    const busy = createServer().on('error', () => undefined);
    busy.listen(8787, '127.0.0.1');
    const bot = start({ TMPDIR: await newFolder() });
    await bot.says(URL_LINE);
    expect(bot.stdout()).not.toContain(':8787/');
    bot.kill('SIGINT');
    expect(await bot.exited).toEqual({ code: 0, signal: null });
    busy.close();
  });

  it.concurrent('keeps a data directory to itself, and goes on with what is in it', async ({ expect }) => {
    const dir = join(await newFolder(), 'data');
    const env = { MOVEOUT_LOCAL_PORT: '0', MOVEOUT_DATA_DIR: dir };
    const first = start(env);
    await first.says(URL_LINE);

    const second = start(env);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stderr()).toMatch(
      new RegExp(
        `^Moveout did not start\\. The data directory ${dir} is in use by process ${first.pid} .*\\n$`,
      ),
    );

    first.kill('SIGTERM');
    expect(await first.exited).toEqual({ code: 0, signal: null });
    const third = start({ ...env, MOVEOUT_INVENTORY: join(folder, 'wrong.json') });
    await third.says(URL_LINE);
    expect(third.stderr()).toContain(
      `MOVEOUT_INVENTORY was not read: ${dir}/ocp.json holds the state of the embedded OCP already.`,
    );
    third.kill('SIGTERM');
    expect(await third.exited).toEqual({ code: 0, signal: null });
  });
});

/** What is wrong, the environment, and what the start says. */
type Refused = [string, Readonly<Record<string, string>>, RegExp];

describe('a start that is refused', () => {
  it.concurrent.for<Refused>([
    [
      'the app token is missing',
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      /SLACK_APP_TOKEN is missing while SLACK_BOT_TOKEN/,
    ],
    [
      'production without tokens',
      { NODE_ENV: 'production' },
      /SLACK_BOT_TOKEN is missing; with NODE_ENV=production/,
    ],
    ['tokens without an OCP', TOKENS, /OCP_NAMES is missing: .* MOVEOUT_INVENTORY to a JSON file/],
    ['a wrong value', { MOVEOUT_APPROVALS: 'two' }, /MOVEOUT_APPROVALS must be a whole number from 1 to 20/],
    ['no such inventory', { MOVEOUT_INVENTORY: '<folder>/none.json' }, /none\.json: there is no such file/],
    [
      'an inventory that lacks something',
      { ...TOKENS, MOVEOUT_DATA_DIR: '<folder>/new', MOVEOUT_INVENTORY: '<folder>/wrong.json' },
      /wrong\.json: clusters\[0\]\.obClusterId is missing/,
    ],
    [
      'a torn state of the embedded OCP',
      { MOVEOUT_DATA_DIR: '<folder>/torn-ocp' },
      /torn-ocp\/ocp\.json does not parse/,
    ],
    [
      'a state of a newer embedded OCP',
      { MOVEOUT_DATA_DIR: '<folder>/newer-ocp' },
      /newer-ocp\/ocp\.json was written by a newer Moveout\. Start that version, or move the file away\./,
    ],
    [
      'a vault key that is none',
      { MOVEOUT_DATA_DIR: '<folder>/wrong-key' },
      /wrong-key\/vault\.key does not hold 32 bytes in base64; restore it from a backup or move it away/,
    ],
    [
      'a lock that is none',
      { MOVEOUT_DATA_DIR: '<folder>/wrong-lock' },
      /wrong-lock\/lock is no lock of Moveout; remove it if no Moveout uses its folder/,
    ],
    [
      'a folder in place of a request',
      { MOVEOUT_DATA_DIR: '<folder>/odd-request' },
      /MOVEOUT_DATA_DIR: .*odd-request cannot be used as data directory \(EISDIR/,
    ],
    ...['active', 'archive', 'exports', 'sealed'].map(
      (name): Refused => [
        `a file in place of the folder ${name}`,
        { MOVEOUT_DATA_DIR: `<folder>/file-${name}` },
        new RegExp(
          `MOVEOUT_DATA_DIR: .*file-${name} cannot be used as data directory \\(E.*/${name}'\\)\\. Set another`,
        ),
      ],
    ),
    ['a torn request', { MOVEOUT_DATA_DIR: '<folder>/torn-request' }, /MO-ABC123\.json does not parse/],
    [
      'a data directory in a folder that can have none',
      { MOVEOUT_DATA_DIR: '/proc/moveout/data' },
      /MOVEOUT_DATA_DIR: \/proc\/moveout\/data cannot be used as data directory \(E[A-Z]+: .*'\/proc(?:\/moveout)?'\)\. Set another one/,
    ],
    [
      'a data directory that is a file',
      { MOVEOUT_DATA_DIR: '<folder>/torn.json' },
      /MOVEOUT_DATA_DIR: .*torn\.json cannot be used as data directory .* Set another one/,
    ],
  ])('%s', async ([, env, says], { expect }) => {
    const bot = start({ MOVEOUT_LOCAL_PORT: '0', TMPDIR: folder, ...filled(env) });
    const { code } = await bot.exited;
    expect(bot.stderr()).toMatch(says);
    expect(bot.stderr()).toMatch(/^Moveout d(id|oes) not start/);
    expect(bot.stderr()).not.toMatch(/^\s+at /m);
    expect([code, bot.stdout()]).toEqual([1, '']);
  });

  it('a port of the page that is taken', async ({ expect }) => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const address = busy.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const bot = start({ MOVEOUT_LOCAL_PORT: String(port) });
    expect(await bot.exited).toEqual({ code: 1, signal: null });
    expect(bot.stderr()).toMatch(
      /^Moveout did not start\. MOVEOUT_LOCAL_PORT: .* Set another port, or 0 for any free one\.\n$/,
    );
    busy.close();
  });
});
