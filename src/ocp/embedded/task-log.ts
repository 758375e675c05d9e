/** The most that the log of one subtask keeps, in characters; the oldest runs go first. */
export const LOG_LIMIT = 8_000;

/** What opens each run in a log: `############{RETRY}{2026-01-02T03:06:00.123+00:00}############`. */
function separator(operation: string, time: string): string {
  return `############{${operation}}{${time}}############`;
}

/** The log with one more run at its end: a separator, then a line for each thing that happened. */
export function logged(
  log: string | undefined,
  run: { readonly operation: string; readonly time: string; readonly lines: readonly string[] },
): string {
  const entry = [separator(run.operation, run.time), ...run.lines.map((line) => `${run.time} ${line}`), ''];
  const whole = `${log ?? ''}${entry.join('\n')}`;
  if (whole.length <= LOG_LIMIT) return whole;
  const cut = whole.indexOf('\n############{', whole.length - LOG_LIMIT);
  return cut < 0 ? whole.slice(-LOG_LIMIT) : whole.slice(cut + 1);
}
