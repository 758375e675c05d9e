/** The environment of Moveout as a checked configuration. */
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from '../log.ts';
import type { OcpConnection } from '../ocp/http/connection.ts';
import { settingOf } from '../ocp/http/setting-names.ts';
import type { SlackLink } from '../slack/receiver.ts';
import {
  configError,
  type Environment,
  type EnvironmentFault,
  isLoopback,
  issueFaults,
  wholeNumber,
  withoutEmpty,
} from './environment.ts';
import { ocpSecrets, readOcps, remoteOcps } from './ocps.ts';
import { type Procedure, procedureOf, procedureVariables, readCalendar } from './procedure.ts';
import { misspeltSettings } from './settings.ts';
import { linkFaults, linkOf, linkVariables } from './slack-link.ts';

interface Settings extends Procedure {
  /** The OCPs over HTTP; the embedded one when there are none. */
  readonly ocps: readonly OcpConnection[];
  /** Path of the inventory of the embedded OCP; the example when absent. */
  readonly inventory: string | undefined;
  /** Milliseconds per subtask of the embedded OCP. */
  readonly ocpPaceMs: number;
  /** 32 bytes; a file in the data directory holds them when absent. */
  readonly vaultKey: Buffer | undefined;
  readonly logLevel: LogLevel;
  /** Port on loopback for health and metrics; neither is served when absent. 0 takes any free one. */
  readonly metricsPort: number | undefined;
  /** The values that no log line may repeat. */
  readonly secrets: readonly string[];
}

export interface LocalConfig extends Settings {
  readonly mode: 'local';
  /** A new temporary directory when absent. */
  readonly dataDir: string | undefined;
  /** Port of the local Slack's page; 0 takes any free one, and so does absent when the usual one is taken. */
  readonly localPort: number | undefined;
}

export interface WorkspaceConfig extends Settings {
  readonly mode: 'workspace';
  readonly dataDir: string;
  readonly botToken: string;
  readonly link: SlackLink;
  /** Another server that speaks Slack's Web API; Slack's own when absent. */
  readonly slackApiUrl: string | undefined;
}

export type Config = LocalConfig | WorkspaceConfig;

const VAULT_KEY = 'must be 32 bytes in base64; make one with: openssl rand -base64 32';
const API_URL =
  'must be a URL such as https://slack.example.com/api/; plain http is for a server on this machine only (127.0.0.1, localhost)';
const LEVEL = `must be ${LOG_LEVELS.slice(0, -1).join(', ')} or ${LOG_LEVELS.at(-1)}`;

const variables = z.object({
  ...linkVariables,
  SLACK_API_URL: z.string().refine(isSafeUrl, API_URL).optional(),
  MOVEOUT_INVENTORY: z.string().optional(),
  MOVEOUT_OCP_PACE_MS: wholeNumber(0, 600_000).default(1_000),
  MOVEOUT_DATA_DIR: z.string().optional(),
  MOVEOUT_VAULT_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, VAULT_KEY)
    .transform((text) => Buffer.from(text, 'base64'))
    .optional(),
  ...procedureVariables,
  MOVEOUT_LOCAL_PORT: wholeNumber(0, 65_535).optional(),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(LOG_LEVELS, { error: LEVEL }))
    .default('info'),
  MOVEOUT_METRICS_PORT: wholeNumber(0, 65_535).optional(),
});
type Variables = z.infer<typeof variables>;

/**
 * Reads the configuration; spaces around a value are dropped and an empty value counts as unset. Throws
 * {@link ConfigError} when anything is wrong, with everything that is.
 */
export function readConfig(env: Environment = process.env): Config {
  const set = withoutEmpty(env);
  const parsed = variables.safeParse(set);
  const calendar = readCalendar(set);
  const ocps = readOcps(set);
  const faults = [
    ...misspeltSettings(Object.keys(set)),
    ...issueFaults(parsed.error),
    ...('faults' in calendar ? calendar.faults : []),
    ...('faults' in ocps ? ocps.faults : []),
    ...modeFaults(set, 'value' in ocps ? ocps.value : []),
  ];
  if (faults.length > 0 || !parsed.success || 'faults' in calendar || 'faults' in ocps)
    throw configError('Moveout', faults, secretsOf(set));
  const secrets = secretsOf(set).filter((secret) => secret !== undefined);
  return configOf(parsed.data, { ...calendar, ocps: ocps.value, secrets });
}

