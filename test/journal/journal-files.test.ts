import {
  copyFile,
  cp,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { verifyJournal } from '../../src/journal/verify.ts';
import { approved, cancelled, minute, requested } from './sample-events.ts';
import { temporaryFolder } from './temporary-folder.ts';

const A = 'MO-AAAAAA';
const B = 'MO-BBBBBB';
const C = 'MO-CCCCCC';
const MONTH = '2026-11.jsonl';

/** A data directory with request A, closed; and where A's file lies. */
async function withActive(): Promise<{ folder: string; path: string }> {
  const folder = await temporaryFolder();
  const journal = await openJournal(folder);
  await journal.open(A, [requested()]);
  await journal.append(A, 1, [approved()]);
  await journal.saveCursor(A, { toldSeq: 1, card: { channel: 'C0OPS', ts: '1.2' } });
  await journal.close();
  return { folder, path: join(folder, 'active', `${A}.json`) };
}

/** A data directory with an archived request A and one, B, that ended and is still active; closed. */
async function withArchived(): Promise<{ folder: string; archive: string; ended: string }> {
  const folder = await temporaryFolder();
  const journal = await openJournal(folder);
  for (const id of [A, B]) {
    await journal.open(id, [requested()]);
    await journal.append(id, 1, [cancelled()]);
  }
  await journal.archive(A);
  await journal.close();
  const ended = await readFile(join(folder, 'active', `${B}.json`), 'utf8');
  return { folder, archive: join(folder, 'archive'), ended };
}

/** What every file handle does when its content is made durable; to be given back. */
async function spyOnSync(folder: string) {
  const handle = await open(folder);
  const everyHandle: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  return vi.spyOn(everyHandle, 'sync');
}

async function edit(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')));
}

describe('a request on disk', () => {
  it('is a JSON file of its own, for this user only, and all there after a restart', async () => {
    const { folder, path } = await withActive();
    const { version, id, events, cursor } = JSON.parse(await readFile(path, 'utf8'));
    expect({ version, id, events: events.length, cursor }).toEqual({
      version: 1,
      id: A,
      events: 2,
      cursor: { toldSeq: 1, card: { channel: 'C0OPS', ts: '1.2' } },
    });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
    const again = await openJournal(folder);
    expect((await again.read(A))?.request).toMatchObject({ seq: 2, approvals: [{ person: 'U0BOB' }] });
    expect(await again.cursor(A)).toEqual(cursor);
  });

  it('is in memory as it was, and so is its cursor, when the disk refuses', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal(folder);
    await journal.open(A, [requested()]);
    await mkdir(join(folder, 'active', `${A}.json.tmp`));
    await expect(journal.append(A, 1, [approved()])).rejects.toThrow('EISDIR');
    await expect(journal.saveCursor(A, { toldSeq: 1 })).rejects.toThrow('EISDIR');
    expect((await journal.read(A))?.request.seq).toBe(1);
    expect(await journal.cursor(A)).toEqual({ toldSeq: 0 });
    await rm(join(folder, 'active', `${A}.json.tmp`), { recursive: true });
    expect(await journal.append(A, 1, [cancelled()])).toHaveProperty('appended');
  });

  it('is on disk as it was when only making the new content durable was refused', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal(folder);
    await journal.open(A, [requested()]);
    const sync = await spyOnSync(folder);
    // The new content is in place by then, and nobody knows whether a power cut would leave it there.
    sync.mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('EIO: i/o error, fsync'));
    await expect(journal.append(A, 1, [approved()])).rejects.toThrow('EIO');
    sync.mockRestore();
    expect((await journal.read(A))?.request.seq).toBe(1);
    await journal.close();
    expect((await (await openJournal(folder)).read(A))?.request.seq).toBe(1);
  });

  it('is not open, nor its cluster taken, when the disk refuses', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal(folder);
    await mkdir(join(folder, 'active', `${A}.json.tmp`));
    await expect(journal.open(A, [requested()])).rejects.toThrow('EISDIR');
    expect(await journal.read(A)).toBeUndefined();
    expect(await journal.open(B, [requested()])).toHaveProperty('opened');
  });

  it('is written whole before the journal closes, and not any more after', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal(folder);
    const { close } = journal;
    const opening = journal.open(A, [requested()]);
    await close();
    await expect(journal.append(A, 1, [approved()])).rejects.toThrow('closed');
    await expect(journal.read(A)).rejects.toThrow('closed');
    expect(await opening).toHaveProperty('opened');
    expect(await (await openJournal(folder)).active()).toHaveLength(1);
  });
});

