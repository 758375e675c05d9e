/**
 * A lock in a folder, held by at most one process of the machines that share it. It needs no clean-up: whoever finds the holder
 * dead takes over at once.
 *
 * The file `lock` names a holder. A holder that died is succeeded by linking one's own name to `lock.<its nonce>.next`, which
 * only one process can; so who holds the lock is found by following these names from `lock` to the last one. The successor then
 * replaces `lock` by its own name and removes the chain. A process that was slow may still claim a name of the removed chain: it
 * looks again, finds that the chain does not lead to itself, and begins anew.
 */
import { randomBytes } from 'node:crypto';
import { link, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode, removeDurably, syncFolder, writeDurably } from './durable-file.ts';
import { durableJsonFile } from './durable-json-file.ts';
import { mayRun, ownMark, processMarkSchema } from './process-mark.ts';
import { UnusableFile } from './unusable-file.ts';

const LOCK = 'lock';

const holderSchema = z.object({
  nonce: z.string().regex(/^[0-9a-f]{16}$/),
  since: z.iso.datetime(),
  ...processMarkSchema.shape,
});
export type Holder = Readonly<z.infer<typeof holderSchema>>;

/** A lock that this process holds. */
export interface Lock {
  /** Lets others take the lock. Safe to repeat. */
  release(): Promise<void>;
}

/** Takes the lock of a folder, or gives who holds it. Throws {@link UnusableFile} when a lock file does not parse. */
export async function takeLock(folder: string): Promise<{ lock: Lock } | { heldBy: Holder }> {
  const own: Holder = {
    nonce: randomBytes(8).toString('hex'),
    since: new Date().toISOString(),
    ...(await ownMark()),
  };
  const ownPath = join(folder, `${LOCK}.${own.nonce}`);
  await writeDurably(ownPath, JSON.stringify(own));
  try {
    const heldBy = await claim(folder, own, ownPath);
    if (heldBy !== undefined) return { heldBy };
    await rename(ownPath, join(folder, LOCK));
  } finally {
    await rm(ownPath, { force: true });
  }
  await removeChains(folder);
  await syncFolder(folder);
  return { lock: { release: () => release(folder, own) } };
}

/** Becomes the last of the chain; or gives the last one when it may still run. */
async function claim(folder: string, own: Holder, ownPath: string): Promise<Holder | undefined> {
  for (;;) {
    const last = await lastHolder(folder);
    if (last !== undefined && (await mayRun(last))) return last;
    const name = claimPath(folder, last);
    if (!(await linked(ownPath, name))) continue;
    if ((await lastHolder(folder))?.nonce === own.nonce) return undefined;
    await rm(name, { force: true });
  }
}

async function lastHolder(folder: string): Promise<Holder | undefined> {
  let last: Holder | undefined;
  for (;;) {
    const next = await readHolder(claimPath(folder, last));
    if (next === undefined) return last;
    last = next;
  }
}

/** The name under which the successor of a holder is found; that of nobody is the lock itself. */
function claimPath(folder: string, before: Holder | undefined): string {
  return join(folder, before === undefined ? LOCK : `${LOCK}.${before.nonce}.next`);
}

/** Whether the name was free and now is another name of the file. */
async function linked(path: string, name: string): Promise<boolean> {
  try {
    await link(path, name);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const value = await durableJsonFile(path).read();
  if (value === null) return undefined;
  const result = holderSchema.safeParse(value);
  if (!result.success)
    throw new UnusableFile(path, 'is no lock of Moveout', 'remove it if no Moveout uses its folder');
  return result.data;
}

/** Removes the names that lead to dead holders. None of them leads anywhere once `lock` is our own name. */
async function removeChains(folder: string): Promise<void> {
  const names = await readdir(folder);
  const chains = names.filter((name) => /^lock\.[0-9a-f]{16}\.next$/.test(name));
  await Promise.all(chains.map((name) => rm(join(folder, name), { force: true })));
}

async function release(folder: string, own: Holder): Promise<void> {
  const path = join(folder, LOCK);
  const holder = await readHolder(path);
  if (holder?.nonce === own.nonce) await removeDurably(path);
}
