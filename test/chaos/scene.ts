/** The processes of a round: a Slack and an OCP that stay, the bot that does not, and what stands between them. */
import { spawn } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CHANNEL } from '../ask-move-out.ts';
import { freePort } from '../free-port.ts';
import { withoutSocketMode } from '../http-manifest.ts';
import { LocalControls } from '../local-controls.ts';
import { type BotProcess, startBot, watched } from '../process/bot-process.ts';
import { type SlackAccess, startSlackProcess } from '../process/slack-process.ts';
import { writeInventory } from '../process/write-inventory.ts';
import { createLives, type Lives } from './lives.ts';
import { passSockets } from './pass-sockets.ts';
import { openPassThrough, type PassedCall, type PassThrough } from './pass-through.ts';
import { requestName } from './payload-name.ts';
import { ocpCall, slackCall, type Watch } from './sight.ts';
import { inventoryFor, type Story } from './stories.ts';
import { watchFiles } from './watch-files.ts';

const LOGINS = {
  accessKey: { id: 'AKCHAOS', secret: 'secret-of-the-chaos-harness' },
  user: { username: 'admin', password: 'pass-of-the-chaos-harness' },
};
const BASIC = `Basic ${Buffer.from(`${LOGINS.user.username}:${LOGINS.user.password}`).toString('base64')}`;
const URL_LINE = /^OCP at (http:\/\/127\.0\.0\.1:\d+)$/m;
/** Milliseconds per subtask; a task of three hosts has six after one another. */
const PACE_MS = 120;
/** What the bot says of a cluster that is gone: on the card, in the thread, and to the requester. */
const TELLS_COMPLETED = /✅/;

const listing = z.looseObject({
  data: z.looseObject({ contents: z.array(z.looseObject({ name: z.string(), obClusterId: z.number() })) }),
});

export interface Scene {
  readonly slackUrl: string;
  readonly dataDir: string;
  readonly ocpDir: string;
  readonly lives: Lives;
  readonly slackCalls: readonly PassedCall[];
  readonly ocpCalls: readonly PassedCall[];
  /** Each time that the bot told of a completed move-out while OCP still listed the cluster. */
  readonly toldTooEarly: readonly string[];
  /** Begins to watch the folders that the bot has made since. */
  watchFolders(): void;
  stopOcp(): Promise<void>;
  /** Ends everything that still runs. */
  close(): Promise<void>;
}

/** `mode`: how what people do reaches the bot. */
export type Mode = 'sockets' | 'requests';

export async function openScene(folder: string, stories: readonly Story[], mode: Mode): Promise<Scene> {
  const dataDir = join(folder, 'data');
  const ocpDir = join(folder, 'ocp');
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  const slack = await startSlackProcess();
  const closers: (() => Promise<void> | void)[] = [() => slack.process.kill('SIGKILL')];
  const inventory = await writeInventory(folder, inventoryFor(stories));
  const ocp = startOcp({ dataDir: ocpDir, inventory, paceMs: PACE_MS, logins: LOGINS });
  closers.push(() => ocp.kill('SIGKILL'));
  await ocp.says(URL_LINE);
  const ocpUrl = URL_LINE.exec(ocp.stdout())?.[1] ?? '';

  const toldTooEarly: string[] = [];
  async function lookForCompleted({ what }: PassedCall, body: Buffer): Promise<void> {
    if (what !== 'Slack chat.postMessage' && what !== 'Slack chat.update') return;
    const text = new URLSearchParams(body.toString('utf8')).get('text') ?? '';
    const cluster = /shop\d+:\d+/.exec(text)?.[0];
    if (cluster === undefined || !TELLS_COMPLETED.test(text)) return;
    if ((await listed(ocpUrl)).includes(cluster)) toldTooEarly.push(`${cluster}: ${text}`);
  }

  let launch: () => BotProcess = () => {
    throw new Error('The bot has nothing to talk to yet.');
  };
  const lives = createLives(
    () => launch(),
    (life, written) => writeFile(join(logs, `bot-${String(life).padStart(3, '0')}.log`), written),
  );
  const slackPass = await openPassThrough({
    target: slack.url,
    host: 'own',
    nameOf: slackCall,
    watch: lives.watch,
    look: lookForCompleted,
    rewrite: readdress(slack.url),
  });
  const link = await linked(slack, slackPass, { mode, watch: lives.watch });
  const ocpPass = await openPassThrough({
    target: ocpUrl,
    host: 'as it came',
    nameOf: ocpCall,
    watch: lives.watch,
  });
  const files = watchFiles(dataDir, lives.watch);
  closers.push(slackPass.stop, link.stop, ocpPass.stop, files.stop, lives.end);
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...link.env,
    SLACK_API_URL: `${slackPass.url}/api/`,
    MOVEOUT_CHANNEL: CHANNEL,
    MOVEOUT_DATA_DIR: dataDir,
    OCP_NAMES: 'hz',
    OCP_HZ_URL: ocpPass.url,
    OCP_HZ_ACCESS_KEY_ID: LOGINS.accessKey.id,
    OCP_HZ_ACCESS_KEY_SECRET: LOGINS.accessKey.secret,
    OCP_HZ_CREDENTIAL_EXPORT: '/api/v2/profiles/me/credentials/export?clusterId={clusterId}',
  };
  launch = () => startBot(env);

  return {
    slackUrl: slack.url,
    dataDir,
    ocpDir,
    lives,
    slackCalls: slackPass.calls,
    ocpCalls: ocpPass.calls,
    toldTooEarly,
    watchFolders: files.lookAgain,
    stopOcp: async () => {
      ocp.kill('SIGTERM');
      await ocp.exited;
    },
    close: async () => {
      for (const close of closers.reverse()) await close();
      await appendFile(join(logs, 'ocp.log'), ocp.stderr());
    },
  };
}

/** Lets what people do reach the bot in that mode. `env`: what the bot must be told of it. */
async function linked(
  slack: SlackAccess,
  pass: PassThrough,
  { mode, watch }: { readonly mode: Mode; readonly watch: Watch },
): Promise<{ readonly env: Readonly<Record<string, string>>; stop(): Promise<void> | void }> {
  if (mode === 'sockets') {
    const rewrite = (text: string) => readdress(slack.url)(text, pass.url);
    const stop = passSockets(pass.server, { target: slack.url, watch, rewrite });
    return { env: { SLACK_APP_TOKEN: slack.appToken }, stop };
  }
  const port = await freePort();
  const target = `http://127.0.0.1:${port}`;
  const nameOf = (_path: string, body: Buffer) => requestName(body);
  const toBot = await openPassThrough({ target, host: 'own', nameOf, passFirst: true, watch });
  const manifest = withoutSocketMode(await readFile('manifest.yml', 'utf8'), `${toBot.url}/slack/events`);
  await new LocalControls(slack.url).setManifest(manifest);
  return { env: { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) }, stop: toBot.stop };
}

function startOcp(settings: object): BotProcess {
  const script = fileURLToPath(new URL('ocp-fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watched(child);
}

/** Slack's addresses in an answer become those of what stands before it. */
function readdress(slackUrl: string): (text: string, own: string) => string {
  const { host } = new URL(slackUrl);
  return (text, own) => text.replaceAll(host, new URL(own).host);
}

async function listed(ocpUrl: string): Promise<readonly string[]> {
  const answer = await fetch(`${ocpUrl}/api/v2/ob/clusters?page=1&size=1000`, {
    headers: { authorization: BASIC },
  });
  const { data } = listing.parse(await answer.json());
  return data.contents.map(({ name, obClusterId }) => `${name}:${obClusterId}`);
}
