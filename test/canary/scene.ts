/** The bot in a process of its own between a local Slack and OCPs over HTTP: all its secrets marked, and everything it says kept. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Inventory } from '../../src/ocp/embedded/inventory.ts';
import type { ServerFault } from '../../src/ocp/server/fault-plan.ts';
import { exampleWorkspace, type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { inventoryOf } from '../e2e/inventory-of.ts';
import { freePort } from '../free-port.ts';
import { withoutSocketMode } from '../http-manifest.ts';
import { LocalControls } from '../local-controls.ts';
import { EXPORT_PATH, type OpenServer, openServer } from '../ocp/server/open-server.ts';
import { Person } from '../person.ts';
import { type BotProcess, startBot } from '../process/bot-process.ts';
import { type Patience, waitUntil } from '../wait-until.ts';
import { type Mark, mark } from './marks.ts';
import { type Heard, startWiretap } from './wiretap.ts';

/** For a machine that does other things, too. */
export const PATIENT: Patience = { timeoutMs: 60_000 };

/** The clusters, by the OCP that lists them. The OCP `sh` is reached with a password, the others with an access key pair. */
const CLUSTERS = {
  hz: ['payments', 'modal', 'upload', 'rejected', 'cancelled', 'expired', 'killed', 'reopened', 'resealed'],
  sh: ['billing'],
  echo: ['echoed'],
  stern: ['refused'],
  mute: ['unheard'],
} as const;
export type OcpName = keyof typeof CLUSTERS;
export const OCPS: readonly OcpName[] = ['hz', 'sh', 'echo', 'stern', 'mute'];

const ACCESS_KEY = mark('access key secret', 'Aj4Ys8');
const PASSWORD = mark('OCP password', 'Gh2Uf6');
/** What OCP knows of every cluster; it is in the encrypted file only. */
export const TENANT_PASSWORD = mark('tenant password', 'Ke3Dv7');
/** The vault keys of two starts, of 32 bytes each. */
const VAULT_KEYS = ['Bn5Zt3', 'Cm6Xr4'].map((seed, at) => {
  const { name, text } = mark(`vault key ${at}`, seed);
  return { name, text: text.padEnd(32, '.') };
});
const LOGINS = {
  accessKey: { id: 'AKCANARY', secret: ACCESS_KEY.text },
  user: { username: 'moveout', password: PASSWORD.text },
};
/** What OCP gets of a user at every call, by the nature of HTTP Basic. */
export const BASIC = `Basic ${Buffer.from(`moveout:${PASSWORD.text}`).toString('base64')}`;

export type Scene = Awaited<ReturnType<typeof openScene>>;

/**
 * Nothing runs yet but Slack and the OCPs. The bot works in `folder`, which is its working directory and its temporary folder. `requests`: without
 * Socket Mode. `inventory`: with the embedded OCP on this file in place of the others, and with a vault key that it makes itself.
 */
