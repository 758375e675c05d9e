import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVault } from '../../src/journal/vault.ts';
import { vaultContract } from '../contracts/vault-contract.ts';
import { memoryVault } from '../memory-vault.ts';
import { temporaryFolder } from './temporary-folder.ts';

const A = 'MO-AAAAAA';
const B = 'MO-BBBBBB';
const KEY = 'Tr0ub4dor&3-and-more';
const vaultKey = Buffer.alloc(32, 7);

vaultContract('the vault with a key file', async () => openVault(await temporaryFolder()));
vaultContract('the vault with a given key', async () => openVault(await temporaryFolder(), vaultKey));
vaultContract('the vault in memory', async () => memoryVault());

/** A data directory in which A's key is sealed, under the given vault key or a key file. */
async function withSealed(givenKey?: Buffer): Promise<{ folder: string; sealed: string; keyFile: string }> {
  const folder = await temporaryFolder();
  await (await openVault(folder, givenKey)).seal(A, KEY);
  return { folder, sealed: join(folder, 'sealed', `${A}.json`), keyFile: join(folder, 'vault.key') };
}

describe('a sealed key', () => {
  it('is opened after a restart with the vault key of the first', async () => {
    const { folder } = await withSealed();
    expect(await (await openVault(folder)).unseal(A)).toEqual({ key: KEY });
    const given = await withSealed(vaultKey);
    expect(await (await openVault(given.folder, vaultKey)).unseal(A)).toEqual({ key: KEY });
  });

  it('cannot be read from its file, which is for this user only and never twice the same', async () => {
    const { folder, sealed, keyFile } = await withSealed();
    const first = await readFile(sealed, 'utf8');
    expect(first).not.toContain(KEY);
    expect(first).not.toContain(Buffer.from(KEY).toString('base64'));
    await (await openVault(folder)).seal(A, KEY);
    expect(await readFile(sealed, 'utf8')).not.toBe(first);
    for (const path of [sealed, keyFile]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('makes a key file only when it needs one', async () => {
    const { keyFile } = await withSealed(vaultKey);
    await expect(stat(keyFile)).rejects.toThrow('ENOENT');
    const folder = await temporaryFolder();
    await openVault(folder);
    await expect(stat(join(folder, 'vault.key'))).rejects.toThrow('ENOENT');
  });

  it('is sealed with one vault key when several are the first at the same moment', async () => {
    const folder = await temporaryFolder();
    const vault = await openVault(folder);
    await Promise.all([vault.seal(A, 'First-key-1'), vault.seal(B, 'Second-key-2')]);
    const again = await openVault(folder);
    expect([await again.unseal(A), await again.unseal(B)]).toEqual([
      { key: 'First-key-1' },
      { key: 'Second-key-2' },
    ]);
  });
});

describe('a key is lost', () => {
  it.each<[string, Buffer | undefined, string]>([
    ['given one', Buffer.alloc(32, 8), 'sealed with another vault key'],
    ['key file', undefined, `The vault key that sealed the encryption key of ${A} is gone.`],
  ])('with another %s', async (_case, givenKey, sentence) => {
    const { folder } = await withSealed(vaultKey);
    expect(await (await openVault(folder, givenKey)).unseal(A)).toEqual({
      lost: expect.stringContaining(sentence),
    });
  });

  it('when the key file was removed, and new ones can be sealed nevertheless', async () => {
    const { folder, keyFile } = await withSealed();
    await rm(keyFile);
    const vault = await openVault(folder);
    await vault.seal(B, 'Second-key-2');
    expect(await vault.unseal(B)).toEqual({ key: 'Second-key-2' });
    expect(await vault.unseal(A)).toEqual({ lost: expect.stringContaining('another vault key') });
  });

  it.each<[string, (text: string) => string]>([
    ['torn', (text) => text.slice(0, 30)],
    ['empty', () => ''],
    ['something else', () => '{"hello":1}'],
    ['of no version', () => '{"version":0}'],
    ['changed', (text) => text.replace(/"sealed":"[^"]+"/, '"sealed":"AAAA"')],
    ['shortened in its tag', (text) => text.replace(/"tag":"[^"]+"/, '"tag":"AAAA"')],
    ['without a nonce', (text) => text.replace(/"nonce":"[^"]+"/, '"nonce":""')],
  ])('when its file is %s', async (_case, change) => {
    const { folder, sealed } = await withSealed();
    await writeFile(sealed, change(await readFile(sealed, 'utf8')));
    const answer = await (await openVault(folder)).unseal(A);
    expect(answer).toEqual({ lost: expect.stringMatching(/^The .+ of MO-AAAAAA .+\.$/) });
  });

  it("when its file was put in another request's place", async () => {
    const { folder, sealed } = await withSealed();
    await copyFile(sealed, join(folder, 'sealed', `${B}.json`));
    const vault = await openVault(folder);
    expect(await vault.sealed()).toEqual([A, B]);
    expect(await vault.unseal(B)).toHaveProperty('lost');
    expect(await vault.unseal(A)).toEqual({ key: KEY });
  });
});

describe('the vault does not open', () => {
  it.each(['', 'c2hvcnQ=', `${vaultKey.toString('base64')}x`, vaultKey.toString('hex')])(
    'with a key file that holds %j, and does not quote it',
    async (text) => {
      const folder = await temporaryFolder();
      const path = join(folder, 'vault.key');
      await writeFile(path, text);
      await expect(openVault(folder)).rejects.toThrow(`${path} does not hold 32 bytes in base64; restore it`);
    },
  );

  it.each<[string, string, string, string]>([
    [
      'a sealed key of a newer Moveout',
      `${A}.json`,
      '{"version":2,"box":"x"}',
      'was written by a newer Moveout (version 2, this one reads up to 1); start that Moveout again',
    ],
    ['a foreign file', 'notes.txt', 'hello', 'is no sealed key of Moveout; move it away'],
    ['a file of no request', 'MO-1.json', '{}', 'is no sealed key of Moveout; move it away'],
  ])('with %s', async (_what, name, text, message) => {
    const { folder } = await withSealed();
    const path = join(folder, 'sealed', name);
    await writeFile(path, text);
    await expect(openVault(folder)).rejects.toThrow(`${path} ${message}`);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('with a given key of another length', async () => {
    const opening = openVault(await temporaryFolder(), Buffer.from('too short'));
    await expect(opening).rejects.toThrow('The vault key must be 32 bytes long; it is 9.');
  });

  it.each(['../vault', 'MO-AAAAAA/..', ''])('the way out of its folder: %j', async (id) => {
    const vault = await openVault(await temporaryFolder());
    for (const attempt of [vault.seal(id, KEY), vault.unseal(id), vault.forget(id)])
      await expect(attempt).rejects.toThrow('no request id');
  });
});
