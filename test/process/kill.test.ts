/** Moveout is killed in each step of a run and started again: the run goes on, and nothing is done or told twice. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExpectStatic, it } from 'vitest';
import { z } from 'zod';
import { startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut, CHANNEL } from '../ask-move-out.ts';
import { completeThread, SUBMITTED_OR_FOUND } from '../complete-thread.ts';
import { messageText } from '../flatten-blocks.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { leftRunning } from './left-running.ts';
import { temporaryFolders } from './temporary-folders.ts';
import { writeInventory } from './write-inventory.ts';

const PATIENT = { timeoutMs: 60_000 };
const stored = z.object({
  tasks: z.array(
    z.object({
      record: z.object({
        clusterId: z.number(),
        status: z.string(),
        subtasks: z.array(z.object({ status: z.string() })),
      }),
    }),
  ),
});

const newFolder = temporaryFolders();
const kept = leftRunning();

/** A Slack that stays, and a bot that is killed and started again on the same data. */
async function openScene() {
  const slack = kept.slack(await startLocalSlack({ manifest: await readFile('manifest.yml', 'utf8') }));
  const folder = await newFolder();
  const dataDir = join(folder, 'data');
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    MOVEOUT_INVENTORY: await writeInventory(folder),
    MOVEOUT_DATA_DIR: dataDir,
    MOVEOUT_OCP_PACE_MS: '100',
  };
  async function start(): Promise<BotProcess> {
    const bot = startBot(env);
    kept.process(bot);
    await bot.says(/"message":"ready"/, PATIENT);
    return bot;
  }
  let bot = await start();
  return {
    ada: new Person(slack.url, 'U0ADA'),
    grace: new Person(slack.url, 'U0GRACE'),
    controls: new LocalControls(slack.url),
    ocp: async () => stored.parse(JSON.parse(await readFile(join(dataDir, 'ocp.json'), 'utf8'))),
    /** The journal of the only request, as text. */
    journal: async () => {
      const [file] = (await readdir(join(dataDir, 'active'))).filter((name) => name.endsWith('.json'));
      return file === undefined ? '' : readFile(join(dataDir, 'active', file), 'utf8');
    },
    killAndStart: async () => {
      bot.kill('SIGKILL');
      await bot.exited;
      bot = await start();
    },
    stop: async () => {
      bot.kill('SIGTERM');
      return bot.exited;
    },
  };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

/** Waits for something that is on disk. */
function whenever(what: string, look: () => Promise<boolean>): Promise<true> {
  return waitUntil(
    async () => ((await look()) ? true : undefined),
    () => `It never came that ${what}.`,
    PATIENT,
  );
}

async function expectComplete(scene: Scene, card: ShownMessage, cluster: string, expect: ExpectStatic) {
  const { ada } = scene;
  await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
  const done = await ada.waitForMessage(CHANNEL, new RegExp(`^✅ Completed · ${cluster}`), PATIENT);
  expect(done.ts).toBe(card.ts);
  expect(messageText(done).match(/\[[^\]]+\]/g)).toEqual(['[View Task]']);
  const told = (await ada.thread(CHANNEL, card.ts)).map(messageText);
  expect(told).toEqual(completeThread(SUBMITTED_OR_FOUND));
  const cards = (await ada.messages()).filter((message) => messageText(message).includes(`· ${cluster}\n`));
  expect(cards.map(({ ts }) => ts)).toEqual([card.ts]);

  const end = new RegExp(`^✅ .*${cluster}.* is moved out`);
  await ada.waitForDirectMessage(end, PATIENT);
  const direct = await ada.directMessages();
  expect(direct.filter((message) => end.test(messageText(message)))).toHaveLength(1);
  const files = direct.flatMap((message) => message.files ?? []);
  const file = files.find(({ name }) => name.startsWith(cluster.replace(':', '-')));
  expect(file && (await ada.download(file)).toString('latin1', 0, 21)).toBe('age-encryption.org/v1');
}

it.concurrent('killed once in every step, a run is completed, and nothing is told twice', {
  timeout: 90_000,
}, async ({ expect }) => {
  const scene = await openScene();
  const { ada, grace, journal } = scene;
  const has = (type: string) => async () => (await journal()).includes(`"type":"${type}"`);
  const card = await askMoveOut(ada, 'payments');
  await grace.clickButton(card, 'Approve');

  await whenever('it is approved', has('approved'));
  await scene.killAndStart();
  await whenever('the rules are checked, and the export begins', has('rechecked'));
  expect(await journal()).not.toContain('"type":"exported"');
  await scene.killAndStart();
  await scene.controls.fault({ kind: 'delay', method: 'files.completeUploadExternal', ms: 500 });
  await whenever('the file is made, and sent', has('exported'));
  await scene.killAndStart();
  await whenever('the task runs', async () => {
    const [task] = (await scene.ocp()).tasks;
    return (task?.record.subtasks.filter(({ status }) => status === 'SUCCESSFUL').length ?? 0) > 2;
  });
  await scene.killAndStart();

  await expectComplete(scene, card, 'payments:1001', expect);
  const { tasks } = await scene.ocp();
  expect(tasks.map(({ record }) => record.status)).toEqual(['SUCCESSFUL']);
  expect(await scene.controls.refusals()).toEqual([]);
  expect(await scene.stop()).toEqual({ code: 0, signal: null });
});