describe('the journal does not open', () => {
  it.each<[string, (text: string) => string, string]>([
    ['is empty', () => '', 'does not parse; restore it from a backup'],
    ['is torn', (text) => text.slice(0, -20), 'does not parse; restore it from a backup'],
    [
      'is of a newer version',
      (text) => text.replace('"version":1', '"version":2'),
      'a newer Moveout (version 2',
    ],
    ['is something else', () => '{"name":"foreign"}', 'is no request of Moveout'],
    ["is another request's", (text) => text.replace(A, B), `holds request ${B}`],
    ['has an event changed', (text) => text.replace('U0BOB', 'U0EVE'), 'event 2 does not match its hash'],
    ['has a field more', (text) => text.replace('"events":[{', '"events":[{"extra":1,'), 'does not know'],
    ['has no events', (text) => text.replace(/"events":\[.*\],/, '"events":[],'), 'is no request of Moveout'],
  ])('when the file of a request %s', async (_case, change, message) => {
    const { folder, path } = await withActive();
    await edit(path, change);
    const before = await readFile(path, 'utf8');
    const opening = openJournal(folder);
    await expect(opening).rejects.toThrow(path);
    await expect(opening).rejects.toThrow(message);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it.each([
    'active/notes.txt',
    'active/MO-AAAAAA',
    'active/mo-aaaaaa.json',
    'archive/2026.jsonl',
    'archive/2026-11.jsonl.gz',
  ])('beside a file that is not ours: %s', async (name) => {
    const { folder } = await withActive();
    await writeFile(join(folder, name), '{}');
    await expect(openJournal(folder)).rejects.toThrow(`${join(folder, name)} is no`);
  });

  it('on two open requests of one cluster', async () => {
    const { folder, path } = await withActive();
    const other = await temporaryFolder();
    const journal = await openJournal(other);
    await journal.open(B, [requested()]);
    await copyFile(join(other, 'active', `${B}.json`), join(folder, 'active', `${B}.json`));
    await expect(openJournal(folder)).rejects.toThrow(`${B}.json and ${path} are both open for one cluster`);
  });

  it('on an old copy of a request that was archived since', async () => {
    const { folder, path } = await withActive();
    const copy = await readFile(path, 'utf8');
    const journal = await openJournal(folder);
    await journal.append(A, 2, [cancelled()]);
    await journal.archive(A);
    await writeFile(path, copy);
    await expect(openJournal(folder)).rejects.toThrow(`${path} is older than what the archive has`);
  });
});

describe('the archive', () => {
  it('has a line per request in the month of its end, and an index line', async () => {
    const { folder, archive } = await withArchived();
    const line = await readFile(join(archive, MONTH), 'utf8');
    expect(JSON.parse(line)).toMatchObject({ version: 1, id: A, cursor: { toldSeq: 0 } });
    const entry = JSON.parse(await readFile(join(archive, 'index.jsonl'), 'utf8'));
    expect(entry).toEqual({
      id: A,
      ocp: 'main',
      name: 'cl1',
      obClusterId: 1,
      status: 'cancelled',
      seq: 2,
      requestedAt: minute(0),
      endedAt: minute(2),
      month: '2026-11',
      offset: 0,
      bytes: Buffer.byteLength(line),
    });
    expect(await readdir(join(folder, 'active'))).toEqual([`${B}.json`]);
    expect((await stat(join(archive, MONTH))).mode & 0o777).toBe(0o600);
  });

  it('is read after a restart, line by line where each one lies', async () => {
    const { folder } = await withArchived();
    const journal = await openJournal(folder);
    await journal.archive(B);
    const again = await openJournal(folder);
    expect((await again.read(A))?.request.id).toBe(A);
    expect((await again.read(B))?.request.id).toBe(B);
    expect(await again.active()).toEqual([]);
  });

  it.each<[string, (ended: string) => string]>([
    ['not begun', () => ''],
    ['torn in its id', () => '{"version":1,"id":"MO-BB'],
    ['torn in its events', (ended) => ended.slice(0, 200)],
    ['torn with zeros behind', (ended) => `${ended.slice(0, 200)}\0\0\0\0`],
    ['torn before its line break', (ended) => ended],
    ['whole, but not in the index', (ended) => `${ended}\n`],
  ])('makes good an archiving that was interrupted with its line %s', async (_case, left) => {
    const { folder, archive, ended } = await withArchived();
    const whole = await readFile(join(archive, MONTH), 'utf8');
    await edit(join(archive, MONTH), (text) => text + left(ended));
    const journal = await openJournal(folder);
    expect((await journal.active()).map(({ request }) => request.id)).toEqual([B]);
    const cut = await readFile(join(archive, MONTH), 'utf8');
    expect(cut).toBe(left(ended).endsWith('\n') ? `${whole}${ended}\n` : whole);
    await journal.archive(B);
    const again = await openJournal(folder);
    expect(await again.ofCluster('cl1', 10)).toEqual([B, A]);
    expect((await again.read(B))?.request.status).toBe('cancelled');
  });

  it('makes good an archiving that was interrupted before the active file went', async () => {
    const { folder, archive, ended } = await withArchived();
    await (await openJournal(folder)).archive(B);
    await writeFile(join(folder, 'active', `${B}.json`), ended);
    const journal = await openJournal(folder);
    expect(await journal.ofCluster('cl1', 10)).toEqual([B, A]);
    await journal.archive(B);
    expect((await readFile(join(archive, MONTH), 'utf8')).split('\n')).toHaveLength(4);
    const again = await openJournal(folder);
    expect(await again.ofCluster('cl1', 10)).toEqual([B, A]);
    expect(await again.active()).toEqual([]);
  });

  it.each(['torn', 'missing'])('makes a %s index anew from what is archived', async (how) => {
    const { folder, archive } = await withArchived();
    const index = join(archive, 'index.jsonl');
    const before = await readFile(index, 'utf8');
    if (how === 'torn') await truncate(index, 40);
    else await rm(index);
    const journal = await openJournal(folder);
    expect((await journal.read(A))?.request.status).toBe('cancelled');
    expect(await readFile(index, 'utf8')).toBe(before);
  });

  it('is unharmed by a write that the disk refused', async () => {
    const { folder, archive } = await withArchived();
    const journal = await openJournal(folder);
    const index = join(archive, 'index.jsonl');
    const before = await readFile(index, 'utf8');
    await journal.saveCursor(B, { toldSeq: 1, posting: 'a message with a long name' });
    await rm(index);
    await mkdir(index);
    await expect(journal.archive(B)).rejects.toThrow('EISDIR');
    expect(await journal.active()).toHaveLength(1);
    await rm(index, { recursive: true });
    await writeFile(index, before);
    await journal.saveCursor(B, { toldSeq: 2 });
    await journal.archive(B);
    expect((await readFile(join(archive, MONTH), 'utf8')).split('\n')).toHaveLength(3);
    expect(await (await openJournal(folder)).ofCluster('cl1', 10)).toEqual([B, A]);
  });

  it('archives the first request of all once the disk makes an index', async () => {
    const folder = await temporaryFolder();
    const journal = await openJournal(folder);
    await journal.open(A, [requested()]);
    await journal.append(A, 1, [cancelled()]);
    const index = join(folder, 'archive', 'index.jsonl');
    await mkdir(index);
    await expect(journal.archive(A)).rejects.toThrow('EISDIR');
    await rm(index, { recursive: true });
    await journal.archive(A);
    expect(await (await openJournal(folder)).ofCluster('cl1', 10)).toEqual([A]);
  });

  it('is unharmed by a kill after the disk refused to make an index line durable', async () => {
    const { folder } = await withArchived();
    const journal = await openJournal(folder);
    await journal.saveCursor(B, { toldSeq: 1, posting: 'a message with a long name' });
    await journal.open(C, [requested()]);
    await journal.append(C, 1, [cancelled()]);
    const sync = await spyOnSync(folder);
    sync.mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('EIO: i/o error, fsync'));
    await expect(journal.archive(B)).rejects.toThrow('EIO');
    // What a kill would leave, at any time while the next one is archived.
    const left: string[] = [];
    sync.mockImplementation(async () => {
      const copy = await temporaryFolder();
      await cp(folder, copy, { recursive: true });
      left.push(copy);
    });
    await journal.archive(C);
    sync.mockRestore();
    expect(left.length).toBeGreaterThan(2);
    for (const each of [...left, folder]) {
      const again = await openJournal(each);
      await again.archive(B);
      await again.archive(C);
      expect((await verifyJournal(each)).faults).toEqual([]);
      expect(await again.ofCluster('cl1', 10)).toEqual([C, B, A]);
    }
  });

  it.each<[string, string, (text: string) => string, string]>([
    ['a torn line that nothing explains', MONTH, (text) => `${text}{"version":1,"id":"MO-ZZZ`, 'torn line'],
    ['a line cut off', MONTH, (text) => text.slice(0, -10), 'is shorter than index.jsonl says'],
    ['a foreign line', MONTH, (text) => `${text}{"hello":1}\n`, 'is no request of Moveout'],
    [
      'a line of a newer Moveout',
      MONTH,
      (text) => `${text}{"version":2,"id":"${B}"}\n`,
      'a newer Moveout (version 2, this one reads up to 1); start that Moveout again',
    ],
    [
      'an index line of a newer Moveout',
      'index.jsonl',
      (text) => text.replace('{"id"', '{"version":2,"id"'),
      'a newer Moveout (version 2, this one reads up to 1); start that Moveout again',
    ],
    [
      'an index line with a field more',
      'index.jsonl',
      (text) => text.replace('{"id"', '{"extra":1,"id"'),
      'made again from the archive',
    ],
    [
      'an index line damaged',
      'index.jsonl',
      (text) => text.replace('"seq":2', '"seq":'),
      'made again from the archive',
    ],
  ])('stops the start on %s', async (_case, name, change, message) => {
    const { folder, archive } = await withArchived();
    await edit(join(archive, name), change);
    const opening = openJournal(folder);
    await expect(opening).rejects.toThrow(join(archive, name));
    await expect(opening).rejects.toThrow(message);
  });

  it('stops the start when a month that the index lists is missing', async () => {
    const { folder, archive } = await withArchived();
    await rm(join(archive, MONTH));
    await expect(openJournal(folder)).rejects.toThrow(`${join(archive, MONTH)} is missing`);
  });

  it('does not give out a line that was changed', async () => {
    const { folder, archive } = await withArchived();
    await edit(join(archive, MONTH), (text) => text.replace('"actor":"U0ALICE"', '"actor":"U0MALLO"'));
    const journal = await openJournal(folder);
    await expect(journal.read(A)).rejects.toThrow('event 1 does not match its hash');
  });

  it('does not give out a line of a newer Moveout', async () => {
    const { folder, archive } = await withArchived();
    await edit(join(archive, MONTH), (text) => text.replace('"version":1', '"version":2'));
    const journal = await openJournal(folder);
    await expect(journal.read(A)).rejects.toThrow('a newer Moveout (version 2');
  });
});
