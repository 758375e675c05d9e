/** `npm run ocp`: what it prints, what it refuses, and that it goes on where it was. And two of them with the bot between. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exampleInventory } from '../../src/ocp/embedded/example-inventory.ts';
import type { Inventory } from '../../src/ocp/embedded/inventory.ts';
import { askMoveOut, KEY } from '../ask-move-out.ts';
import { answerTo, press } from '../e2e/conversation.ts';
import { messageText } from '../flatten-blocks.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { type BotProcess, startBot, startOcp } from './bot-process.ts';
import { temporaryFolders } from './temporary-folders.ts';
import { writeInventory } from './write-inventory.ts';

const LOGIN = { OCP_USERNAME: 'admin', OCP_PASSWORD: 'pass-of-the-test' };
const BASIC = `Basic ${Buffer.from(`${LOGIN.OCP_USERNAME}:${LOGIN.OCP_PASSWORD}`).toString('base64')}`;
const QUICK = { OCP_PORT: '0', MOVEOUT_OCP_PACE_MS: '20', ...LOGIN };
const URL_LINE = /^OCP 4\.\d\.\d at (http:\/\/127\.0\.0\.1:\d+)$/m;

const newFolder = temporaryFolders();
const started: BotProcess[] = [];
afterAll(() => {
  for (const one of started) one.kill('SIGKILL');
});

function ocp(env: Readonly<Record<string, string>>): BotProcess {
  const server = startOcp(env);
  started.push(server);
  return server;
}

async function urlOf(server: BotProcess): Promise<string> {
  await server.says(URL_LINE);
  return URL_LINE.exec(server.stdout())?.[1] ?? '';
}

async function call(url: string, path: string, body?: unknown) {
  const response = await fetch(`${url}/api/v2/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: BASIC, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return z.looseObject({ status: z.number(), data: z.unknown().optional() }).parse(await response.json());
}

describe('the OCP server', () => {
  it('prints its address and a login, answers, and leaves nothing', async () => {
    const tmp = await newFolder();
    const server = ocp({ OCP_PORT: '0', TMPDIR: tmp });
    const url = await urlOf(server);
    expect(server.stdout()).toMatch(/^access key id AK\w+, secret \w{32}$/m);
    expect(await (await fetch(`${url}/api/status`)).text()).toBe('okay');
    expect((await fetch(`${url}/api/v2/ob/clusters`)).status).toBe(401);
    server.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(await readdir(tmp)).toEqual([]);
  });

  it('goes on with a running task after it was killed, and keeps its directory to itself', async () => {
    const env = { ...QUICK, MOVEOUT_OCP_PACE_MS: '150', OCP_DATA_DIR: join(await newFolder(), 'ocp') };
    const first = ocp(env);
    const url = await urlOf(first);
    const second = ocp(env);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stderr()).toMatch(
      /^The OCP server did not start\. The data directory .* is in use by process \d+.*another directory \(OCP_DATA_DIR\)/,
    );
    const { data } = await call(url, 'ob/clusters/2/moveOut', { deleteHostIds: [] });
    const { id } = z.looseObject({ id: z.number() }).parse(data);
    first.kill('SIGKILL');
    await first.exited;

    const again = await urlOf(ocp(env));
    const status = async () =>
      z.looseObject({ status: z.string() }).parse((await call(again, `tasks/instances/${id}`)).data).status;
    await waitUntil(
      async () => ((await status()) === 'SUCCESSFUL' ? true : undefined),
      () => 'the task did not end',
    );
    expect((await call(again, 'ob/clusters/2')).status).toBe(404);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a port that is none',
      { OCP_PORT: 'x' },
      /^The OCP server does not start, because the environment is wrong:\n- OCP_PORT must be a whole number from 0 to 65535\.$/m,
    ],
    ['another version', { OCP_VERSION: '3.3.0' }, /- OCP_VERSION must be one of 4\.2\.1, 4\.3\.5\./],
    ['half a login', { OCP_USERNAME: 'admin' }, /- OCP_PASSWORD is missing while OCP_USERNAME is set\./],
    [
      'no such inventory',
      { OCP_PORT: '0', MOVEOUT_INVENTORY: '/none.json' },
      /^The OCP server did not start\. \/none\.json: there is no such file/,
    ],
  ])('does not start with %s', async (_what, env, sentence) => {
    const server = ocp(env);
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr()).toMatch(sentence);
  });

  it('says which port is taken', async () => {
    const url = await urlOf(ocp(QUICK));
    const second = ocp({ ...QUICK, OCP_PORT: new URL(url).port });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stderr()).toMatch(
      /OCP_PORT: the OCP server cannot use 127\.0\.0\.1:\d+ .* Set another port, or 0 for any free one\./,
    );
  });
});

/** An OCP that manages nothing yet, and finds payments when it is asked to take it over. */
function other(): Inventory {
  const { clusters, hosts } = exampleInventory();
  const cluster = clusters.find(({ name }) => name === 'payments');
  if (cluster === undefined) throw new Error('there is no payments');
  const own = hosts.filter(({ services }) => services.some(({ name }) => name === 'payments:1001'));
  return {
    clusters: [],
    hosts: [],
    credentials: [],
    unmanaged: [{ cluster, hosts: own, rootSysPassword: 'example-payments-sys' }],
  };
}

