import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInventory } from '../../../src/ocp/embedded/inventory.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moveout-inventory-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(content: unknown): Promise<string> {
  const file = join(folder, 'inventory.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function mistakesIn(content: unknown): Promise<string> {
  const file = await written(content);
  const error = await readInventory(file).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('the inventory was taken');
  for (const line of error.message.split('\n')) expect(line.startsWith(`${file}: `)).toBe(true);
  return error.message.replaceAll(`${file}: `, '');
}

const zones = [{ name: 'zone1', servers: [{ id: 11, ip: '10.1.0.11' }] }];
const cluster = { id: 2, name: 'shop', obClusterId: 1001, type: 'PRIMARY', status: 'RUNNING', zones };
const host = {
  id: 1001,
  name: 'ob-a1',
  innerIpAddress: '10.1.0.11',
  status: 'ONLINE',
  services: [{ type: 'OB_CLUSTER', name: 'shop:1001' }],
};
const credential = {
  targetType: 'OB',
  clusterName: 'shop',
  obClusterId: 1001,
  tenantName: 'sys',
  username: 'root',
  password: 'hunter2',
};
const whole = { clusters: [cluster], hosts: [host], credentials: [credential] };

describe('An inventory', () => {
  it('needs only the required fields, and keeps what it does not know', async () => {
    const extra = { ...whole, clusters: [{ ...cluster, vpcId: 'vpc-7' }], owner: 'dba' };
    expect(await readInventory(await written(extra))).toEqual(extra);
  });

  it.each([
    ['no hosts and credentials', { clusters: [cluster] }],
    ['a server whose address no host has', { ...whole, hosts: [] }],
    ['no clusters', { clusters: [], hosts: [], credentials: [] }],
    ['null for what may be absent', { ...whole, clusters: [{ ...cluster, obVersion: null, metaDb: null }] }],
    [
      'the same server ids in two clusters',
      { ...whole, clusters: [cluster, { ...cluster, id: 3, name: 'other' }] },
    ],
    [
      'the same name with another obClusterId',
      { ...whole, clusters: [cluster, { ...cluster, id: 3, obClusterId: 7 }] },
    ],
    ['an empty password', { ...whole, credentials: [{ ...credential, password: '' }] }],
    ['a byte order mark', `\uFEFF${JSON.stringify(whole)}`],
  ])('may have %s', async (_what, content) => {
    expect((await readInventory(await written(content))).clusters).toBeDefined();
  });

  it.each([
    [
      'a status that is a number',
      { ...whole, clusters: [{ ...cluster, status: 7 }] },
      /^clusters\[0\]\.status is 7; it must be a text\.$/,
    ],
    [
      'an id that is a text',
      { ...whole, clusters: [{ ...cluster, id: '2' }] },
      /^clusters\[0\]\.id is "2"; it must be a whole number\.$/,
    ],
    [
      'an id that is a fraction',
      { ...whole, hosts: [{ ...host, id: 1.5 }] },
      /^hosts\[0\]\.id is 1\.5; it must be a whole number\.$/,
    ],
    [
      'an empty name',
      { ...whole, hosts: [{ ...host, name: '' }] },
      /^hosts\[0\]\.name is ""; it must not be empty\.$/,
    ],
    [
      'a host without services',
      { ...whole, hosts: [{ ...host, services: undefined }] },
      /^hosts\[0\]\.services is missing; it must be a list\.$/,
    ],
    [
      'zones that are no list',
      { ...whole, clusters: [{ ...cluster, zones: {} }] },
      /^clusters\[0\]\.zones is an object; it must be a list\.$/,
    ],
    [
      'a server without ip',
      { ...whole, clusters: [{ ...cluster, zones: [{ name: 'zone1', servers: [{ id: 1 }] }] }] },
      /^clusters\[0\]\.zones\[0\]\.servers\[0\]\.ip is missing; it must be a text\.$/,
    ],
    ['no clusters', { hosts: [] }, /^clusters is missing; it must be a list\.$/],
    ['a list instead', [], /^the whole is a list; it must be an object\.$/],
    [
      'the same cluster id twice',
      { ...whole, clusters: [cluster, { ...cluster, name: 'b' }] },
      /^clusters\[1\]\.id is 2, which clusters\[0\] has already\.$/,
    ],
    [
      'the same host id twice',
      { ...whole, hosts: [host, { ...host, innerIpAddress: '10.1.0.12' }] },
      /^hosts\[1\]\.id is 1001, which hosts\[0\]/,
    ],
    [
      'the same address twice',
      { ...whole, hosts: [host, { ...host, id: 1002 }] },
      /^hosts\[1\]\.innerIpAddress is "10\.1\.0\.11", which hosts\[0\]/,
    ],
    [
      'the same identity twice',
      { ...whole, clusters: [cluster, { ...cluster, id: 3 }] },
      /^clusters\[1\]\.name:obClusterId is "shop:1001", which clusters\[0\]/,
    ],
  ])('is refused with %s', async (_what, content, says) => {
    expect(await mistakesIn(content)).toMatch(says);
  });

  it('names every mistake on a line of its own, and at last only how many more', async () => {
    const two = { ...whole, clusters: [{ ...cluster, id: 'x', name: 9 }] };
    expect((await mistakesIn(two)).split('\n')).toHaveLength(2);
    const many = { ...whole, hosts: Array.from({ length: 50 }, () => 1) };
    const lines = (await mistakesIn(many)).split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('and 30 more.');
  });

  it.each([
    ['a password of the wrong kind', { ...whole, credentials: [{ ...credential, password: 4711 }] }],
    ['a text instead of a credential', { ...whole, credentials: ['root:4711'] }],
    ['a file that breaks off', '{"credentials":[{"password":"4711"'],
    ['a file that is no JSON', '{"password": 4711 oops}'],
  ])('does not tell the secret of %s', async (_what, content) => {
    expect(await mistakesIn(content)).not.toContain('4711');
  });

  it('says when the file is no JSON, and where as far as the parser tells', async () => {
    expect(await mistakesIn('{\n "clusters": [],\n oops}')).toBe('it is not JSON (line 3).');
    expect(await mistakesIn('')).toBe('it is not JSON.');
  });

  it('says when there is no such file', async () => {
    const file = join(folder, 'absent.json');
    await expect(readInventory(file)).rejects.toThrow(`${file}: there is no such file. MOVEOUT_INVENTORY`);
    await expect(readInventory(folder)).rejects.toThrow(`${folder}: it cannot be read (EISDIR)`);
  });
});
