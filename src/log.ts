/**
 * Log lines for the administrator: one JSON object a line, with `at` (ISO 8601 UTC), `level`, `message`, the fields of the line and,
 * for whatever is done about a request, its id as `request`. Payloads and views are never given to it; what is secret all the same
 * is masked in the finished line.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import pino from 'pino';
import { base64Parts } from './domain/base64-parts.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A line of that level: what happened, and ids, names and counts that help to find the cause. */
export type Log = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Names of fields whose value is masked, whatever it is. */
const SECRET_FIELDS = ['key', 'secret', 'password', 'token', 'authorization', 'cookie', 'credentials'];
const MASK = '***';
/**
 * What looks like a Slack token, an age secret or an HTTP login. "Basic Information" is none: it is the page of Slack where a token is to
 * be had, and that word in base64 has no colon between a user and a password.
 */
const SECRET_LOOKS =
  /\b(xox[a-z]-|xapp-|AGE-SECRET-KEY-|(?:Basic(?! Information(?![\w:+/=-]))|Bearer|OCP-ACCESS-KEY-HMACSHA1) )[\w.:+/=-]+/gi;
/** A shorter value would be found in harmless words, and is no secret worth the name. */
const SHORTEST_SECRET = 4;

/** What is worked at: about which request it is, once that is known. */
interface Work {
  request?: string;
}

const works = new AsyncLocalStorage<Work>();

/** Does the work; every line that is logged meanwhile, by whatever it calls, bears the id of the request. */
export function aboutRequest<T>(id: string, work: () => T): T {
  return works.run({ request: id }, work);
}

/** Does work of which it shows only on the way which request it is about: {@link isAbout} says it, and every line from then on bears it. */
export function aboutSomething<T>(work: () => T): T {
  return works.run({}, work);
}

/** Says which request the work that is under way is about, to whoever logs a line of it, and to whoever logs that it failed. */
export function isAbout(id: string): void {
  const work = works.getStore();
  if (work !== undefined) work.request = id;
}

/**
 * A log that writes lines of `level` and above through `write`, which gets each line with its newline. None of the `secrets` is in
 * any of them.
 */
export function createLog(
  level: LogLevel,
  write: (line: string) => void,
  secrets: readonly string[] = [],
): Log {
  const masked = maskerOf(secrets);
  const lines = pino(
    {
      level,
      base: null,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS, censor: MASK },
      hooks: { streamWrite: masked },
    },
    { write },
  );
  const at =
    (rank: LogLevel): Log[LogLevel] =>
    (message, fields = {}) =>
      lines[rank]({ message, request: works.getStore()?.request, ...withoutUndefined(fields) });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function withoutUndefined(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/**
 * Masks every spelling in which one of the secrets can stand in a line: as it is, in JSON, in a URL, in hex, and in base64 whatever stands
 * before it; and whatever looks like a token. Secrets of fewer than 4 characters are left as they are.
 */
export function maskerOf(secrets: readonly string[]): (line: string) => string {
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('hex'),
      ...base64Parts(secret),
    ]);
  const longestFirst = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  return (line) =>
    longestFirst
      .reduce((text, spelling) => text.replaceAll(spelling, MASK), line)
      .replace(SECRET_LOOKS, `$1${MASK}`);
}