function configOf(read: Variables, others: Pick<Settings, 'calendar' | 'ocps' | 'secrets'>): Config {
  const settings: Settings = {
    ...others,
    ...procedureOf(read),
    inventory: read.MOVEOUT_INVENTORY,
    ocpPaceMs: read.MOVEOUT_OCP_PACE_MS,
    vaultKey: read.MOVEOUT_VAULT_KEY,
    logLevel: read.LOG_LEVEL,
    metricsPort: read.MOVEOUT_METRICS_PORT,
  };
  const { MOVEOUT_DATA_DIR: dataDir, SLACK_API_URL: slackApiUrl } = read;
  const linked = linkOf(read);
  if (linked === undefined)
    return { mode: 'local', ...settings, dataDir, localPort: read.MOVEOUT_LOCAL_PORT };
  return { mode: 'workspace', ...settings, dataDir: dataDir ?? './data', ...linked, slackApiUrl };
}

/** What must be set together, and what must not. */
function modeFaults(set: Record<string, string>, ocps: readonly OcpConnection[]): EnvironmentFault[] {
  const link = linkFaults(set);
  if (link.length > 0) return link;
  const whichOcp = set.OCP_NAMES === undefined ? [] : inventoryBesideOcps(set);
  if (set.SLACK_BOT_TOKEN !== undefined) return [...whichOcp, ...noOcp(set)];
  return [...whichOcp, ...localFaults(set, ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'], ocps)];
}

/** On the local Slack's page anybody is anybody, so nothing real may be reached from it. */
function localFaults(
  set: Record<string, string>,
  missing: readonly string[],
  ocps: readonly OcpConnection[],
): EnvironmentFault[] {
  const inProduction = missing.map((name) => ({
    name,
    fault:
      'is missing; with NODE_ENV=production the local Slack is not started, so both Slack tokens must be set (or a signing secret and PORT in place of the app token)',
  }));
  const remote = remoteOcps(ocps).map(({ name, url }) => ({
    name: settingOf(name, 'URL'),
    fault: `is ${url.host}, and the local Slack, where nobody logs in, works only with OCPs on this machine (127.0.0.1); set both Slack tokens, or another address`,
  }));
  const apiUrl = {
    name: 'SLACK_API_URL',
    fault:
      'needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET and PORT); set them, or unset it',
  };
  return [
    ...(set.NODE_ENV === 'production' ? inProduction : []),
    ...(set.SLACK_API_URL === undefined ? [] : [apiUrl]),
    ...remote,
  ];
}

function inventoryBesideOcps(set: Record<string, string>): EnvironmentFault[] {
  if (set.MOVEOUT_INVENTORY === undefined) return [];
  const fault = 'is for the embedded OCP, which does not run beside those of OCP_NAMES; unset one of the two';
  return [{ name: 'MOVEOUT_INVENTORY', fault }];
}

function noOcp(set: Record<string, string>): EnvironmentFault[] {
  if (set.OCP_NAMES !== undefined || set.MOVEOUT_INVENTORY !== undefined) return [];
  const fault =
    'is missing: name your OCPs in it and set OCP_<NAME>_URL and the others for each. Or set MOVEOUT_INVENTORY to a JSON file ' +
    'of clusters, hosts and credentials, for the embedded OCP, which touches no real cluster';
  return [{ name: 'OCP_NAMES', fault }];
}

function secretsOf(set: Record<string, string>): (string | undefined)[] {
  const named = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'MOVEOUT_VAULT_KEY'].map(
    (name) => set[name],
  );
  return [...named, ...ocpSecrets(set)];
}

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
