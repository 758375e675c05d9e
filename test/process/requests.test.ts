/** Moveout without Socket Mode, in a process of its own: `node dist/main.js` with a signing secret and a port. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { requestUrl, withoutSocketMode } from '../http-manifest.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { temporaryFolders } from './temporary-folders.ts';
import { writeInventory } from './write-inventory.ts';

const READY = /"message":"ready"/;
const newFolder = temporaryFolders();
const bots: BotProcess[] = [];
let slack: LocalSlack;
let manifest: string;
let folder: string;

beforeAll(async () => {
  manifest = await readFile('manifest.yml', 'utf8');
  slack = await startLocalSlack({ manifest });
  folder = await newFolder();
});
afterAll(async () => {
  for (const bot of bots) bot.kill('SIGKILL');
  await slack.stop();
});

async function start(env: Readonly<Record<string, string>>): Promise<BotProcess> {
  const bot = startBot({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    MOVEOUT_INVENTORY: await writeInventory(folder),
    MOVEOUT_DATA_DIR: join(folder, 'data'),
    ...env,
  });
  bots.push(bot);
  return bot;
}

/** Starts Moveout on a free port, and tells Slack where it is. */
async function startAndTell(env: Readonly<Record<string, string>> = {}): Promise<BotProcess> {
  const bot = await start({ PORT: '0', ...env });
  await bot.says(READY);
  await new LocalControls(slack.url).setManifest(withoutSocketMode(manifest, requestUrl([bot.stderr()])));
  return bot;
}

it('works, stops in the middle of a run, and knows of it after the next start', async () => {
  const ada = new Person(slack.url, 'U0ADA');
  const grace = new Person(slack.url, 'U0GRACE');
  const first = await startAndTell({ MOVEOUT_OCP_PACE_MS: '600000' });
  const card = await askMoveOut(ada, 'payments');
  await grace.clickButton(card, 'Approve');
  await ada.waitForMessage(card.channel, /Step 5 of 6/, { timeoutMs: 30_000 });
  first.kill('SIGTERM');
  expect(await first.exited).toEqual({ code: 0, signal: null });
  expect([first.stdout(), first.stderr()]).toEqual(['', expect.not.stringContaining(slack.signingSecret)]);

  const second = await startAndTell({ MOVEOUT_OCP_PACE_MS: '600000' });
  await ada.command('/moveout status');
  await ada.waitForMessage(
    card.channel,
    ({ ephemeral }, text) => ephemeral === true && /payments:1001/.test(text),
  );
  const url = requestUrl([second.stderr()]);
  const forged = await fetch(url, { method: 'POST', body: new URLSearchParams({ command: '/moveout' }) });
  expect([forged.status, await forged.text()]).toEqual([401, '']);
  second.kill('SIGTERM');
  expect(await second.exited).toEqual({ code: 0, signal: null });
  expect(await new LocalControls(slack.url).refusals()).toEqual([]);
});

it('stops with 0 while a command, a click and a message wait for a Slack that does not answer', async () => {
  const ada = new Person(slack.url, 'U0ADA');
  const controls = new LocalControls(slack.url);
  const bot = await startAndTell({ MOVEOUT_DATA_DIR: join(await newFolder(), 'data') });
  const card = await askMoveOut(ada, 'payments');
  const silent = ['chat.postMessage', 'chat.update', 'views.open'];
  for (const method of silent) await controls.fault({ method, kind: 'delay', ms: 30_000, times: 20 });
  const before = (await controls.calls()).length;
  await new Person(slack.url, 'U0GRACE').clickButton(card, 'Approve');
  expect(await ada.command('/moveout')).toMatchObject({ ok: true });
  bot.kill('SIGTERM');
  expect(await bot.exited).toEqual({ code: 0, signal: null });
  const answered = (await controls.calls()).slice(before).map(({ method }) => method);
  expect(answered.filter((method) => silent.includes(method))).toEqual([]);
});

it('says in one sentence that the port is taken, and stops nothing of the other program', async () => {
  const { port } = new URL(slack.url);
  const bot = await start({ PORT: port });
  expect(await bot.exited).toEqual({ code: 1, signal: null });
  expect(bot.stderr().trim().split('\n').at(-1)).toBe(
    `Moveout did not start. PORT: another program listens on port ${port} of 127.0.0.1. Set another port, or end that program.`,
  );
  expect((await new Person(slack.url, 'U0ADA').workspace()).me.id).toBe('U0ADA');
});
