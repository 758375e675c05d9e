/** The key that seals all others: 32 bytes, given by the administrator or kept in a file of the data directory. */
import { randomBytes } from 'node:crypto';
import { readIfPresent, writeDurably } from './durable-file.ts';
import { UnusableFile } from './unusable-file.ts';

/** Length of a vault key in bytes, as AES-256 takes it. */
export const VAULT_KEY_BYTES = 32;

const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{43}=$/;

/** Reads a key file; undefined when there is none. Throws {@link UnusableFile} when it holds no key. */
export async function readKeyFile(path: string): Promise<Buffer | undefined> {
  const text = (await readIfPresent(path))?.toString('utf8').trim();
  if (text === undefined) return undefined;
  if (!BASE64_OF_32_BYTES.test(text)) throw new UnusableFile(path, 'does not hold 32 bytes in base64');
  return Buffer.from(text, 'base64');
}

/** Makes a key file with a new random key; on disk when it resolves. */
export async function createKeyFile(path: string): Promise<Buffer> {
  const key = randomBytes(VAULT_KEY_BYTES);
  await writeDurably(path, `${key.toString('base64')}\n`);
  return key;
}
