import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { CHANNEL } from '../ask-move-out.ts';
import type { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';

/** The middle and the slow end of many measurements, in milliseconds. */
export interface Spread {
  readonly median: number;
  readonly p99: number;
}

export function spreadOf(measured: readonly number[]): Spread {
  const sorted = [...measured].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p99: at(0.99) };
}

/** Types a command again and again; gives how long the bot took to acknowledge each. */
export async function ackTimes(person: Person, text: string, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let typed = 0; typed < count; typed += 1) times.push(await ackTime(person, text));
  return times;
}

/** How long the bot took to acknowledge one command. */
export async function ackTime(person: Person, text: string): Promise<number> {
  const { ok, error, ack_ms: ms } = await person.command(text, CHANNEL);
  if (!ok || ms === undefined) throw new Error(`${text} was not acknowledged: ${error}`);
  return ms;
}

/** Where no card of a stocked request waits for its turn. */
export const QUIET_CHANNEL = 'G0DBA';

/** Types a command again and again; gives how long each answer took to be seen, and the last answer. */
export async function answerTimes(
  person: Person,
  text: string,
  count: number,
): Promise<{ readonly times: readonly number[]; readonly last: ShownMessage }> {
  const times: number[] = [];
  for (let last: ShownMessage | undefined; ; ) {
    if (times.length === count && last !== undefined) return { times, last };
    const before = new Set((await person.messages(QUIET_CHANNEL)).map(({ ts }) => ts));
    const begun = performance.now();
    await person.command(text, QUIET_CHANNEL);
    last = await answerSeen(person, before);
    times.push(performance.now() - begun);
  }
}

/** Looked for without a pause, about once a millisecond. */
async function answerSeen(person: Person, before: ReadonlySet<string>): Promise<ShownMessage> {
  for (const until = performance.now() + 30_000; performance.now() < until; ) {
    const shown = await person.messages(QUIET_CHANNEL);
    const found = shown.find(({ ephemeral, ts }) => ephemeral === true && !before.has(ts));
    if (found !== undefined) return found;
  }
  throw new Error('The answer was never seen.');
}

/** The times of one modal: the acknowledgement, the first sight of the loading view, and the end of loading. */
export interface ModalTimes {
  readonly ack: number;
  readonly loading: number;
  readonly filled: number;
}

/** Opens a modal by command and closes it. `fills`: whether the bot fills it after "Loading". */
export async function modalTimes(person: Person, fills: boolean): Promise<ModalTimes> {
  const begun = performance.now();
  const acked = ackTime(person, '/moveout');
  const loading = await sight(person, () => true);
  const filled = fills ? await sight(person, (text) => !text.includes('Loading')) : loading;
  await (await person.openView())?.close();
  await sightOfNothing(person);
  return { ack: await acked, loading: loading - begun, filled: filled - begun };
}

/** The moment at which a modal with such a text is seen; looked for without a pause, about once a millisecond. */
async function sight(person: Person, isWanted: (text: string) => boolean): Promise<number> {
  for (const until = performance.now() + 10_000; performance.now() < until; ) {
    const view = await person.openView();
    if (view !== undefined && isWanted(view.text())) return performance.now();
  }
  throw new Error('The modal was never seen.');
}

function sightOfNothing(person: Person): Promise<true> {
  return waitUntil(
    async () => ((await person.openView()) === undefined ? true : undefined),
    () => 'The modal was never closed.',
  );
}

/** The resident memory of a process, in megabytes. */
export async function memoryOf(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) / 1024;
}
