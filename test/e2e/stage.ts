/** The whole of Moveout in this process against a local Slack, over real HTTP and WebSocket, for end-to-end tests. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/log.ts';
import { startMoveout } from '../../src/moveout.ts';
import type { Inventory } from '../../src/ocp/embedded/inventory.ts';
import { openEmbedded } from '../../src/open-embedded-ocp.ts';
import { startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { Fault, LoggedCall } from '../../src/sandbox/page/protocol.ts';
import type { Start } from '../../src/start.ts';
import type { Clock, Ocp } from '../../src/workflow/ports.ts';
import { PACE, type Pace } from '../../src/workflow/world.ts';
import { requestUrl, withoutSocketMode } from '../http-manifest.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { noteLine } from './own-lines.ts';

export type Mode = 'sockets' | 'requests';
export { CHANNEL, KEY } from '../ask-move-out.ts';

const TEST_PACE: Pace = { ...PACE, follow: 100, watch: 300, absentAfter: 1_500, secondLook: 150 };
const WORK_FACTOR = 10;
/** Slack's rate limits in a hurry: most stories are not about them. */
const SLACK_MINUTE_MS = 1_500;

export interface StageOptions {
  /** How Slack's payloads reach Moveout: over its sockets, or as requests to its own address. */
  readonly mode?: Mode;
  readonly env?: Readonly<Record<string, string>>;
  readonly inventory?: Inventory;
  /** Puts something between Moveout and the embedded OCP: delays, faults, lost answers. */
  readonly wrapOcp?: (ocp: Ocp) => Ocp;
  /** The OCPs of Moveout, in place of the embedded one. */
  readonly ocps?: readonly Ocp[];
  /** OCPs that Moveout knows beside the embedded one. */
  readonly otherOcps?: readonly Ocp[];
  /** How long a minute of Slack's rate limits is for Moveout. */
  readonly slackMinuteMs?: number;
  /** Lets the local Slack refuse calls beyond Slack's rates, in minutes of that length. */
  readonly rateLimits?: { readonly minuteMs: number };
  /** The clock of Moveout; its timers and the local Slack keep to the system's. */
  readonly clock?: Clock;
  /** Where it waits longer or shorter than the other stages. */
  readonly pace?: Partial<Pace>;
}

export interface Stage {
  readonly url: string;
  readonly dataDir: string;
  /** Every line that Moveout logged. */
  readonly log: readonly string[];
  person(id: string): Person;
  readonly ada: Person;
  readonly grace: Person;
  readonly linus: Person;
  /** The embedded OCP itself, past `wrapOcp`. */
  readonly ocp: Ocp;
  readonly controls: LocalControls;
  fault(fault: Fault): Promise<void>;
  calls(): Promise<LoggedCall[]>;
  /** Stops Moveout and starts it again on the same data, as if it had been down for `downMs`; the local Slack goes on. */
  restart(downMs?: number): Promise<void>;
  stopMoveout(): Promise<void>;
  /** Removes every sealed encryption key from the disk. */
  loseKeys(): Promise<void>;
  /** Stops everything. The local Slack must have refused nothing but `expected` (names of errors). */
  close(expected?: readonly string[]): Promise<void>;
}

/** A stage for one test, closed when that ends. The local Slack must have refused nothing but `expected`. */
export async function stageFor(
  { onTestFinished }: TestContext,
  options: StageOptions = {},
  expected: readonly string[] = [],
): Promise<Stage> {
  const stage = await openStage(options);
  onTestFinished(() => stage.close(expected));
  return stage;
}

export async function openStage({
  mode = 'sockets',
  env = {},
  inventory,
  wrapOcp = (ocp) => ocp,
  ocps,
  otherOcps = [],
  slackMinuteMs = SLACK_MINUTE_MS,
  rateLimits,
  clock = { now: () => new Date() },
  pace = {},
}: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'moveout-e2e-'));
  const dataDir = join(folder, 'data');
  const file = join(folder, 'inventory.json');
  if (inventory !== undefined) await writeFile(file, JSON.stringify(inventory));
  const config = readConfig({
    MOVEOUT_OCP_PACE_MS: '0',
    ...(inventory === undefined ? {} : { MOVEOUT_INVENTORY: file }),
    ...env,
  });
  const manifest = await readFile('manifest.yml', 'utf8');
  const slack = await startLocalSlack({ manifest, rateLimits });
  const controls = new LocalControls(slack.url);
  const log: string[] = [];
  const lines = createLog('info', (line) => {
    log.push(line);
    noteLine(line);
  });
  let ocp: Ocp | undefined;
  let aheadMs = 0;
  const openOcps: Start['openOcps'] = async (at, clock) => {
    if (ocps !== undefined) return { ocps, start: () => undefined, stop: async () => undefined };
    const opened = await openEmbedded(config, lines, { dataDir: at, clock, workFactor: WORK_FACTOR });
    [ocp] = opened.ocps;
    return { ...opened, ocps: [...opened.ocps.map(wrapOcp), ...otherOcps] };
  };
  const { signingSecret, appToken, botToken, apiUrl } = slack;
  const link = mode === 'sockets' ? { appToken } : { signingSecret, port: 0, host: '127.0.0.1' };
  const start = async () => {
    const access = { botToken, apiUrl, ...link };
    const started = await startMoveout({
      config,
      slack: access,
      dataDir,
      log: lines,
      openOcps,
      clock: { now: () => new Date(clock.now().getTime() + aheadMs) },
      pace: { ...TEST_PACE, ...pace },
      slackMinuteMs,
    });
    if (mode === 'requests') await controls.setManifest(withoutSocketMode(manifest, requestUrl(log)));
    return started;
  };
  let moveout = await start();
  return {
    url: slack.url,
    dataDir,
    log,
    person: (id) => new Person(slack.url, id),
    ada: new Person(slack.url, 'U0ADA'),
    grace: new Person(slack.url, 'U0GRACE'),
    linus: new Person(slack.url, 'U0LINUS'),
    controls,
    get ocp() {
      if (ocp === undefined) throw new Error('No OCP is open.');
      return ocp;
    },
    fault: (fault) => controls.fault(fault),
    calls: async () => [...(await controls.calls())],
    restart: async (downMs = 0) => {
      await moveout.stop();
      aheadMs += downMs;
      moveout = await start();
    },
    stopMoveout: () => moveout.stop(),
    loseKeys: async () => {
      const sealed = join(dataDir, 'sealed');
      for (const name of await readdir(sealed)) await rm(join(sealed, name));
    },
    close: async (expected = []) => {
      const refused = (await controls.calls()).filter((call) => !call.ok);
      await moveout.stop();
      await slack.stop();
      await rm(folder, { recursive: true, force: true });
      const unexpected = refused.filter(({ error }) => !expected.includes(error ?? ''));
      expect(unexpected.map(({ method, error, messages }) => ({ method, error, messages }))).toEqual([]);
    },
  };
}
