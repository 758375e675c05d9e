/** OCP's API as the local server speaks it, to clients that are not ours. */
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SCHEME, signature, signedQuery } from '../../../src/ocp/wire/signature.ts';
import { ORDERS, PAYMENTS, shop, shopWithHosts } from '../embedded/shop.ts';
import { ACCESS_KEY, type OpenServer, openServer, USER } from './open-server.ts';

let open: OpenServer;
afterEach(() => open.stop());

const BASIC = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString('base64')}`;

interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const answerSchema = z.looseObject({
  successful: z.boolean(),
  status: z.number(),
  traceId: z.string().regex(/^[0-9a-f]{16}$/),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.unknown().optional(),
  error: z.looseObject({ code: z.union([z.number(), z.string()]), message: z.string() }).optional(),
});

/** The envelope that comes back. */
async function call(path: string, { method = 'GET', body, headers = {} }: Sent = {}) {
  const response = await fetch(`${open.server.url}${path}`, {
    method,
    headers: {
      authorization: BASIC,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = answerSchema.parse(await response.json());
  expect(answer.status).toBe(response.status);
  expect(answer.successful).toBe(response.status < 400);
  return answer;
}

interface Signing {
  readonly path?: string;
  readonly signedPath?: string;
  readonly date?: Date;
  readonly id?: string;
  readonly secret?: string;
  readonly ocpHeaders?: Record<string, string>;
  readonly signedHeaders?: Record<string, string>;
}

/** The status that a signed request gets. */
async function signed(with_: Signing): Promise<number> {
  const {
    path = '/api/v2/ob/clusters',
    date = new Date(),
    id = ACCESS_KEY.id,
    secret = ACCESS_KEY.secret,
  } = with_;
  const { ocpHeaders = { 'x-ocp-origin': 'test' }, signedHeaders = ocpHeaders, signedPath = path } = with_;
  const sign = signature(
    {
      method: 'GET',
      contentType: '',
      date: date.toUTCString(),
      host: new URL(open.server.url).host,
      ocpHeaders: signedHeaders,
      pathAndQuery: signedPath,
    },
    secret,
  );
  const headers = { ...ocpHeaders, date: date.toUTCString(), authorization: `${SCHEME} ${id}:${sign}` };
  return (await fetch(`${open.server.url}${path}`, { headers })).status;
}

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

describe('the login', () => {
  it.each<[string, Signing, number]>([
    ['a signature', {}, 200],
    [
      'a query that is sent otherwise than it was signed',
      {
        path: '/api/v2/ob/clusters?size=5&page=1&status=RUNNING,STOPPED',
        signedPath: `/api/v2/ob/clusters?${signedQuery({ page: 1, size: 5, status: 'RUNNING,STOPPED' })}`,
      },
      200,
    ],
    ['a date of 14 minutes ago', { date: minutes(-14) }, 200],
    ['a date of 16 minutes ago', { date: minutes(-16) }, 401],
    ['a date in 16 minutes', { date: minutes(16) }, 401],
    ['another secret', { secret: 'wrong' }, 401],
    ['another key', { id: 'AKOTHER' }, 401],
    ['another path', { signedPath: '/api/v2/compute/hosts' }, 401],
    ['a header that was not signed', { ocpHeaders: { 'x-ocp-origin': 'a' }, signedHeaders: {} }, 401],
  ])('with %s', async (_what, signing, status) => {
    open = await openServer(shop());
    expect(await signed(signing)).toBe(status);
  });

  it.each([
    ['nobody', {}, 401],
    ['the user', { authorization: BASIC }, 200],
    ['another password', { authorization: `Basic ${Buffer.from('admin:x').toString('base64')}` }, 401],
    ['something else', { authorization: 'Bearer x' }, 401],
  ])('as %s', async (_who, headers, status) => {
    open = await openServer(shop());
    expect((await fetch(`${open.server.url}/api/v2/ob/clusters`, { headers })).status).toBe(status);
  });

  it('is not needed to learn version, time and state', async () => {
    open = await openServer(shop(), '4.2.1');
    const get = async (path: string) => (await fetch(`${open.server.url}${path}`)).text();
    expect(JSON.parse(await get('/api/v2/info'))).toMatchObject({
      buildVersion: expect.stringMatching(/^4\.2\.1_/),
    });
    expect(await get('/api/v2/time')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
    expect(await get('/api/status')).toBe('okay');
  });
});

describe('lists', () => {
  const names = (data: unknown) =>
    z
      .looseObject({ contents: z.array(z.looseObject({ name: z.string() })) })
      .parse(data)
      .contents.map(({ name }) => name);

  it.each([
    ['', ['payments', 'orders', 'orders', 'ocp_meta']],
    ['?name=ORD', ['orders', 'orders']],
    ['?status=STOPPED,UNAVAILABLE', ['orders']],
    ['?size=3&page=2', ['ocp_meta']],
    ['?sort=name,desc', ['payments', 'orders', 'orders', 'ocp_meta']],
    ['?sort=obClusterId,asc', ['ocp_meta', 'payments', 'orders', 'orders']],
    ['?page=9', []],
  ])('of clusters%s', async (query, expected) => {
    open = await openServer(shop());
    expect(names((await call(`/api/v2/ob/clusters${query}`)).data)).toEqual(expected);
  });

  it.each(['?page=0', '?size=2001', '?size=x', '?sort=name'])('refuses %s', async (query) => {
    open = await openServer(shop());
    expect((await call(`/api/v2/ob/clusters${query}`)).status).toBe(400);
  });

  it.each([
    ['4.3.5', { totalElements: 4, totalPages: 2, number: 1, size: 3 }],
    ['4.2.1', { totalElements: 4, totalPage: 2, number: 1, size: 3 }],
  ] as const)('say how many there are, as %s spells it', async (version, page) => {
    open = await openServer(shop(), version);
    expect((await call('/api/v2/ob/clusters?size=3')).data).toMatchObject({ page });
  });

  it('find a host by address, and by a service that it carries', async () => {
    open = await openServer(shop());
    expect(names((await call('/api/v2/compute/hosts?keyword=10.1.0.2')).data)).toEqual(['host-101']);
    expect(names((await call('/api/v2/compute/hosts?includedServiceType=OB_PROXY')).data)).toEqual([
      'host-5002',
    ]);
  });
});

describe('what is refused', () => {
  it.each<[string, string, Sent, number, number]>([
    ['an unknown URL', '/api/v2/nothing', {}, 400, 10001],
    ['an unknown cluster', '/api/v2/ob/clusters/999', {}, 404, 10002],
    ['an unknown task', '/api/v2/tasks/instances/1', {}, 404, 20000],
    ['the MetaDB', '/api/v2/ob/clusters/5/moveOut', { method: 'POST', body: {} }, 403, 50002],
    [
      'ids that are none',
      `/api/v2/ob/clusters/${PAYMENTS}/moveOut`,
      { method: 'POST', body: { deleteHostIds: ['x'] } },
      400,
      10001,
    ],
    [
      'another media type',
      `/api/v2/ob/clusters/${PAYMENTS}/moveOut`,
      { method: 'POST', body: {}, headers: { 'content-type': 'text/plain' } },
      415,
      10001,
    ],
    [
      'a host that carries a cluster',
      '/api/v2/compute/hosts/batchDelete',
      { method: 'POST', body: { hostIdList: [100] } },
      400,
      10001,
    ],
  ])('%s', async (_what, path, sent, status, code) => {
    open = await openServer(shop());
    const answer = await call(path, sent);
    expect(answer.status).toBe(status);
    expect(answer.error?.code).toBe(code);
    expect(answer.error?.message).toMatch(/^[A-Z].*\.$/);
  });
});

describe('a task', () => {
  const moveOut = async () => {
    const { data } = await call(`/api/v2/ob/clusters/${PAYMENTS}/moveOut`, { method: 'POST', body: {} });
    return z.looseObject({ id: z.number() }).parse(data);
  };

  it('is spelled as 4.3.5 does', async () => {
    open = await openServer(shop());
    const task = await moveOut();
    expect(task).toMatchObject({
      status: 'RUNNING',
      clusterId: PAYMENTS,
      creator: 'admin',
      context: { listMap: { deleteHostIds: [] } },
    });
    expect(task).toHaveProperty('subtasks.0.upstreams', []);
  });

  it('is spelled as 4.2 did', async () => {
    open = await openServer(shop(), '4.2.1');
    const task = await moveOut();
    expect(task).not.toHaveProperty('subtasks');
    expect(task).toMatchObject({
      cluster: { id: PAYMENTS, name: 'payments' },
      context: expect.stringContaining('deleteHostIds'),
    });
    expect(task).toHaveProperty('tasks.0.paralleIdx', -1);
    expect(task).toHaveProperty('tasks.0.downstream');
    const { data } = await call(`/api/v2/tasks/instances/${task.id}`);
    expect(data).toHaveProperty('subtasks.0.paralleIdx', -1);
    expect(data).toMatchObject({ cluster: { name: 'payments' }, creator: { name: 'admin' } });
  });

  it('is found in the list by its cluster and its state, without its subtasks', async () => {
    open = await openServer(shop(), '4.3.5', 60_000);
    const { id } = await moveOut();
    const { data } = await call(`/api/v2/tasks/instances?clusterId=${PAYMENTS}&status=RUNNING,FAILED`);
    expect(data).toMatchObject({ contents: [{ id, status: 'RUNNING', clusterId: PAYMENTS }] });
    expect(JSON.stringify(data)).not.toMatch(/subtasks|context/);
    expect((await call(`/api/v2/tasks/instances?clusterId=${ORDERS}`)).data).toMatchObject({ contents: [] });
  });

  it('fails when a subtask is cancelled, and goes on when that is retried', async () => {
    open = await openServer(shop(), '4.3.5', 500);
    const { id } = await moveOut();
    const shown = async () =>
      z
        .looseObject({
          status: z.string(),
          subtasks: z.array(z.looseObject({ id: z.number(), status: z.string() })),
        })
        .parse((await call(`/api/v2/tasks/instances/${id}`)).data);
    let running: number | undefined;
    while (running === undefined)
      running = (await shown()).subtasks.find(({ status }) => status === 'RUNNING')?.id;
    expect(
      (await call(`/api/v2/tasks/instances/${id}/subtasks/${running}/cancel`, { method: 'POST' })).status,
    ).toBe(200);
    while ((await shown()).status !== 'FAILED');
    expect(
      (await call(`/api/v2/tasks/instances/${id}/subtasks/${running}/retry`, { method: 'POST' })).status,
    ).toBe(200);
    while ((await shown()).status !== 'SUCCESSFUL');
  });

  it('is refused what it is not ready for', async () => {
    open = await openServer(shopWithHosts({ 101: { status: 'OFFLINE' } }), '4.2.1');
    const { id } = await moveOut();
    const answer = await call(`/api/v2/tasks/instances/${id}/subtasks/1/skip`, { method: 'POST' });
    expect(answer).toMatchObject({ status: 404, error: { code: '10002' } });
  });
});

describe('the records', () => {
  it('hold nothing that OCP does not have', async () => {
    open = await openServer(shopWithHosts({ 101: { status: 'OFFLINE', answersAtAttempt: 3 } }));
    const all = [
      await call('/api/v2/ob/clusters'),
      await call('/api/v2/compute/hosts?size=100'),
      await call('/api/v2/profiles/me/credentials'),
    ];
    expect(JSON.stringify(all)).not.toMatch(/metaDb|answersAtAttempt|secret-of/);
  });

  it('show a cluster with zones, servers and root servers', async () => {
    open = await openServer(shop());
    const { data } = await call(`/api/v2/ob/clusters/${PAYMENTS}`);
    expect(data).toMatchObject({
      serverCount: 3,
      rootServers: [
        { ip: '10.1.0.1', svrPort: 2882, role: 'LEADER' },
        { role: 'FOLLOWER' },
        { role: 'FOLLOWER' },
      ],
      zones: [
        {
          name: 'zone1',
          hostCount: 1,
          servers: [{ ip: '10.1.0.1', port: 2882, sqlPort: 2881, zoneName: 'zone1', status: 'RUNNING' }],
        },
        {},
        {},
      ],
    });
    expect((await call(`/api/v2/ob/clusters/${PAYMENTS}/zones/zone2/servers`)).data).toMatchObject({
      contents: [{ ip: '10.1.0.2' }],
    });
  });
});
