/** `npm run journal` in a process of its own, and data directories that the journal made for it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RequestEvent } from '../../src/domain/events.ts';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { approved, cancelled, requested } from '../journal/sample-events.ts';
import { eventsOf, REQUEST } from '../requests.ts';
import { watched } from './bot-process.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const [A, B] = ['MO-AAAAAA', 'MO-BBBBBB'] as const;
/** The archive file of the requests of {@link fill}. */
export const MONTH = '2026-11.jsonl';

/** Runs the program, and gives what it wrote and how it ended. */
export async function journal(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = ROOT,
) {
  const child = spawn(process.execPath, [`${ROOT}dist/read-journal.js`, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const run = watched(child);
  const { code } = await run.exited;
  return { code, stdout: run.stdout(), stderr: run.stderr() };
}

/** A archived and B active, of 2 and 3 events, and {@link REQUEST} archived, of 10. */
const EXAMPLES = {
  [A]: [requested({ name: A }), cancelled()],
  [REQUEST]: eventsOf('completed'),
  [B]: [requested({ name: B }), approved(), approved('U0CAROL')],
};

/** Puts requests into a folder as its journal, and gives it; those that have ended are archived. */
export async function fill(
  folder: string,
  requests: Readonly<Record<string, readonly RequestEvent[]>> = EXAMPLES,
): Promise<string> {
  const opened = await openJournal(folder);
  for (const [id, events] of Object.entries(requests)) {
    await opened.open(id, events);
    await opened.archive(id).catch(() => undefined);
  }
  await opened.close();
  return folder;
}
