/** What is sent with a move-out, and what is not: by the version of the OCP, and by what its hosts are right then. */
import { afterEach, describe, expect, it } from 'vitest';
import { holdingServices } from '../../../src/domain/cluster.ts';
import type { MoveOutOrder } from '../../../src/domain/move-out-options.ts';
import { type Answer, data, faultOf, json, list, type OddServer, oddServer, refusal } from './odd-server.ts';

let server: OddServer;
afterEach(() => server.stop());

const OWN = { type: 'OB_CLUSTER', name: 'shop:1001' };
const PROXY = { type: 'OB_PROXY', name: 'edge' };
const host = (id: number, services: unknown = [OWN]) => ({
  id,
  name: `h${id}`,
  innerIpAddress: `10.0.0.${id}`,
  status: 'ONLINE',
  services,
});
const servers = (...ids: number[]) => ids.map((id) => ({ id: 9_000 + id, ip: `10.0.0.${id}` }));

interface Ocp {
  readonly version: string;
  readonly hosts?: readonly unknown[];
  readonly cluster?: object;
  readonly others?: Readonly<Record<string, Answer>>;
}

/** An OCP with one cluster; gives its client and the bodies of the move-outs that came. */
async function ocpOf({ version, hosts = [host(1), host(2)], cluster = {}, others = {} }: Ocp) {
  const bodies: unknown[] = [];
  const shop = {
    id: 5,
    name: 'shop',
    obClusterId: 1001,
    type: 'PRIMARY',
    status: 'RUNNING',
    zones: [{ name: 'z1', servers: servers(1, 2) }],
    ...cluster,
  };
  const answers: Readonly<Record<string, Answer>> = {
    '/api/v2/info': json(200, { buildVersion: version }),
    '/api/v2/ob/clusters/5': data(shop),
    '/api/v2/ob/clusters': list([shop]),
    '/api/v2/compute/hosts': list(hosts),
    '/api/v2/obproxy/clusters': list([]),
    ...others,
  };
  server = await oddServer((response, request) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    if (!path.endsWith('/moveOut'))
      return answers[path]?.(response, request) ?? json(404, {})(response, request);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      data({ id: 77, name: 'x', status: 'RUNNING', subtasks: [] })(response, request);
    });
  });
  return { ocp: server.client({}, { callMs: 10_000 }).ocp, bodies };
}

const PLAIN: MoveOutOrder = { deleteHostIds: [], skipHostIds: [] };

describe('a move-out', () => {
  it.each<[string, string, MoveOutOrder, object]>([
    ['of 4.2.1', '4.2.1', PLAIN, {}],
    ['of 4.3.1 without hosts', '4.3.1', PLAIN, { deleteHost: false }],
    ['of 4.3.1 with all hosts', '4.3.1', { ...PLAIN, deleteHostIds: [2, 1] }, { deleteHost: true }],
    [
      'of 4.3.1 to another config server',
      '4.3.1',
      { ...PLAIN, configAddress: 'http://a:1' },
      { deleteHost: false, targetConfigAddress: 'http://a:1' },
    ],
    ['of 4.3.5', '4.3.5', PLAIN, { deleteHostIds: [], skipOperationHostIds: [], retainClusterInfo: false }],
    [
      'of 4.3.5 with everything',
      '4.3.5',
      { deleteHostIds: [1], skipHostIds: [2], keepClusterInfo: true, configAddress: 'http://a:1' },
      {
        deleteHostIds: [1],
        skipOperationHostIds: [2],
        retainClusterInfo: true,
        targetConfigAddress: 'http://a:1',
      },
    ],
  ])('%s says just this', async (_what, version, order, body) => {
    const { ocp, bodies } = await ocpOf({ version });
    expect((await ocp.moveOut(5, order)).id).toBe(77);
    expect(bodies).toEqual([body]);
  });

  it.each<[string, Ocp, MoveOutOrder, RegExp]>([
    [
      'hosts to an old OCP',
      { version: '4.2.1' },
      { ...PLAIN, deleteHostIds: [1] },
      /^Nothing was sent to OCP hz: its version cannot delete hosts with a move-out\. Request/,
    ],
    [
      'skips and more',
      { version: '4.3.0' },
      { ...PLAIN, skipHostIds: [1], keepClusterInfo: true },
      /its version cannot skip hosts, and it cannot keep the cluster information\./,
    ],
    [
      'some hosts of all',
      { version: '4.3.1' },
      { ...PLAIN, deleteHostIds: [1] },
      /deletes all hosts of a cluster or none, and the hosts that were chosen are not all the hosts that the cluster has now\.$/,
    ],
    [
      'all hosts when one was added since',
      { version: '4.3.1', hosts: [host(1), host(2), host(3)] },
      { ...PLAIN, deleteHostIds: [1, 2] },
      /are not all the hosts that the cluster has now\.$/,
    ],
    [
      'all hosts when another service holds one',
      { version: '4.3.1', hosts: [host(1), host(2, [OWN, PROXY])] },
      { ...PLAIN, deleteHostIds: [1, 2] },
      /other services run on hosts of the cluster\.$/,
    ],
    [
      'all hosts when nobody knows what one carries',
      { version: '4.3.1', hosts: [host(1), host(2, null)] },
      { ...PLAIN, deleteHostIds: [1, 2] },
      /other services run on hosts of the cluster\.$/,
    ],
  ])('does not send %s', async (_what, its, order, sentence) => {
    const { ocp, bodies } = await ocpOf(its);
    const caught = await faultOf(ocp.moveOut(5, order));
    expect(caught.message).toMatch(sentence);
    expect(caught.unanswered).toBe(false);
    expect(bodies).toEqual([]);
  });
});

