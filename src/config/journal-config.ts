import { type Environment, withoutEmpty } from './environment.ts';

/** The data directory that Moveout works on when it is started with this environment and Slack tokens. */
export function readDataDir(env: Environment = process.env): string {
  return withoutEmpty(env).MOVEOUT_DATA_DIR ?? './data';
}
