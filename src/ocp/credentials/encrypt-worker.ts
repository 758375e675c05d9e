/** Encrypts with a passphrase in the age format (age-encryption.org), in a worker thread: scrypt would block this one for seconds. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * The worker as text, so that it is the same from the sources and from what is built of them. It can resolve no package by
 * name, so it is told where the library lies. The key lives in the worker and ends with it.
 */
const SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.library).then(async ({ Encrypter }) => {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workerData.workFactor);
  encrypter.setPassphrase(workerData.key);
  parentPort.postMessage(await encrypter.encrypt(workerData.text));
});
`;

/** Far more than the seconds that the work takes on a slow machine. */
const LIMIT_MS = 120_000;

export interface Encryption {
  readonly text: string;
  /** The passphrase. */
  readonly key: string;
  /** The base-2 logarithm of scrypt's work: 18 for files that leave the house (seconds, 256 MiB), 10 in tests. */
  readonly workFactor: number;
  /** Milliseconds until the work is given up; two minutes unless told. */
  readonly limitMs?: number;
}

/**
 * The text as an age file. Rejects when the worker dies or takes too long; its own words are kept out of the error, since nobody
 * knows what they quote.
 */
export async function encryptInWorker({ limitMs = LIMIT_MS, ...task }: Encryption): Promise<Uint8Array> {
  const library = pathToFileURL(createRequire(import.meta.url).resolve('age-encryption')).href;
  const worker = new Worker(SOURCE, {
    eval: true,
    workerData: { ...task, library },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  try {
    return await outcomeOf(worker, limitMs);
  } finally {
    await worker.terminate();
  }
}

function outcomeOf(worker: Worker, limitMs: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the encryption took more than ${limitMs / 1_000} s`)),
      limitMs,
    );
    worker.once('message', (bytes: unknown) =>
      bytes instanceof Uint8Array ? resolve(bytes) : reject(new Error('the encryption gave no file')),
    );
    worker.once('error', (error) => reject(new Error(`the encryption failed (${kindOf(error)})`)));
    worker.once('exit', () => {
      clearTimeout(late);
      reject(new Error('the encryption ended without a file'));
    });
  });
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
