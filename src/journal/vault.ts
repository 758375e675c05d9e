/**
 * The vault on disk: `sealed/<id>.json` holds a request's encryption key under AES-256-GCM with the request's id as additional
 * data, so that a file put in another's place does not open.
 *
 * What cannot be used stops a start where somebody can bring it back, and only there:
 * - a file of a newer Moveout: the key in it is whole, and that Moveout opens it; asked for again, it would be overwritten;
 * - a file that is no sealed key by its name: somebody put it there, and can move it away;
 * - one that is torn, empty or of another content: the key in it is lost to everybody. A start that stops over it would hold up
 *   every other request, and what is to be done is the same with or without: its request asks for a key again.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { REQUEST_ID } from '../domain/events.ts';
import type { Vault } from '../workflow/ports.ts';
import { type Disk, SILENT_DISK } from './disk.ts';
import { privateFolder, removeDurably, tidyNames } from './durable-file.ts';
import { durableJsonFile } from './durable-json-file.ts';
import { createTurns } from './turns.ts';
import { refuseNewer, UnusableFile } from './unusable-file.ts';
import { createKeyFile, readKeyFile, VAULT_KEY_BYTES } from './vault-key.ts';

const CIPHER = 'aes-256-gcm';
/** The nonce length that GCM is made for (NIST SP 800-38D, 8.2.2), drawn anew for every sealing. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const BOX_VERSION = 1;

const boxSchema = z.object({
  version: z.literal(BOX_VERSION),
  nonce: z.base64(),
  tag: z.base64(),
  sealed: z.base64(),
});
type Box = z.infer<typeof boxSchema>;

/**
 * Opens the vault in a data directory. `givenKey` is the vault key, 32 bytes; without one it is read from `vault.key` in the
 * data directory, which is made at the first sealing. Throws {@link UnusableFile} when that file holds no key, or when a sealed
 * key is of a newer Moveout or none at all.
 */
export async function openVault(
  dataDir: string,
  givenKey?: Uint8Array,
  disk: Disk = SILENT_DISK,
): Promise<Vault> {
  if (givenKey !== undefined && givenKey.length !== VAULT_KEY_BYTES)
    throw new Error(`The vault key must be ${VAULT_KEY_BYTES} bytes long; it is ${givenKey.length}.`);
  const folder = join(dataDir, 'sealed');
  await privateFolder(folder);
  for (const name of await tidyNames(folder)) await refuseUnread(folder, name);
  const keyFile = join(dataDir, 'vault.key');
  return new FileVault(folder, keyFile, givenKey ?? (await readKeyFile(keyFile)), disk);
}

/** Stops the start where the rule above says so. */
async function refuseUnread(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  const id = name.replace(/\.json$/, '');
  if (id === name || !REQUEST_ID.test(id))
    throw new UnusableFile(path, 'is no sealed key of Moveout', 'move it away');
  refuseNewer(path, await readValue(path), BOX_VERSION);
}

class FileVault implements Vault {
  readonly #folder: string;
  readonly #keyFile: string;
  readonly #disk: Disk;
  readonly #turns = createTurns();
  #key: Uint8Array | undefined;

  constructor(folder: string, keyFile: string, key: Uint8Array | undefined, disk: Disk) {
    this.#folder = folder;
    this.#keyFile = keyFile;
    this.#key = key;
    this.#disk = disk;
  }

  async seal(id: string, key: string): Promise<void> {
    const path = this.#path(id);
    await this.#disk.use('write sealed keys', async () => {
      const vaultKey = await this.#turns.take('key', () => this.#keyForSealing());
      await durableJsonFile(path).write(boxed(vaultKey, id, key));
    });
  }

  async unseal(id: string): Promise<{ key: string } | { lost: string }> {
    const path = this.#path(id);
    const box = await this.#disk.use('read sealed keys', () => readBox(path));
    if (box === undefined) return { lost: `No encryption key is kept for ${id}.` };
    if (box === 'damaged') return { lost: `The file with the sealed encryption key of ${id} is damaged.` };
    if (this.#key === undefined)
      return { lost: `The vault key that sealed the encryption key of ${id} is gone.` };
    const key = unboxed(this.#key, id, box);
    if (key !== undefined) return { key };
    return {
      lost: `The encryption key of ${id} cannot be unsealed: it was sealed with another vault key, or its file was changed.`,
    };
  }

  async forget(id: string): Promise<void> {
    const path = this.#path(id);
    await this.#disk.use('write sealed keys', () => removeDurably(path));
  }

  async sealed(): Promise<readonly string[]> {
    const names = await this.#disk.use('read sealed keys', () => readdir(this.#folder));
    const ids = names.map((name) => name.replace(/\.json$/, ''));
    return ids.filter((id) => REQUEST_ID.test(id)).sort();
  }

  async #keyForSealing(): Promise<Uint8Array> {
    this.#key ??= await createKeyFile(this.#keyFile);
    return this.#key;
  }

  #path(id: string): string {
    if (!REQUEST_ID.test(id))
      throw new Error('The vault keeps keys of requests only, and this is no request id.');
    return join(this.#folder, `${id}.json`);
  }
}

async function readBox(path: string): Promise<Box | 'damaged' | undefined> {
  const value = await readValue(path);
  if (value === null) return undefined;
  return boxSchema.safeParse(value).data ?? 'damaged';
}

/** null when there is no file, undefined when it is torn. */
async function readValue(path: string): Promise<unknown> {
  try {
    return await durableJsonFile(path).read();
  } catch (error) {
    if (error instanceof UnusableFile) return undefined;
    throw error;
  }
}

function boxed(vaultKey: Uint8Array, id: string, key: string): Box {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, vaultKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()]);
  return {
    version: BOX_VERSION,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

/** undefined when the vault key, the id or a byte of the box is another than at the sealing. */
function unboxed(vaultKey: Uint8Array, id: string, box: Box): string | undefined {
  try {
    const nonce = Buffer.from(box.nonce, 'base64');
    const decipher = createDecipheriv(CIPHER, vaultKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(id));
    decipher.setAuthTag(Buffer.from(box.tag, 'base64'));
    return Buffer.concat([decipher.update(box.sealed, 'base64'), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
