/**
 * Moveout is stopped in the middle of something. It ends by itself, with 0: what takes longer than the five seconds that it has is
 * ended by force, with 1. And the next start goes on where it was.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'vitest';
import { startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { askMoveOut, CHANNEL } from '../ask-move-out.ts';
import { press } from '../e2e/conversation.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { startBot, startOcp } from './bot-process.ts';
import { leftRunning } from './left-running.ts';
import { startSlackProcess } from './slack-process.ts';
import { temporaryFolders } from './temporary-folders.ts';
import { writeInventory } from './write-inventory.ts';

const PATIENT = { timeoutMs: 60_000 };
const LOGIN = { OCP_USERNAME: 'admin', OCP_PASSWORD: 'pass-of-the-test' };
const CLEAN = { code: 0, signal: null };
const newFolder = temporaryFolders();
const kept = leftRunning();

/** A bot in a workspace, on OCPs as its environment has it, and how it is started again. */
async function openScene(ocp: Readonly<Record<string, string>>) {
  const slack = kept.slack(await startLocalSlack({ manifest: await readFile('manifest.yml', 'utf8') }));
  const dataDir = join(await newFolder(), 'data');
  const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken };
  const env = { ...tokens, SLACK_API_URL: slack.apiUrl, MOVEOUT_DATA_DIR: dataDir, ...ocp };
  const start = async () => {
    const bot = kept.process(startBot(env));
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

/** Waits until the only request has an event, and gives all its events as text. */
async function whenRecorded(dataDir: string, type: string): Promise<string> {
  const active = join(dataDir, 'active');
  return waitUntil(
    async () => {
      const [file] = (await readdir(active)).filter((name) => name.endsWith('.json'));
      const text = file === undefined ? '' : await readFile(join(active, file), 'utf8');
      return text.includes(`"type":"${type}"`) ? text : undefined;
    },
    () => `It was never recorded: ${type}.`,
    PATIENT,
  );
}

it.concurrent('stops in the middle of an export, which is made at the next start', {
  timeout: 90_000,
}, async ({ expect }) => {
  const inventory = await writeInventory(await newFolder());
  const scene = await openScene({ MOVEOUT_INVENTORY: inventory, MOVEOUT_OCP_PACE_MS: '20' });
  const { ada, grace, dataDir } = scene;
  const first = await scene.start();
  const card = await askMoveOut(ada, 'payments');
  await press(grace, card, 'Approve');
  expect(await whenRecorded(dataDir, 'rechecked')).not.toContain('"type":"exported"');
  first.kill('SIGTERM');
  expect(await first.exited).toEqual(CLEAN);
  expect(await readdir(dataDir)).not.toContain('lock');

  const second = await scene.start();
  await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
  second.kill('SIGTERM');
  expect(await second.exited).toEqual(CLEAN);
});

it.concurrent('stops while OCP is silent about a move-out, which is looked for and never sent again', {
  timeout: 120_000,
}, async ({ expect }) => {
  const ocp = kept.process(
    startOcp({ OCP_PORT: '0', MOVEOUT_OCP_PACE_MS: '20', TMPDIR: await newFolder(), ...LOGIN }),
  );
  const url = /http:\S+/.exec(await ocp.says(/^OCP \S+ at http:\S+$/m))?.[0] ?? '';
  const scene = await openScene({
    OCP_NAMES: 'hz',
    OCP_HZ_URL: url,
    OCP_HZ_USERNAME: LOGIN.OCP_USERNAME,
    OCP_HZ_PASSWORD: LOGIN.OCP_PASSWORD,
    OCP_HZ_CREDENTIAL_EXPORT: '/api/v2/profiles/me/credentials/export?clusterId={clusterId}',
  });
  const { ada, grace, dataDir } = scene;
  const first = await scene.start();
  const card = await askMoveOut(ada, 'payments');
  // OCP does it, and answers a byte in ten minutes.
  const fault = { kind: 'slow', ms: 600_000 };
  const order = { method: 'POST', path: '/api/v2/ob/clusters/*/moveOut', times: 1, fault };
  await fetch(`${url}/faults`, { method: 'POST', body: JSON.stringify(order) });
  await press(grace, card, 'Approve');
  await whenRecorded(dataDir, 'submit intended');
  const sent = async () => {
    const calls: unknown = await (await fetch(`${url}/calls`)).json();
    return JSON.stringify(calls).split('/moveOut"').length - 1;
  };
  await waitUntil(
    async () => ((await sent()) > 0 ? true : undefined),
    () => 'It was never sent.',
  );
  first.kill('SIGTERM');
  expect(await first.exited).toEqual(CLEAN);

  const second = await scene.start();
  await ada.waitForReply(card, /OCP has taken the move-out/, PATIENT);
  await ada.waitForMessage(CHANNEL, /^✅ Completed · payments:1001/, PATIENT);
  expect(await sent()).toBe(1);
  second.kill('SIGTERM');
  expect(await second.exited).toEqual(CLEAN);
});

it.concurrent('stops in the middle of a start that Slack does not answer', { timeout: 90_000 }, async ({
  expect,
}) => {
  const slack = await startSlackProcess();
  kept.process(slack.process).kill('SIGSTOP');
  const folder = await newFolder();
  const dataDir = join(folder, 'data');
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    MOVEOUT_DATA_DIR: dataDir,
    MOVEOUT_INVENTORY: await writeInventory(folder),
  };
  const first = kept.process(startBot(env));
  await waitUntil(
    async () => ((await readdir(dataDir).catch((): string[] => [])).includes('sealed') ? true : undefined),
    () => 'It never opened its stores.',
  );
  first.kill('SIGTERM');
  expect(await first.exited).toEqual(CLEAN);

  slack.process.kill('SIGCONT');
  const second = kept.process(startBot(env));
  await second.says(/"message":"ready"/, PATIENT);
  second.kill('SIGTERM');
  expect(await second.exited).toEqual(CLEAN);
});

it.concurrent('stops with its local Slack in the middle of a run, and leaves nothing', async ({ expect }) => {
  const env = { MOVEOUT_LOCAL_PORT: '0', TMPDIR: await newFolder() };
  const bot = kept.process(startBot(env));
  const url = /http:\S+/.exec(await bot.says(/local Slack: http:\S+/, PATIENT))?.[0] ?? '';
  const ada = new Person(url, 'U0ADA');
  const card = await askMoveOut(ada, 'payments');
  await press(new Person(url, 'U0GRACE'), card, 'Approve');
  await ada.waitForReply(card, /Started/, PATIENT);
  bot.kill('SIGTERM');
  expect(await bot.exited).toEqual(CLEAN);
  expect(await readdir(env.TMPDIR)).toEqual([]);
});
