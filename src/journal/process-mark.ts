/** What tells a process from every other one, also from a later one with the same number, as far as the system says. */
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { hasCode } from './durable-file.ts';

export const processMarkSchema = z.object({
  pid: z.number().int().min(1),
  host: z.string(),
  /** Drawn by Linux at every boot. */
  bootId: z.string().optional(),
  /** The pid namespace of Linux: in another one (a container) the pid means another process. */
  pidNamespace: z.string().optional(),
  /** In clock ticks since boot, as Linux has it. */
  startTime: z.string().optional(),
});
export type ProcessMark = Readonly<z.infer<typeof processMarkSchema>>;

/** The mark of this process. */
export async function ownMark(): Promise<ProcessMark> {
  const [bootId, pidNamespace, stat] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined),
    readlink('/proc/self/ns/pid').catch(() => undefined),
    readStat(process.pid),
  ]);
  return {
    pid: process.pid,
    host: hostname(),
    bootId: bootId?.trim(),
    pidNamespace,
    startTime: stat?.startTime,
  };
}

/**
 * Whether the marked process may still run. A process of another host counts as running, as nothing here can tell; so does one
 * of another container on this machine that goes by another host name. Under our own host name, one from before the last boot
 * is gone, and otherwise its pid and start time decide.
 */
export async function mayRun(mark: ProcessMark): Promise<boolean> {
  const here = await ownMark();
  const rebooted = mark.bootId !== here.bootId;
  const sameNamespace =
    !rebooted && mark.pidNamespace !== undefined && mark.pidNamespace === here.pidNamespace;
  if (mark.host !== here.host && !sameNamespace) return true;
  if (rebooted && mark.bootId !== undefined && here.bootId !== undefined) return false;
  return runsHere(mark);
}

async function runsHere({ pid, startTime }: ProcessMark): Promise<boolean> {
  if (!exists(pid)) return false;
  const stat = await readStat(pid);
  if (stat === undefined) return true;
  if (stat.state === 'Z' || stat.state === 'X') return false;
  return startTime === undefined || startTime === stat.startTime;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** State and start time of a process: fields 3 and 22 of Linux's /proc/<pid>/stat; undefined where there is no such file. */
async function readStat(
  pid: number,
): Promise<{ readonly state: string; readonly startTime: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, field 2, is in parentheses and may hold anything, even those.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields?.[0], fields?.[19]];
  return state === undefined || startTime === undefined ? undefined : { state, startTime };
}
