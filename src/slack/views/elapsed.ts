import type { Task } from '../../domain/cluster.ts';

const UNITS = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'min', seconds: 60 },
  { unit: 's', seconds: 1 },
] as const;

/**
 * How long a task or a subtask took, or has been running until now, in words; undefined when OCP's times do not tell. A clock of
 * OCP's that is ahead, or a zone that it left out, makes `0 s` of it, never a negative time.
 */
export function duration(
  { status, startTime, finishTime }: Pick<Task, 'status' | 'startTime' | 'finishTime'>,
  now: Date,
): string | undefined {
  const end = finishTime ?? (status === 'RUNNING' ? now : undefined);
  if (startTime === undefined || end === undefined) return undefined;
  return [startTime, end].every((time) => Number.isFinite(new Date(time).getTime()))
    ? elapsed(startTime, end)
    : undefined;
}

/** The time between two moments in at most two units: `45 s`, `3 min 20 s`, `1 h 5 min`. Never negative. */
export function elapsed(from: Date | string, to: Date | string): string {
  const ms = new Date(to).getTime() - new Date(from).getTime();
  let rest = Number.isFinite(ms) ? Math.max(0, Math.floor(ms / 1000)) : 0;
  const parts: { unit: string; count: number }[] = [];
  for (const { unit, seconds } of UNITS) {
    parts.push({ unit, count: Math.floor(rest / seconds) });
    rest %= seconds;
  }
  const first = parts.findIndex(({ count }) => count > 0);
  const words = parts.slice(first, first + 2).filter(({ count }) => count > 0);
  return first === -1 ? '0 s' : words.map(({ unit, count }) => `${count} ${unit}`).join(' ');
}
