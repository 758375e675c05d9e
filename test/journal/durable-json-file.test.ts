import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { describe, expect, it } from 'vitest';
import { tidyNames } from '../../src/journal/durable-file.ts';
import { durableJsonFile } from '../../src/journal/durable-json-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a durable JSON file', () => {
  it('serves lowdb: compact, for this user only, nothing left beside it', async () => {
    const path = join(await temporaryFolder(), 'x.json');
    const low = new Low<unknown>(durableJsonFile(path), { is: ['a', 'default'] });
    await low.read();
    await low.write();
    expect(await readFile(path, 'utf8')).toBe('{"is":["a","default"]}');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(path, '..'))).toEqual(['x.json']);
    expect(await durableJsonFile(path).read()).toEqual({ is: ['a', 'default'] });
  });

  it('reads null when there is none', async () => {
    expect(await durableJsonFile(join(await temporaryFolder(), 'x.json')).read()).toBeNull();
  });

  it.each(['', '{"a":1', '\0\0\0\0', 'secret', 'null', '0', 'false', '"text"', '{"a":1}}'])(
    'does not read %j as a database, and does not quote it',
    async (text) => {
      const path = join(await temporaryFolder(), 'x.json');
      await writeFile(path, text);
      const low = new Low<unknown>(durableJsonFile(path), {});
      await expect(low.read()).rejects.toThrow(
        `${path} does not parse; restore it from a backup or move it away; Moveout does not start with defaults over it`,
      );
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  it('makes concurrent writes in the order of the calls, with what they were given then', async () => {
    const path = join(await temporaryFolder(), 'x.json');
    const files = [durableJsonFile(path), durableJsonFile(join(path, '..', '.', 'x.json'))];
    const value = { n: 0 };
    const writes = Array.from({ length: 40 }, (_, n) => {
      value.n = n;
      return files[n % 2]?.write(value);
    });
    value.n = -1;
    await Promise.all(writes);
    expect(await durableJsonFile(path).read()).toEqual({ n: 39 });
  });

  it('keeps the old content when the disk refuses, and writes again afterwards', async () => {
    const path = join(await temporaryFolder(), 'x.json');
    const file = durableJsonFile(path);
    await file.write({ n: 1 });
    await mkdir(`${path}.tmp/in the way`, { recursive: true });
    await expect(file.write({ n: 2 })).rejects.toThrow('EISDIR');
    expect(await file.read()).toEqual({ n: 1 });
    await expect(durableJsonFile(join(path, 'below a file.json')).write({})).rejects.toThrow();
  });

  it('lets what a crashed write left be swept', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'x.json'), '{}');
    await writeFile(join(folder, 'x.json.tmp'), '{"half":');
    expect(await tidyNames(folder)).toEqual(['x.json']);
    expect(await readdir(folder)).toEqual(['x.json']);
  });
});
