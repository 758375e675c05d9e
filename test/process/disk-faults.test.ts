/** The disk refuses while Moveout runs: people are told, nothing counts that is not on disk, and afterwards everything goes on by itself. */
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { askMoveOut, CHANNEL, KEY } from '../ask-move-out.ts';
import { completeThread, SUBMITTED_OR_FOUND } from '../complete-thread.ts';
import { fillIn, openModal, press, refusalOf, waitForEdit } from '../e2e/conversation.ts';
import { messageText } from '../flatten-blocks.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { type BotProcess, startBot, startOcp } from './bot-process.ts';
import { ALSO_REFUSING, REFUSING } from './full-disk.ts';
import { leftRunning } from './left-running.ts';
import { temporaryFolders } from './temporary-folders.ts';

const PATIENT = { timeoutMs: 90_000 };
const LOGIN = { OCP_USERNAME: 'admin', OCP_PASSWORD: 'pass-of-the-test' };
const newFolder = temporaryFolders();
const kept = leftRunning();

/** A bot whose Slack and OCP are other processes' and keep what they have on no disk that refuses. */
async function openScene(under: readonly string[] = []) {
  const slack = kept.slack(await startLocalSlack({ manifest: await readFile('manifest.yml', 'utf8') }));
  const ocp = startOcp({ OCP_PORT: '0', MOVEOUT_OCP_PACE_MS: '300', TMPDIR: await newFolder(), ...LOGIN });
  kept.process(ocp);
  const url = /http:\S+/.exec(await ocp.says(/^OCP \S+ at http:\S+$/m))?.[0] ?? '';
  const dataDir = join(await newFolder(), 'data');
  const start = async () => {
    const env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      MOVEOUT_DATA_DIR: dataDir,
      MOVEOUT_METRICS_PORT: '0',
      OCP_NAMES: 'hz',
      OCP_HZ_URL: url,
      OCP_HZ_USERNAME: LOGIN.OCP_USERNAME,
      OCP_HZ_PASSWORD: LOGIN.OCP_PASSWORD,
      OCP_HZ_CREDENTIAL_EXPORT: '/api/v2/profiles/me/credentials/export?clusterId={clusterId}',
    };
    const bot = startBot(env, { under });
    kept.process(bot);
    await bot.says(/"message":"ready"/, PATIENT);
    return bot;
  };
  return {
    start,
    dataDir,
    ada: new Person(slack.url, 'U0ADA'),
    grace: new Person(slack.url, 'U0GRACE'),
    controls: new LocalControls(slack.url),
  };
}

function times(bot: BotProcess, words: string): number {
  return bot
    .stderr()
    .split('\n')
    .filter((line) => line.includes(words)).length;
}

/** What `/healthz` says, with its status. */
async function health(bot: BotProcess): Promise<string> {
  const [, url] = /"health and metrics are served","url":"([^"]+)"/.exec(bot.stderr()) ?? [];
  const response = await fetch(`${url}/healthz`);
  return `${response.status} ${await response.text()}`;
}

const WELL_AGAIN = ['works again', 'works again after the bot was killed'] as const;

it.runIf(REFUSING.length > 1)('a log file that takes no line stops nothing', async ({ expect }) => {
  const folder = await newFolder();
  const file = await open(join(folder, 'log'), 'a');
  const bot = startBot({ MOVEOUT_LOCAL_PORT: '0', TMPDIR: folder }, { log: file.fd });
  kept.process(bot);
  const url = /http:\S+/.exec(await bot.says(/local Slack: http:\S+/))?.[0] ?? '';
  const ada = new Person(url, 'U0ADA');
  const card = await askMoveOut(ada, 'payments');
  await REFUSING[0]?.begin(bot.pid, folder);
  // What is refused is logged.
  for (const _try of ['the first', 'another'])
    expect(await refusalOf(ada, card, 'Approve')).toMatch(/^This is your own request/);
  await REFUSING[0]?.end(bot.pid, folder);
  expect(await refusalOf(ada, card, 'Approve')).toMatch(/^This is your own request/);
  bot.kill('SIGTERM');
  expect(await bot.exited).toEqual({ code: 0, signal: null });
  await file.close();
  expect(await readFile(join(folder, 'log'), 'utf8')).toMatch(
    /"message":"refused".*\n.*"message":"stopping"/,
  );
});

