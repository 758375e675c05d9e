/** Moveout with tokens, in a process of its own; the Slack it is pointed at is a local one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { askMoveOut, CHANNEL } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { type SlackAccess, startSlackProcess } from './slack-process.ts';
import { temporaryFolders } from './temporary-folders.ts';
import { writeInventory } from './write-inventory.ts';

const NOTICE = /embedded OCP, no real cluster is touched/i;
const READY = /"message":"ready"/;

const newFolder = temporaryFolders();
const bots: BotProcess[] = [];
const slacks: { stop(): Promise<void> | void }[] = [];
afterAll(async () => {
  for (const bot of bots) bot.kill('SIGKILL');
  for (const slack of slacks) await slack.stop();
});

async function localSlack(): Promise<LocalSlack> {
  const slack = await startLocalSlack({ manifest: await readFile('manifest.yml', 'utf8') });
  slacks.push(slack);
  return slack;
}

async function start(
  slack: Pick<SlackAccess, 'apiUrl' | 'botToken' | 'appToken'>,
  env: Readonly<Record<string, string>> = {},
): Promise<BotProcess> {
  const folder = await newFolder();
  const bot = startBot({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    MOVEOUT_INVENTORY: await writeInventory(folder),
    MOVEOUT_DATA_DIR: join(folder, 'data'),
    ...env,
  });
  bots.push(bot);
  return bot;
}

it.concurrent('works, and says everywhere that no real cluster is touched', async ({ expect }) => {
  const slack = await localSlack();
  const bot = await start(slack, { MOVEOUT_OCP_PACE_MS: '600000' });
  await bot.says(READY);
  const ada = new Person(slack.url, 'U0ADA');
  const grace = new Person(slack.url, 'U0GRACE');
  await ada.command('/moveout list');
  expect(messageText(await ada.waitForMessage(CHANNEL, /payments/))).toMatch(NOTICE);
  await ada.command('/moveout');
  const picker = await ada.waitForView(NOTICE);
  await picker.close();
  const card = await askMoveOut(ada, 'payments', {
    change: async (modal) => expect(modal.text()).toMatch(NOTICE),
  });
  expect(messageText(card)).toMatch(NOTICE);

  // In the middle of the task, which takes ten minutes a subtask.
  await grace.clickButton(card, 'Approve');
  const running = await ada.waitForMessage(CHANNEL, /Step 5 of 6/, { timeoutMs: 30_000 });
  expect(messageText(running)).toMatch(NOTICE);
  bot.kill('SIGTERM');
  expect(await bot.exited).toEqual({ code: 0, signal: null });
  expect(bot.stdout()).toBe('');
  expect(await new LocalControls(slack.url).refusals()).toEqual([]);
});

describe('a token that Slack does not take stops the start', () => {
  it.concurrent.for([
    [
      'a wrong bot token',
      'auth.test',
      undefined,
      /^Moveout did not start. SLACK_BOT_TOKEN: .*\(invalid_auth\)\. Copy the Bot User OAuth/,
    ],
    [
      'a revoked bot token',
      'auth.test',
      'token_revoked',
      /^Moveout did not start. SLACK_BOT_TOKEN: .*\(token_revoked\)\. Copy the Bot User/,
    ],
    [
      'a wrong app token',
      'apps.connections.open',
      undefined,
      /^Moveout did not start. SLACK_APP_TOKEN: .*\(invalid_auth\)\. Copy an App-Lev/,
    ],
  ] as const)('%s', async ([, method, error, says], { expect }) => {
    const slack = await localSlack();
    if (error !== undefined) await new LocalControls(slack.url).fault({ kind: 'fail', method, error });
    const wrong =
      method === 'auth.test' ? { SLACK_BOT_TOKEN: 'xoxb-wrong' } : { SLACK_APP_TOKEN: 'xapp-wrong' };
    const bot = await start(slack, error === undefined ? wrong : {});
    const { code } = await bot.exited;
    expect(bot.stderr().trim().split('\n').at(-1)).toMatch(says);
    expect(bot.stderr()).not.toMatch(/^\s+at |xoxb-wrong|xapp-wrong/m);
    expect([code, bot.stdout()]).toEqual([1, '']);
  });
});

it.concurrent('stops while Slack does not answer: by itself with 0, and at once at a second signal', async ({
  expect,
}) => {
  const slack = await startSlackProcess();
  slacks.push({ stop: () => slack.process.kill('SIGKILL') });
  const dataDir = join(await newFolder(), 'data');
  const first = await start(slack, { MOVEOUT_DATA_DIR: dataDir });
  await first.says(READY);
  const ada = new Person(slack.url, 'U0ADA');
  const card = await askMoveOut(ada, 'payments');
  await new Person(slack.url, 'U0GRACE').clickButton(card, 'Approve');
  await ada.waitForReply(card, /Started/);
  slack.process.kill('SIGSTOP');
  first.kill('SIGTERM');
  expect(await first.exited).toEqual({ code: 0, signal: null });

  // The run goes on with the next start, and so does the silence.
  slack.process.kill('SIGCONT');
  const second = await start(slack, { MOVEOUT_DATA_DIR: dataDir });
  await second.says(READY);
  slack.process.kill('SIGSTOP');
  second.kill('SIGTERM');
  await second.says(/"message":"stopping"/);
  second.kill('SIGTERM');
  expect(await second.exited).toEqual({ code: 130, signal: null });
});
