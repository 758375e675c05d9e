/** Moveout as people start it: `node dist/main.js` in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Patience, waitUntil } from '../wait-until.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface BotProcess {
  readonly pid: number;
  /** Everything that was written so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves when it has ended; the code is null when a signal ended it. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Waits for a text on either stream; throws with everything that was written when it ends before. */
  says(wanted: RegExp, patience?: Patience): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

interface StartOptions {
  /** Where it writes its log instead of to the test. */
  readonly log?: number;
  /** Where it is started. */
  readonly cwd?: string;
  /** A command that starts it in its own place, with the arguments before those of Node. */
  readonly under?: readonly string[];
}

/** `env` is the whole environment but PATH: nothing of the one who tests is taken over. */
export function startBot(env: Readonly<Record<string, string>>, options: StartOptions = {}): BotProcess {
  return startProgram('main.js', env, options);
}

/** The OCP server as people start it: `node dist/serve-ocp.js`. */
export function startOcp(env: Readonly<Record<string, string>>): BotProcess {
  return startProgram('serve-ocp.js', env);
}

function startProgram(
  program: string,
  env: Readonly<Record<string, string>>,
  { log, cwd = ROOT, under = [] }: StartOptions = {},
): BotProcess {
  const [command = process.execPath, ...args] = [...under, process.execPath, `${ROOT}dist/${program}`];
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', log ?? 'pipe'],
  });
  return watched(child);
}

export function watched(child: ChildProcess): BotProcess {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let ended = false;
  const exited = once(child, 'close').then(([code, signal]) => {
    ended = true;
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    exited,
    says: async (wanted, patience = { timeoutMs: 15_000 }) => {
      const all = () => `${stdout}\n${stderr}`;
      const found = await waitUntil(
        () => wanted.exec(all())?.[0] ?? (ended ? 'ended' : undefined),
        () => `The process never said ${wanted}, but:\n${all()}`,
        patience,
      );
      if (!wanted.test(all())) throw new Error(`The process ended before it said ${wanted}:\n${all()}`);
      return found;
    },
    kill: (signal) => child.kill(signal),
  };
}
