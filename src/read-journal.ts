/** Reads the journal of a data directory, also while a bot works on it: verifies it, tells a request, exports its events. */
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readDataDir } from './config/journal-config.ts';
import { counted } from './journal/event-words.ts';
import { exportedEvents } from './journal/export-events.ts';
import { plainText } from './journal/plain-text.ts';
import { hasJournal, storedRequest } from './journal/stored-requests.ts';
import { storyOf } from './journal/story.ts';
import { UnusableFile } from './journal/unusable-file.ts';
import { type Verdict, verifyJournal } from './journal/verify.ts';

const USAGE = [
  'Usage: npm run --silent journal -- <command> [--data DIR]',
  '  verify          checks every event of every request, and the index of the archive',
  '  show MO-7K3F2A  tells one request from its first event to its last',
  '  export          writes every event as a line of JSON',
  'The data directory is MOVEOUT_DATA_DIR, or ./data, unless --data names another one.',
].join('\n');

/** All is well; something is damaged; the command could not be carried out as it was given. */
const EXIT = { well: 0, damaged: 1, misused: 2 } as const;
type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What was typed cannot be carried out; the message is a sentence. */
class Misuse extends Error {}

async function main(): Promise<ExitCode> {
  const { command, id, data } = readArguments();
  const dataDir = resolve(data ?? readDataDir());
  await refuseNoJournal(dataDir);
  if (command === 'verify') return verify(dataDir);
  return command === 'export' ? exportAll(dataDir) : show(dataDir, id);
}

function readArguments(): { command: 'verify' | 'show' | 'export'; id: string; data: string | undefined } {
  const { values, positionals } = parsedArguments();
  const [command, id = '', ...more] = positionals;
  const { data } = values;
  if (command === undefined) throw new Misuse(USAGE);
  if (data === '') throw new Misuse('--data names no directory.');
  if (command === 'show' && more.length === 0 && id !== '') return { command, id: id.toUpperCase(), data };
  if (command === 'show') throw new Misuse('show needs the id of one request, such as MO-7K3F2A.');
  if ((command === 'verify' || command === 'export') && positionals.length === 1)
    return { command, id, data };
  throw new Misuse(`There is no command “${plainText(positionals.join(' '))}”.\n${USAGE}`);
}

function parsedArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
  } catch (error) {
    throw new Misuse(`${plainText(messageOf(error))}\n${USAGE}`);
  }
}

async function refuseNoJournal(dataDir: string): Promise<void> {
  const other = 'Name the data directory with --data DIR, or set MOVEOUT_DATA_DIR.';
  const found = await stat(dataDir).catch((error: unknown) => {
    throw new Misuse(`${plainText(dataDir)} cannot be read (${plainText(messageOf(error))}). ${other}`);
  });
  if (!found.isDirectory() || !(await hasJournal(dataDir)))
    throw new Misuse(`${plainText(dataDir)} holds no journal of Moveout. ${other}`);
}

async function verify(dataDir: string): Promise<ExitCode> {
  const verdict = await verifyJournal(dataDir);
  for (const fault of verdict.faults) await say(`${plainText(fault.finding)}.`);
  await say(wholeLine(verdict));
  return verdict.faults.length === 0 ? EXIT.well : EXIT.damaged;
}

function wholeLine({ active, archived, events, faults }: Verdict): string {
  const whole = `${counted(active + archived, 'request')} (${active} active, ${archived} archived) with ${counted(events, 'event')}`;
  if (faults.length === 0) return `Whole: ${whole}.`;
  return `${counted(faults.length, 'fault')}, see above. Whole are: ${whole}.`;
}

async function show(dataDir: string, id: string): Promise<ExitCode> {
  const dossier = await storedRequest(dataDir, id);
  if (dossier === undefined)
    throw new Misuse(
      `There is no request ${plainText(id)} in ${plainText(dataDir)}; “verify” tells whether a file is damaged.`,
    );
  for (const line of storyOf(dossier)) await say(line);
  return EXIT.well;
}

/** What is damaged is left out of the lines, and told beside them. */
async function exportAll(dataDir: string): Promise<ExitCode> {
  let code: ExitCode = EXIT.well;
  for await (const part of exportedEvents(dataDir)) {
    if ('lines' in part) await write(part.lines);
    else {
      code = EXIT.damaged;
      process.stderr.write(`Left out: ${plainText(part.fault.finding)}.\n`);
    }
  }
  return code;
}

function say(line: string): Promise<void> {
  return write(`${line}\n`);
}

/** Waits when the reader is slower, so that nothing piles up here. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// A reader that has seen enough (head, less) closes the pipe: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.well);
  process.stderr.write(`The output cannot be written: ${plainText(error.message)}\n`);
  process.exit(EXIT.misused);
});

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text = error instanceof UnusableFile ? `${plainText(error.finding)}.` : messageOf(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = error instanceof UnusableFile ? EXIT.damaged : EXIT.misused;
  },
);
