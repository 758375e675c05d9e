/** Starts Moveout: with tokens in a Slack workspace, without any against a local Slack with a page to try it on. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, type LocalConfig, readConfig, type WorkspaceConfig } from './config/config.ts';
import { ConfigError } from './config/environment.ts';
import { createLog, type Log, maskerOf } from './log.ts';
import { startMoveout } from './moveout.ts';
import { openOcps } from './open-ocps.ts';
import type { LocalSlack } from './sandbox/local-slack.ts';
import { openLogOutput } from './standard-output.ts';
import type { Start } from './start.ts';

/** A stop that takes longer is ended by force. */
const STOP_MS = 4_500;
/** Where the local Slack's page is, when nothing else is said and nobody else is there. */
const USUAL_PORT = 8_787;

type Stop = () => Promise<void>;

/** Masks the secrets of the configuration, once it is read. */
let masked = maskerOf([]);

async function main(): Promise<void> {
  const config = readConfig();
  masked = maskerOf(config.secrets);
  const log = createLog(config.logLevel, openLogOutput(), config.secrets);
  const stops: Stop[] = [];
  const isStopping = stopOnSignals(stops, log);
  try {
    await start(config, log, stops);
  } catch (error) {
    // What a stop took away under a start is no fault of the start.
    if (isStopping()) return;
    await stopAll(stops, log);
    throw error;
  }
}

function start(config: Config, log: Log, stops: Stop[]): Promise<void> {
  return config.mode === 'workspace'
    ? startInWorkspace(config, log, stops)
    : startLocally(config, log, stops);
}

async function startInWorkspace(config: WorkspaceConfig, log: Log, stops: Stop[]): Promise<void> {
  const { botToken, link, slackApiUrl: apiUrl, dataDir } = config;
  const slack = { ...link, botToken, apiUrl };
  const moveout = await startMoveout({ config, slack, dataDir, log, openOcps: opens(config, log) });
  stops.unshift(moveout.stop);
}

async function startLocally(config: LocalConfig, log: Log, stops: Stop[]): Promise<void> {
  const local = await openLocalSlack(config.localPort);
  stops.unshift(local.stop);
  const dataDir = config.dataDir ?? (await temporaryDirectory(stops));
  const moveout = await startMoveout({ config, slack: local, dataDir, log, openOcps: opens(config, log) });
  stops.unshift(moveout.stop);
  process.stdout.write(`Moveout with a local Slack: ${local.url}\n`);
}

function opens(config: Config, log: Log): Start['openOcps'] {
  return (dataDir, clock) => openOcps(config, log, { dataDir, clock });
}

/** The local Slack is loaded only here: a bot with tokens never has it in memory. */
async function openLocalSlack(port: number | undefined): Promise<LocalSlack> {
  const { startLocalSlack } = await import('./sandbox/local-slack.ts');
  const manifest = await readFile(new URL('../manifest.yml', import.meta.url), 'utf8');
  const pageDir = fileURLToPath(new URL('../dist/sandbox/page/', import.meta.url));
  const start = (on: number) => startLocalSlack({ manifest, pageDir, port: on });
  if (port === undefined) return start(USUAL_PORT).catch(() => start(0));
  return start(port).catch((error: unknown) => {
    throw new Error(
      `MOVEOUT_LOCAL_PORT: the local Slack cannot use port ${port} (${String(error)}). ` +
        'Set another port, or 0 for any free one.',
    );
  });
}

async function temporaryDirectory(stops: Stop[]): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'moveout-'));
  stops.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

/**
 * The first signal stops cleanly, within five seconds, also in the middle of the start; a second one ends the process at once.
 * Tells whether a stop is under way.
 */
function stopOnSignals(stops: readonly Stop[], log: Log): () => boolean {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130);
    stopping = true;
    log.info('stopping', { signal });
    setTimeout(() => process.exit(1), STOP_MS).unref();
    void stopAll(stops, log).then((clean) => process.exit(clean ? 0 : 1));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return () => stopping;
}

async function stopAll(stops: readonly Stop[], log: Log): Promise<boolean> {
  let clean = true;
  for (const stop of stops) {
    await stop().catch((error: unknown) => {
      clean = false;
      log.error('could not stop cleanly', { error: String(error) });
    });
  }
  return clean;
}

/** The person who starts Moveout reads one sentence, not a stack trace. */
function sayWhy(error: unknown): void {
  const lead = error instanceof ConfigError ? '' : 'Moveout did not start. ';
  process.stderr.write(masked(`${lead}${messageOf(error)}\n`));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function endOnFault(error: unknown): void {
  process.stderr.write(masked(`Moveout ends: a fault that nobody handled: ${messageOf(error)}\n`));
  process.exit(1);
}

process.on('unhandledRejection', endOnFault);
process.on('uncaughtException', endOnFault);

main().catch((error: unknown) => {
  sayWhy(error);
  process.exit(1);
});