describe.each([...REFUSING, ...ALSO_REFUSING])('a disk that $how', ({ why, code, under, begin, end }) => {
  it('is told to whoever clicks or submits, and nothing of that counts', { timeout: 180_000 }, async ({
    expect,
  }) => {
    const { start, dataDir, ada, grace } = await openScene(under);
    const bot = await start();
    const card = await askMoveOut(ada, 'payments');
    const modal = await fillIn(await openModal(ada, 'loyalty'), { key: KEY });

    await begin(bot.pid, dataDir);
    const said = `The data directory of Moveout cannot be written: ${why}. Tell the administrator of Moveout, then try again.`;
    for (const _try of ['the first', 'another'])
      expect(await refusalOf(grace, card, 'Approve')).toBe(
        `That could not be saved, so nothing was done. ${said}`,
      );
    expect(messageText(await ada.reread(card))).toContain('Approvals 0 of 1');
    expect(await health(bot)).toMatch(
      new RegExp(`^503 [\\s\\S]*"failing"[\\s\\S]*The data directory cannot be written: ${code}`),
    );
    await modal.submit();
    const answer = await ada.waitForView(/could not be saved/);
    expect(answer.text()).toContain(`The request could not be saved, so nothing was requested. ${said}`);
    await end(bot.pid, dataDir);
    expect(await health(bot)).toMatch(/^200 /);

    // A write that is under way has a temporary file beside its own.
    const requests = (await readdir(join(dataDir, 'active'))).filter((name) => name.endsWith('.json'));
    expect(requests).toHaveLength(1);
    expect(await readdir(join(dataDir, 'sealed'))).toHaveLength(1);
    await press(grace, card, 'Approve');
    await ada.waitForReply(card, /^▶️ Started\./, PATIENT);
    expect(times(bot, '"what":"write requests"')).toBe(2);
    expect(bot.stderr()).toMatch(
      /"level":"error".*the data directory refuses[\s\S]*the data directory works again/,
    );
    bot.kill('SIGTERM');
    expect(await bot.exited).toEqual({ code: 0, signal: null });
  });
});

describe.each(REFUSING)('a disk that $how', ({ how, why, begin, end }) => {
  // That the bot dies meanwhile makes no difference to how the disk refuses.
  it.for(how === REFUSING[0]?.how ? [...WELL_AGAIN] : WELL_AGAIN.slice(0, 1))(
    'is told on the card of a run, which goes on by itself when it %s',
    { timeout: 240_000 },
    async (what, { expect }) => {
      const { start, dataDir, ada, grace, controls } = await openScene();
      const bot = await start();
      const card = await askMoveOut(ada, 'payments');
      await press(grace, card, 'Approve');
      await ada.waitForReply(card, /it is OCP task/, PATIENT);
      await begin(bot.pid, dataDir);
      const shown = await waitForEdit(ada, card, /Not possible since/, PATIENT);
      expect(messageText(shown)).toContain(
        `The data directory of Moveout cannot be written: ${why}. Moveout keeps trying.`,
      );
      if (what === 'works again') await end(bot.pid, dataDir);
      else {
        bot.kill('SIGKILL');
        await bot.exited;
        if (how === 'has lost the folder') await end(bot.pid, dataDir);
        await start();
      }
      await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
      const done = await ada.waitForMessage(CHANNEL, /^✅ Completed · payments:1001/, PATIENT);
      expect([done.ts, messageText(done)]).toEqual([card.ts, expect.not.stringContaining('Not possible')]);
      const told = (await ada.thread(CHANNEL, card.ts)).map(messageText);
      expect(told).toEqual(completeThread(SUBMITTED_OR_FOUND));
      expect(await controls.refusals()).toEqual([]);
      expect(times(bot, 'the data directory refuses')).toBe(1);
    },
  );
});