export async function openScene(
  folder: string,
  logLevel: string,
  {
    mode = 'sockets',
    inventory,
  }: { readonly mode?: 'sockets' | 'requests'; readonly inventory?: string } = {},
) {
  const wiretap = startWiretap();
  const slack = await openSlack();
  const servers = await openServers();
  // Known beforehand, since not every level of the log says which one the bot took.
  const [monitorPort, port] = [await freePort(), await freePort()];
  const controls = new LocalControls(slack.url);
  if (mode === 'requests') await controls.setManifest(withoutSocketMode(await manifest(), eventsAt(port)));
  const monitorUrl = `http://127.0.0.1:${monitorPort}`;
  const [dataDir, tmp, cwd] = ['data', 'tmp', 'cwd'].map((name) => join(folder, name));
  await Promise.all([tmp, cwd].map((path) => mkdir(path ?? '')));
  const ada = new Person(slack.url, 'U0ADA');
  const keys: Mark[] = [];
  const bots: BotProcess[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  /** Starts the bot, or starts it again on the same data. */
  async function start(vaultKey: 0 | 1 = 0, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const env = {
      SLACK_BOT_TOKEN: slack.botToken,
      ...(mode === 'sockets'
        ? { SLACK_APP_TOKEN: slack.appToken }
        : { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) }),
      SLACK_API_URL: slack.apiUrl,
      MOVEOUT_DATA_DIR: dataDir ?? '',
      TMPDIR: tmp ?? '',
      LOG_LEVEL: logLevel,
      MOVEOUT_METRICS_PORT: String(monitorPort),
      ...(inventory === undefined
        ? {
            MOVEOUT_VAULT_KEY: Buffer.from(VAULT_KEYS[vaultKey]?.text ?? '').toString('base64'),
            OCP_NAMES: OCPS.join(),
            ...Object.assign({}, ...OCPS.map((name) => settingsOf(name, servers[name]))),
          }
        : { MOVEOUT_INVENTORY: inventory, MOVEOUT_OCP_PACE_MS: '10' }),
      ...more,
    };
    bots.push(startBot(env, cwd === undefined ? {} : { cwd }));
    await waitUntil(
      async () => ((await ada.workspace()).bot_connected ? true : undefined),
      () => `The bot never came: ${bot().stderr()}`,
      PATIENT,
    );
    await waitUntil(
      () =>
        fetch(`${monitorUrl}/healthz`).then(
          ({ ok }) => (ok ? true : undefined),
          () => undefined,
        ),
      () => `The bot never told its health: ${bot().stderr()}`,
      PATIENT,
    );
  }

  function bot(): BotProcess {
    const [last] = bots.slice(-1);
    if (last === undefined) throw new Error('No bot was started.');
    return last;
  }

  return {
    slack,
    controls,
    /** Where the bot waits for requests of Slack, without Socket Mode. */
    port,
    ada,
    grace: new Person(slack.url, 'U0GRACE'),
    folder,
    /** Where health and metrics are served while the bot runs. */
    monitorUrl,
    dataDir: dataDir ?? '',
    servers,
    bots,
    bot,
    start,
    /** One after the other: a person fills one modal at a time. */
    inTurn<T>(work: () => Promise<T>): Promise<T> {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    },
    /** A new encryption key, which is looked for from now on. */
    key(name: string): string {
      const made = mark(
        `key "${name}"`,
        `${String.fromCharCode(65 + keys.length)}e${keys.length}Xv${7 + keys.length}`,
      );
      keys.push(made);
      return made.text;
    },
    /** Looks from now on for a key that breaks the rules, and gives it back. */
    alsoKey(name: string, text: string): string {
      keys.push({ name, text });
      return text;
    },
    /** Everything that must be found nowhere. */
    marks: (): readonly Mark[] => [
      ...keys,
      ACCESS_KEY,
      PASSWORD,
      TENANT_PASSWORD,
      ...VAULT_KEYS,
      { name: 'bot token', text: slack.botToken },
      { name: 'app token', text: slack.appToken },
      { name: 'signing secret', text: slack.signingSecret },
    ],
    /** What befalls the next exports of an OCP. */
    exportFault(ocp: OcpName, fault: ServerFault, times = 1): void {
      const [path = ''] = EXPORT_PATH.split('?');
      servers[ocp].server.plan.add({ method: 'POST', path, times, fault });
    },
    toSlack: (): readonly Heard[] =>
      wiretap.requests(portOf(slack.url)).filter(({ url }) => !url.startsWith('/local/')),
    toOcp: (ocp: OcpName): readonly Heard[] => wiretap.requests(portOf(servers[ocp].server.url)),
    /** Ends the bot; resolves when Slack has seen it go, too. */
    async end(signal: NodeJS.Signals) {
      bot().kill(signal);
      const exit = await bot().exited;
      await waitUntil(
        async () => ((await ada.workspace()).bot_connected ? undefined : true),
        () => 'Slack never saw the bot go.',
      );
      return exit;
    },
    async stop(): Promise<void> {
      for (const one of bots) one.kill('SIGKILL');
      wiretap.stop();
      await slack.stop();
      await Promise.all(OCPS.map((name) => servers[name].stop()));
    },
  };
}

/** Each cluster has a channel of its own name, since Slack takes one message a second in each. */
async function openSlack(): Promise<LocalSlack> {
  const [usual] = exampleWorkspace.channels;
  if (usual === undefined) throw new Error('The example workspace has no channel.');
  const channels = Object.values(CLUSTERS)
    .flat()
    .map((name) => ({ ...usual, id: channelOf(name), name }));
  const workspace = { ...exampleWorkspace, channels: [...exampleWorkspace.channels, ...channels] };
  return startLocalSlack({ manifest: await manifest(), workspace });
}

function manifest(): Promise<string> {
  return readFile('manifest.yml', 'utf8');
}

function eventsAt(port: number): string {
  return `http://127.0.0.1:${port}/slack/events`;
}

/** The channel in which the move-out of a cluster is asked for. */
export function channelOf(cluster: string): string {
  return `C0${cluster.toUpperCase()}`;
}

async function openServers(): Promise<Record<OcpName, OpenServer>> {
  const [hz, sh, echo, stern, mute] = await Promise.all([
    openOcp('hz'),
    openOcp('sh'),
    openOcp('echo'),
    openOcp('stern'),
    openOcp('mute'),
  ]);
  return { hz, sh, echo, stern, mute };
}

function openOcp(name: OcpName): Promise<OpenServer> {
  return openServer(markedInventory(name), '4.3.5', 0, LOGINS);
}

/** The clusters of an OCP, with a mark for every password. */
export function markedInventory(name: OcpName): Inventory {
  const made = inventoryOf(CLUSTERS[name].map((cluster, at) => ({ name: cluster, obClusterId: 1001 + at })));
  const credentials = made.credentials.map((one) => ({ ...one, password: TENANT_PASSWORD.text }));
  return { ...made, credentials };
}

function settingsOf(name: OcpName, { server }: OpenServer): Record<string, string> {
  const { accessKey, user } = LOGINS;
  const prefix = `OCP_${name.toUpperCase()}`;
  const login =
    name === 'sh'
      ? { USERNAME: user.username, PASSWORD: user.password }
      : { ACCESS_KEY_ID: accessKey.id, ACCESS_KEY_SECRET: accessKey.secret };
  const settings = { URL: server.url, CREDENTIAL_EXPORT: EXPORT_PATH, ...login };
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`${prefix}_${key}`, value]));
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