it('the bot moves a cluster out of one OCP, and with its file the other takes it over', async () => {
  const hz = await urlOf(ocp({ ...QUICK, MOVEOUT_INVENTORY: await writeInventory(await newFolder()) }));
  const sh = await urlOf(
    ocp({ ...QUICK, MOVEOUT_INVENTORY: await writeInventory(await newFolder(), other()) }),
  );
  const of = (name: string, url: string) => ({
    [`OCP_${name}_URL`]: url,
    [`OCP_${name}_USERNAME`]: LOGIN.OCP_USERNAME,
    [`OCP_${name}_PASSWORD`]: LOGIN.OCP_PASSWORD,
    [`OCP_${name}_CREDENTIAL_EXPORT`]: '/api/v2/profiles/me/credentials/export?clusterId={clusterId}',
  });
  const bot = startBot({
    MOVEOUT_LOCAL_PORT: '0',
    TMPDIR: await newFolder(),
    OCP_NAMES: 'hz,sh',
    ...of('HZ', hz),
    ...of('SH', sh),
  });
  started.push(bot);
  const page = (await bot.says(/http:\/\/127\.0\.0\.1:\d+\//)).trim();
  const ada = new Person(page, 'U0ADA');
  const grace = new Person(page, 'U0GRACE');

  const card = await askMoveOut(ada, 'payments');
  await press(grace, card, 'Approve');
  const end = await ada.waitForReply(card, /is moved out of OCP hz/, { timeoutMs: 30_000 });
  expect(messageText(end)).toContain('Take payments:1001 over in the new OCP.');
  const message = await ada.waitForDirectMessage(({ files = [] }) => files.length > 0);
  const [file] = message.files ?? [];
  if (file === undefined) throw new Error('no file came');
  const decrypter = new Decrypter();
  decrypter.addPassphrase(KEY);
  const { credentials } = z
    .looseObject({ credentials: z.array(z.looseObject({ tenantName: z.string(), password: z.string() })) })
    .parse(JSON.parse(await decrypter.decrypt(await ada.download(file), 'text')));
  const rootSysPassword = credentials.find(({ tenantName }) => tenantName === 'sys')?.password;

  const connection = { connectionMode: 'direct', address: '10.20.1.11', port: 2881, rootSysPassword };
  expect((await call(sh, 'ob/clusters/takeOverPreCheck', connection)).data).toMatchObject({
    result: { valid: true },
  });
  expect((await call(sh, 'ob/clusters/takeOver', connection)).status).toBe(200);
  const list = await waitUntil(
    async () => {
      const shown = await answerTo(ada, '/moveout list');
      return /OCP sh\*: 1 cluster\npayments:1001 · PRIMARY · RUNNING/.test(shown) ? shown : undefined;
    },
    () => 'payments never came to sh',
    { timeoutMs: 20_000 },
  );
  expect(list).toContain('*OCP hz*: 9 clusters');
  expect(await answerTo(ada, '/moveout status payments')).toMatch(/RUNNING · .*OCP sh[\s\S]*Completed/);
  bot.kill('SIGTERM');
  expect(await bot.exited).toEqual({ code: 0, signal: null });
  expect(bot.stderr()).toMatch(/an OCP answers.*hz/);
  expect(bot.stderr()).not.toContain(LOGIN.OCP_PASSWORD);
}, 60_000);
