/** The environment of `npm run ocp` as a checked configuration. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Logins } from '../ocp/server/authenticate.ts';
import { type OcpVersion, VERSIONS } from '../ocp/server/generation.ts';
import {
  configError,
  type Environment,
  type EnvironmentFault,
  issueFaults,
  wholeNumber,
  withoutEmpty,
} from './environment.ts';

export interface OcpServerConfig {
  readonly host: string;
  readonly port: number;
  readonly logins: Logins;
  readonly version: OcpVersion;
  /** The example when absent. */
  readonly inventory: string | undefined;
  readonly paceMs: number;
  /** A new temporary directory when absent. */
  readonly dataDir: string | undefined;
}

const variables = z.object({
  OCP_HOST: z.string().default('127.0.0.1'),
  OCP_PORT: wholeNumber(0, 65_535).default(8_080),
  OCP_ACCESS_KEY_ID: z.string().optional(),
  OCP_ACCESS_KEY_SECRET: z.string().optional(),
  OCP_USERNAME: z.string().optional(),
  OCP_PASSWORD: z.string().optional(),
  OCP_VERSION: z.enum(VERSIONS, { error: `must be one of ${VERSIONS.join(', ')}` }).default('4.3.5'),
  OCP_DATA_DIR: z.string().optional(),
  MOVEOUT_INVENTORY: z.string().optional(),
  MOVEOUT_OCP_PACE_MS: wholeNumber(0, 600_000).default(1_000),
});
type Variables = z.infer<typeof variables>;

const PAIRS = [
  ['OCP_ACCESS_KEY_ID', 'OCP_ACCESS_KEY_SECRET'],
  ['OCP_USERNAME', 'OCP_PASSWORD'],
] as const;

/** Throws ConfigError with everything that is wrong. Without any login an access key pair is made. */
export function readOcpServerConfig(env: Environment = process.env): OcpServerConfig {
  const set = withoutEmpty(env);
  const read = variables.safeParse(set);
  const faults = [...issueFaults(read.error), ...halves(set)];
  if (!read.success || faults.length > 0)
    throw configError('The OCP server', faults, [set.OCP_ACCESS_KEY_SECRET, set.OCP_PASSWORD]);
  return configOf(read.data);
}

function halves(set: Record<string, string>): EnvironmentFault[] {
  return PAIRS.flatMap(([a, b]) => {
    if ((set[a] === undefined) === (set[b] === undefined)) return [];
    const [missing, present] = set[a] === undefined ? [a, b] : [b, a];
    return [{ name: missing, fault: `is missing while ${present} is set` }];
  });
}

function configOf(read: Variables): OcpServerConfig {
  return {
    host: read.OCP_HOST,
    port: read.OCP_PORT,
    logins: loginsOf(read),
    version: read.OCP_VERSION,
    inventory: read.MOVEOUT_INVENTORY,
    paceMs: read.MOVEOUT_OCP_PACE_MS,
    dataDir: read.OCP_DATA_DIR,
  };
}

function loginsOf(read: Variables): Logins {
  const {
    OCP_ACCESS_KEY_ID: id,
    OCP_ACCESS_KEY_SECRET: secret,
    OCP_USERNAME: username,
    OCP_PASSWORD: password,
  } = read;
  const accessKey = id === undefined || secret === undefined ? undefined : { id, secret };
  const user = username === undefined || password === undefined ? undefined : { username, password };
  if (accessKey !== undefined || user !== undefined) return { accessKey, user };
  return {
    accessKey: { id: `AK${randomBytes(6).toString('hex')}`, secret: randomBytes(16).toString('hex') },
  };
}
