/**
 * Log lines for the administrator: one JSON object a line. What looks like a Slack token or an age secret is masked; payloads
 * and views are never given to it.
 */
export type LogLevel = 'info' | 'warn' | 'error';

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Ids, names and counts that help to find the cause. */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const RANK: Record<LogLevel, number> = { info: 0, warn: 1, error: 2 };
const SECRET = /\b(xox[a-z]-|xapp-|AGE-SECRET-KEY-)[A-Za-z0-9-]+/g;

/** A log that writes lines of `level` and above through `write`, which gets each line with its newline. */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  const at = (rank: LogLevel) => (message: string, fields?: LogFields) => {
    if (RANK[rank] < RANK[level]) return;
    const line = JSON.stringify({ at: new Date().toISOString(), level: rank, message, ...fields });
    write(`${mask(line)}\n`);
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function mask(text: string): string {
  return text.replace(SECRET, '$1***');
}
