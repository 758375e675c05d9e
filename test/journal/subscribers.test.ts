/** Who is told of requests: kept on disk, and a file that cannot be used stops the start with its name and what to do. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSubscribers } from '../../src/journal/subscribers.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('is there after a restart, whoever wishes at the same moment', async () => {
  const folder = await temporaryFolder();
  const { set, all } = await openSubscribers(folder);
  await Promise.all([set('U0ADA', true), set('U0BEN', true), set('U0EVE', true)]);
  await set('U0EVE', false);
  expect(all()).toEqual(['U0ADA', 'U0BEN']);
  expect((await openSubscribers(folder)).all()).toEqual(['U0ADA', 'U0BEN']);
});

it('reads what was written before it had a version', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'notify.json'), '{"people":["U0ADA"]}');
  expect((await openSubscribers(folder)).all()).toEqual(['U0ADA']);
});

it.each([
  ['is empty', '', 'does not parse; move it away'],
  ['is torn', '{"version":1,"people":["U0', 'does not parse; move it away'],
  ['is something else', '{"name":"foreign"}', 'does not list people; move it away'],
  ['has a field more', '{"version":1,"people":[],"quiet":true}', 'does not list people; move it away'],
  [
    'is of a newer version',
    '{"version":2,"people":["U0ADA"],"quiet":true}',
    'was written by a newer Moveout (version 2, this one reads up to 1); start that Moveout again',
  ],
])('is not opened when its file %s, and the file stays as it is', async (_case, text, message) => {
  const folder = await temporaryFolder();
  const path = join(folder, 'notify.json');
  await writeFile(path, text);
  await expect(openSubscribers(folder)).rejects.toThrow(`${path} ${message}`);
  expect(await readFile(path, 'utf8')).toBe(text);
});
