/**
 * Secrets and what becomes of them: keys, tokens, the secrets of OCP and of the vault are marked, go through the main job and through
 * everything that can go wrong with them, at every level of the log. Then every place where something of the bot can be read is
 * searched for the marks, in many spellings. What is searched, and what is left out and why, is said in test/canary/sinks.ts.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { LOG_LEVELS } from '../../src/log.ts';
import { startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { mark, marksIn } from '../canary/marks.ts';
import { requestsRefused } from '../canary/refused-requests.ts';
import { killedDuringTheExport, withAnotherVaultKey } from '../canary/restarts.ts';
import { markedInventory, openScene, PATIENT, type Scene } from '../canary/scene.ts';
import { leaks } from '../canary/sinks.ts';
import {
  approved,
  ask,
  exportRefused,
  keyEchoed,
  movedOut,
  ocpUnreachable,
  troubleInTheModal,
  uploadRefused,
} from '../canary/stories.ts';
import { press } from '../e2e/conversation.ts';
import { waitUntil } from '../wait-until.ts';
import { startBot } from './bot-process.ts';
import { temporaryFolders } from './temporary-folders.ts';
import { writeInventory } from './write-inventory.ts';

const newFolder = temporaryFolders();
const scenes: Scene[] = [];
afterAll(async () => {
  for (const scene of scenes) await scene.stop();
});

/** The requests whose key is kept, sealed. */
async function sealed({ dataDir }: Scene): Promise<number> {
  return (await readdir(join(dataDir, 'sealed'))).length;
}

function untilSealed(scene: Scene, wanted: number): Promise<true> {
  return waitUntil(
    async () => ((await sealed(scene)) === wanted ? true : undefined),
    async () => `${await sealed(scene)} keys are sealed, not ${wanted}.`,
    PATIENT,
  );
}

describe('no secret is anywhere where it should not be', () => {
  it.concurrent.for(LOG_LEVELS)('with the log level %s', { timeout: 240_000 }, async (level, { expect }) => {
    const scene = await openScene(await newFolder(), level);
    scenes.push(scene);
    const { ada, grace } = scene;
    await scene.start();
    await troubleInTheModal(scene);
    await uploadRefused(scene);

    const rejected = await ask(scene, 'rejected', scene.key('rejected'));
    const cancelled = await ask(scene, 'cancelled', scene.key('cancelled'));
    await untilSealed(scene, 2);
    expect(await leaks(scene)).toEqual([]);
    await press(grace, rejected, 'Reject');
    const why = await grace.waitForView(/Reject/);
    await why.type('Reason', 'Not today.');
    await why.submit();
    await press(ada, cancelled, 'Cancel');
    await untilSealed(scene, 0);

    await Promise.all([
      movedOut(scene, 'payments'),
      movedOut(scene, 'billing'),
      keyEchoed(scene),
      exportRefused(scene),
      ocpUnreachable(scene),
    ]);
    await untilSealed(scene, 0);
    expect(await leaks(scene)).toEqual([]);

    await killedDuringTheExport(scene);
    await withAnotherVaultKey(scene);
    await untilSealed(scene, 0);
    expect(await leaks(scene)).toEqual([]);
    expect(await scene.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await leaks(scene)).toEqual([]);
  });
});

it('no secret is anywhere where it should not be without Socket Mode, of requests that are refused neither', {
  timeout: 240_000,
}, async ({ expect }) => {
  const scene = await openScene(await newFolder(), 'debug', { mode: 'requests' });
  scenes.push(scene);
  await scene.start();
  await troubleInTheModal(scene);
  await requestsRefused(scene);
  expect(await leaks(scene)).toEqual([]);
  await movedOut(scene, 'payments');
  await untilSealed(scene, 0);
  expect(await leaks(scene)).toEqual([]);
  scene.bot().kill('SIGTERM');
  expect(await scene.bot().exited).toEqual({ code: 0, signal: null });
  expect(await leaks(scene)).toEqual([]);
});