describe('the hosts of a cluster', () => {
  it('are told by address and by service name, never by the ids of servers', async () => {
    const hosts = [
      host(1, []),
      host(9_002, [{ type: 'OCP_AGENT', name: 'a' }]),
      host(7),
      host(8, [{ type: 'OB_CLUSTER', name: 'shop:7' }]),
    ];
    const { ocp } = await ocpOf({ version: '4.3.5', hosts });
    const cluster = await ocp.readCluster(5);
    expect(cluster?.hosts.map(({ id, zone }) => [id, zone])).toEqual([
      [1, 'z1'],
      [7, 'no zone'],
    ]);
    expect(cluster?.serversWithoutHost).toEqual(['10.0.0.2']);
  });

  it.each([
    ['the zones are left out', { zones: null }],
    ['the zones have no servers', { zones: [{ name: 'z1' }, { name: 'z2', servers: [] }] }],
  ])('are found when %s of the cluster', async (_what, cluster) => {
    const all = [
      ...servers(1).map((one) => ({ ...one, zoneName: 'z1' })),
      ...servers(2).map((one) => ({ ...one, zoneName: 'z2' })),
    ];
    const others = {
      '/api/v2/ob/clusters/5/zones': data({ contents: [{ name: 'z1' }, { name: 'z2' }] }),
      '/api/v2/ob/clusters/5/servers': data({ contents: all }),
    };
    const { ocp } = await ocpOf({ version: '4.3.5', cluster, others });
    const read = await ocp.readCluster(5);
    expect(read?.zones).toEqual(['z1', 'z2']);
    expect(read?.hosts.map(({ id, zone }) => [id, zone])).toEqual([
      [1, 'z1'],
      [2, 'z2'],
    ]);
  });

  it('cannot be read without all hosts: nothing is taken for free by mistake', async () => {
    const others = { '/api/v2/compute/hosts': list([host(1)], { totalElements: 2 }) };
    const { ocp } = await ocpOf({ version: '4.3.5', others });
    await expect(ocp.readCluster(5)).rejects.toThrow(
      'OCP hz gave no whole list of its hosts: it has 2, and 1 came.',
    );
  });
});

