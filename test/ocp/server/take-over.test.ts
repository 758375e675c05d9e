/** A cluster that one OCP let go is taken over by another, with the credentials that were exported. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Inventory } from '../../../src/ocp/embedded/inventory.ts';
import { openHttpOcp } from '../../../src/ocp/http/http-ocp.ts';
import { ended, KEEP_ALL } from '../../contracts/ocp-watch.ts';
import { PAYMENTS, shop } from '../embedded/shop.ts';
import { type OpenServer, openServer, QUICK, USER } from './open-server.ts';

const KEY = 'Correct-horse-7';
const BASIC = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString('base64')}`;
const ADDRESS = { address: '10.1.0.1', port: 2881 };
const PASSWORD = { rootSysPassword: 'secret-of-sys' };

let source: OpenServer;
let target: OpenServer;

beforeEach(async () => {
  source = await openServer(shop());
  target = await openServer(reachable());
});
afterEach(async () => {
  await source.stop();
  await target.stop();
});

/** The other OCP manages nothing, and payments is there for it to be found. */
function reachable(): Inventory {
  const { clusters, hosts } = shop();
  const cluster = clusters.find(({ id }) => id === PAYMENTS);
  if (cluster === undefined) throw new Error('there is no payments');
  const own = hosts.filter(({ services }) => services.some(({ name }) => name === 'payments:1001'));
  return { clusters: [], hosts: [], credentials: [], unmanaged: [{ cluster, hosts: own, ...PASSWORD }] };
}

const answer = z.looseObject({
  status: z.number(),
  data: z.unknown().optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});

async function post(to: OpenServer, path: string, body: unknown) {
  const isForm = body instanceof FormData;
  const response = await fetch(`${to.server.url}/api/v2/${path}`, {
    method: 'POST',
    headers: { authorization: BASIC, ...(isForm ? {} : { 'content-type': 'application/json' }) },
    body: isForm ? body : JSON.stringify(body),
  });
  return answer.parse(await response.json());
}

const takeOver = (to: OpenServer, more: object = {}) =>
  post(to, 'ob/clusters/takeOver', { connectionMode: 'direct', ...ADDRESS, ...PASSWORD, ...more });

it('leaves one OCP and is managed by the other, with its credentials', async () => {
  const from = source.client({ name: 'hz' }).ocp;
  const cluster = await from.readCluster(PAYMENTS);
  if (cluster === undefined) throw new Error('payments is not listed');
  const file = await from.exportCredentials(cluster, KEY);
  await ended(from, (await from.moveOut(PAYMENTS, { deleteHostIds: [100, 101], skipHostIds: [] })).id);
  expect(await from.readCluster(PAYMENTS)).toBeUndefined();

  const { data } = await takeOver(target);
  const { id: taskId, clusterId } = z.looseObject({ id: z.number(), clusterId: z.number() }).parse(data);
  const into = openHttpOcp(target.connection({ name: 'sh' }), {
    clock: { now: () => new Date() },
    limits: QUICK,
  });
  expect((await ended(into.ocp, taskId)).status).toBe('SUCCESSFUL');
  expect(await into.ocp.readCluster(clusterId)).toMatchObject({
    name: 'payments',
    obClusterId: 1001,
    status: 'RUNNING',
    hosts: { length: 3 },
  });

  const form = () => {
    const made = new FormData();
    made.set('file', new Blob([new Uint8Array(file.bytes)]), file.name);
    made.set('secret', KEY);
    return made;
  };
  expect((await post(target, 'profiles/me/credentials/importPreCheck', form())).data).toMatchObject({
    contents: [
      { tenantName: 'sys', exists: true, connectionResult: 'SUCCESSFUL' },
      { tenantName: 'ledger', exists: false, connectionResult: 'SUCCESSFUL' },
    ],
  });
  expect((await post(target, 'profiles/me/credentials/import', form())).data).toEqual({ importedCount: 2 });
  const again = await into.ocp.exportCredentials(
    { ocp: 'sh', id: clusterId, name: 'payments', obClusterId: 1001 },
    KEY,
  );
  expect(again.bytes.length).toBeGreaterThan(100);
  await into.close();
});

describe('the precheck of a take-over', () => {
  it.each<[string, object, readonly string[]]>([
    ['a good one', {}, []],
    ['another address', { address: '10.9.9.9' }, ['No OceanBase cluster answers at 10.9.9.9:2881.']],
    ['another port', { port: 2882 }, ['No OceanBase cluster answers at 10.1.0.1:2882.']],
    ['another password', { rootSysPassword: 'x' }, ['The password of root@sys is wrong for payments:1001.']],
    ['a proxy', { connectionMode: 'proxy', port: 2883, clusterName: 'payments', obClusterId: 1001 }, []],
    [
      'a proxy for another cluster',
      { connectionMode: 'proxy', port: 2883, clusterName: 'crm' },
      ['No OceanBase cluster answers at 10.1.0.1:2883.'],
    ],
  ])('%s', async (_what, more, messages) => {
    const body = { connectionMode: 'direct', ...ADDRESS, ...PASSWORD, ...more };
    const { data } = await post(target, 'ob/clusters/takeOverPreCheck', body);
    expect(data).toMatchObject({ result: { valid: messages.length === 0, messages } });
  });

  it('refuses what is managed already, and the take-over does, too', async () => {
    const into = target.client().ocp;
    const { data } = await takeOver(target);
    await ended(into, z.looseObject({ id: z.number() }).parse(data).id);
    expect((await takeOver(target)).error?.message).toMatch(/^No OceanBase cluster answers/);
  });

  it('takes back a cluster that was moved out of the same OCP', async () => {
    const { ocp } = source.client();
    await ended(ocp, (await ocp.moveOut(PAYMENTS, KEEP_ALL)).id);
    const { data } = await takeOver(source);
    expect((await ended(ocp, z.looseObject({ id: z.number() }).parse(data).id)).status).toBe('SUCCESSFUL');
    const back = (await ocp.listClusters()).find(({ name }) => name === 'payments');
    expect(back).toMatchObject({ status: 'RUNNING', obClusterId: 1001 });
    expect(back?.id).not.toBe(PAYMENTS);
    expect((await ocp.readCluster(back?.id ?? 0))?.hosts.map(({ id }) => id)).toEqual([100, 101, 102]);
  });

  it('opens no file with another secret', async () => {
    const form = new FormData();
    form.set('file', new Blob(['age-encryption.org/v1\n']), 'x.age');
    form.set('secret', 'Wrong-horse-8');
    expect(await post(target, 'profiles/me/credentials/importPreCheck', form)).toMatchObject({
      status: 400,
      error: { message: 'The file cannot be opened with this secret.' },
    });
  });
});