it('no secret is anywhere where it should not be with the embedded OCP, the key that Moveout makes itself neither', {
  timeout: 240_000,
}, async ({ expect }) => {
  const inventory = await writeInventory(await newFolder(), markedInventory('hz'));
  const scene = await openScene(await newFolder(), 'debug', { inventory });
  scenes.push(scene);
  await scene.start();
  const { dataDir } = scene;
  const key = scene.key('embedded');
  const card = await ask(scene, 'payments', key);
  await untilSealed(scene, 1);
  const file = join(dataDir, 'vault.key');
  const made = (await readFile(file, 'utf8')).trim();
  scene.alsoKey('made vault key', made);
  scene.alsoKey('made vault key in hex', Buffer.from(made, 'base64').toString('hex'));
  // What is left out beside: the file of that key, and the memory of the embedded OCP, which is what a real one has of its own.
  const isAtHome = (found: string) =>
    found.startsWith(`${file}: made vault key (`) ||
    found.startsWith(`${join(dataDir, 'ocp.json')}: tenant password`);
  const before = await leaks(scene);
  expect(before.filter((found) => !isAtHome(found))).toEqual([]);
  // Who searches finds the key where it is.
  expect(before).toContain(`${file}: made vault key (plain)`);
  await approved(scene, 'payments', key, card);
  await untilSealed(scene, 0);
  expect((await leaks(scene)).filter((found) => !isAtHome(found))).toEqual([]);
  expect(await scene.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect((await leaks(scene)).filter((found) => !isAtHome(found))).toEqual([]);
});

describe('a start that fails says nothing of a secret', () => {
  const { text: secret } = mark('secret', 'Pf3Jw8');
  const token = 'K7qLd5Bv2TnRz5Mh8Wd';
  const ocp = { OCP_NAMES: 'hz', OCP_HZ_URL: 'http://127.0.0.1:9' };
  const login = { OCP_HZ_USERNAME: 'moveout', OCP_HZ_PASSWORD: secret };
  const tokens = { SLACK_BOT_TOKEN: `xoxb-${token}`, SLACK_APP_TOKEN: `xapp-${token}` };

  it.concurrent.for<[string, Record<string, string>, RegExp]>([
    [
      'tokens in each other’s place',
      { SLACK_BOT_TOKEN: `xapp-${token}`, SLACK_APP_TOKEN: `xoxb-${token}` },
      /Bot/,
    ],
    ['a token in quotes', { ...tokens, SLACK_BOT_TOKEN: `"xoxb-${token}"` }, /SLACK_BOT_TOKEN/],
    ['a vault key of another length', { MOVEOUT_VAULT_KEY: secret }, /MOVEOUT_VAULT_KEY/],
    ['half a login', { ...ocp, OCP_HZ_ACCESS_KEY_SECRET: secret }, /OCP_HZ_ACCESS_KEY_ID/],
    ['a misspelt setting', { ...ocp, ...login, OCP_HZ_SECRET: secret }, /OCP_HZ_SECRET/],
    [
      'a password in the address',
      { ...ocp, ...login, OCP_HZ_URL: `http://a:${token}@127.0.0.1:9` },
      /no password/,
    ],
    [
      'a proxy that is no address',
      { ...ocp, ...login, OCP_HZ_PROXY: `http//a:${token}@proxy` },
      /OCP_HZ_PROXY/,
    ],
    [
      'a secret in another setting',
      { ...login, ...ocp, OCP_HZ_CREDENTIAL_EXPORT: secret },
      /CREDENTIAL_EXPORT/,
    ],
    ['tokens that Slack does not know', { ...tokens, ...ocp, ...login }, /SLACK_BOT_TOKEN|invalid_auth/],
  ])('with %s', async ([, env, sentence], { expect, onTestFinished }) => {
    const slack = await startLocalSlack({ manifest: await readFile('manifest.yml', 'utf8') });
    onTestFinished(() => slack.stop());
    const folder = await newFolder();
    const own = 'SLACK_BOT_TOKEN' in env ? { SLACK_API_URL: slack.apiUrl, MOVEOUT_DATA_DIR: folder } : {};
    const bot = startBot({ ...own, ...env, TMPDIR: folder }, { cwd: folder });
    expect(await bot.exited).toEqual({ code: 1, signal: null });
    const said = `${bot.stdout()}${bot.stderr()}`;
    expect(said).toMatch(sentence);
    const marks = [
      { name: 'secret', text: secret },
      { name: 'token', text: token },
    ];
    expect(marksIn(Buffer.from(said), marks)).toEqual([]);
  });
});