describe('the OBProxy clusters that link to a cluster', () => {
  const links = (...obLinks: object[]) => list([{ name: 'edge', obLinks }]);
  it.each<[string, Answer, readonly string[] | undefined]>([
    ['named with its number', links({ clusterName: 'shop', obClusterId: 1001 }), ['edge']],
    ['named without', links({ clusterName: 'shop' }), ['edge']],
    ['named in one', links({ name: 'shop:1001' }), ['edge']],
    ['by id', links({ clusterId: '5' }), ['edge']],
    ['another number', links({ clusterName: 'shop', obClusterId: 7 }), []],
    ['another cluster', links({ clusterName: 'crm' }), []],
    ['no links', list([{ name: 'edge' }]), []],
    ['no permission', json(403, { successful: false }), undefined],
    ['something else', data('?'), undefined],
  ])('%s', async (_what, answer, expected) => {
    const { ocp } = await ocpOf({ version: '4.3.5', others: { '/api/v2/obproxy/clusters': answer } });
    expect((await ocp.readCluster(5))?.proxyClusters).toEqual(expected);
  });
});

describe('a standby that its primary names by id alone', () => {
  const standby = { id: 6, name: 'shop', obClusterId: 1002, type: 'STANDBY', status: 'RUNNING' };
  const cluster = { standbyClusters: [{ id: 6 }] };
  const at = (answer: Answer) => ({ version: '4.3.5', cluster, others: { '/api/v2/ob/clusters/6': answer } });

  it('is read by its id', async () => {
    const { ocp } = await ocpOf(at(data(standby)));
    expect((await ocp.readCluster(5))?.standbys).toEqual([{ name: 'shop', obClusterId: 1002 }]);
  });

  it('is left out when OCP says that it is not there', async () => {
    const { ocp } = await ocpOf(at(refusal(404, 10002, 'no such cluster')));
    expect((await ocp.readCluster(5))?.standbys).toEqual([]);
  });

  it('is not passed over when it cannot be read', async () => {
    const { ocp } = await ocpOf(at(refusal(403, 30014, 'no')));
    await expect(ocp.readCluster(5)).rejects.toThrow('OCP hz refused: no.');
  });
});

describe('a host of which OCP does not say that the cluster is on it', () => {
  it('is held, and of two with one address the one that carries the cluster is meant', async () => {
    const stranger = { ...host(2, [{ type: 'OCP_AGENT', name: 'a' }]), id: 2002 };
    const { ocp } = await ocpOf({ version: '4.3.5', hosts: [host(1, []), host(2), stranger] });
    const cluster = await ocp.readCluster(5);
    expect(cluster?.hosts.map(({ id }) => id)).toEqual([1, 2]);
    expect(
      cluster?.hosts.map((one) => (cluster === undefined ? [] : holdingServices(one, cluster).length)),
    ).toEqual([1, 0]);
  });
});

describe('an answer about something else than was asked for', () => {
  it('is no answer: another cluster, another task, a task of another cluster, nothing at all', async () => {
    const others = {
      '/api/v2/ob/clusters/6': data({
        id: 7,
        name: 'x',
        obClusterId: 1,
        status: 'RUNNING',
        zones: [{ name: 'z', servers: servers(1) }],
      }),
      '/api/v2/ob/clusters/8': json(200, { successful: true }),
      '/api/v2/tasks/instances/1': data({ id: 99, name: 'x', status: 'RUNNING' }),
      '/api/v2/tasks/instances/2': json(200, { successful: true, data: null }),
    };
    const { ocp } = await ocpOf({ version: '4.3.5', others });
    await expect(ocp.readCluster(6)).rejects.toThrow('OCP hz gave cluster 7 when cluster 6 was asked for.');
    await expect(ocp.readTask(1)).rejects.toThrow('OCP hz gave task 99 when task 1 was asked for.');
    for (const call of [() => ocp.readCluster(8), () => ocp.readTask(2)])
      await expect(call()).rejects.toThrow('OCP hz answered without what was asked for');
  });
});

describe('a move-out before which something cannot be read', () => {
  it('was not sent, and leaves nothing open', async () => {
    const { ocp, bodies } = await ocpOf({
      version: '4.3.5',
      others: { '/api/v2/info': (response) => response.destroy() },
    });
    const caught = await faultOf(ocp.moveOut(5, PLAIN));
    expect(caught.message).toMatch(/^Nothing was sent to OCP hz\. The connection to OCP hz was cut/);
    expect(caught.unanswered).toBe(false);
    expect(bodies).toEqual([]);
  });
});
