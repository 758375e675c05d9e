import { type Logger, LogLevel } from '@slack/logger';

/** Where Bolt's own lines go: the three methods of our log. */
interface LineLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/**
 * A logger for Bolt and the Slack SDK that drops their debug lines whatever the level is set to: at DEBUG the SDK prints
 * whole payloads, and a view's payload carries the encryption key.
 */
export function createBoltLogger(log: LineLog): Logger {
  const line = (parts: unknown[]) => parts.map(words).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts: unknown[]) => log.warn(line(parts)),
    error: (...parts: unknown[]) => log.error(line(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

/** An error is told by its message alone: its other properties may hold a payload. */
function words(part: unknown): string {
  if (part instanceof Error) return part.message;
  return typeof part === 'string' ? part : typeof part;
}
