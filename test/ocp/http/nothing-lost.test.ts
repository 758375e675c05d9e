/** What an OCP tells in another shape than expected is read or refused, and never passed over: a rule would pass with it. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, data, faultOf, json, list, type OddServer, oddServer } from './odd-server.ts';

let server: OddServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const SHOP = { id: 1, name: 'shop', obClusterId: 1001, type: 'PRIMARY', status: 'RUNNING', zones: [] };
const host = (id: number) => ({
  id,
  name: `h${id}`,
  innerIpAddress: `10.0.0.${id}`,
  status: 'ONLINE',
  services: [],
});
const at = (id: number, zoneName?: string) => ({ id: 9_000 + id, ip: `10.0.0.${id}`, zoneName });

/** An OCP with one cluster, two hosts, and whatever else it answers. */
async function ocpWith(cluster: object, others: Readonly<Record<string, Answer>> = {}) {
  const answers: Readonly<Record<string, Answer>> = {
    '/api/v2/ob/clusters/1': data({ ...SHOP, ...cluster }),
    '/api/v2/ob/clusters': list([{ ...SHOP, ...cluster }]),
    '/api/v2/compute/hosts': list([host(1), host(2)]),
    '/api/v2/obproxy/clusters': list([]),
    ...others,
  };
  server = await oddServer((response, request) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    (answers[path] ?? json(404, { successful: false }))(response, request);
  });
  return server.client({}, { callMs: 10_000 }).ocp;
}

describe('a standby', () => {
  it.each<[string, unknown, string]>([
    ['a text for a list', 'shop:1002', 'standbyClusters'],
    ['one record for a list', { id: 2, name: 'shop', obClusterId: 1002 }, 'standbyClusters'],
    ['a list of texts', ['shop:1002'], 'standbyClusters[0]'],
    ['neither id nor identity', [{ status: 'RUNNING' }], 'standbyClusters[0]'],
    ['half an identity', [{ id: 2 }, { name: 'shop' }], 'standbyClusters[1]'],
  ])('that comes as %s makes the list a fault', async (_what, standbyClusters, field) => {
    const ocp = await ocpWith({ standbyClusters });
    const caught = await faultOf(ocp.listClusters());
    expect(caught.message).toBe(
      `OCP hz gave a cluster that cannot be read: its field ${field} is missing or of another kind than expected. Moveout does not go on with half a record.`,
    );
    expect(caught.unanswered).toBe(true);
  });

  it.each([[null], [[]], [undefined]])('is none when OCP says %j', async (standbyClusters) => {
    const ocp = await ocpWith({ standbyClusters });
    expect((await ocp.listClusters()).map(({ standbys }) => standbys)).toEqual([[]]);
  });
});

describe('a server of a cluster', () => {
  it('that one zone leaves out, while another has its own, is read from the list of servers', async () => {
    const zones = [{ name: 'z1', servers: [at(1)] }, { name: 'z2' }];
    const servers = data({ contents: [at(1, 'z1'), at(2, 'z2')] });
    const ocp = await ocpWith({ zones }, { '/api/v2/ob/clusters/1/servers': servers });
    const cluster = await ocp.readCluster(1);
    expect(cluster?.hosts.map(({ id, zone }) => [id, zone])).toEqual([
      [1, 'z1'],
      [2, 'z2'],
    ]);
  });

  it('that only its zone names stays, whatever the list of servers has', async () => {
    const zones = [{ name: 'z1', servers: [at(1)] }, { name: 'z2' }];
    const servers = data({ contents: [at(2, 'z2')] });
    const ocp = await ocpWith({ zones }, { '/api/v2/ob/clusters/1/servers': servers });
    expect((await ocp.readCluster(1))?.hosts.map(({ id }) => id)).toEqual([1, 2]);
  });

  it.each<[string, unknown, string]>([
    ['a text', [{ name: 'z1', servers: ['10.0.0.1', at(2)] }], 'zones[0].servers[0]'],
    ['texts in place of zones', ['z1', 'z2'], 'zones[0]'],
    ['a number in place of a list', [{ name: 'z1', servers: 3 }], 'zones[0].servers'],
  ])('that comes as %s makes the cluster a fault', async (_what, zones, field) => {
    const ocp = await ocpWith({ zones });
    expect((await faultOf(ocp.readCluster(1))).message).toContain(`its field ${field} is missing or of`);
  });

  it('that names no zone makes the cluster a fault', async () => {
    const servers = data({ contents: [at(1, 'z1'), at(2)] });
    const ocp = await ocpWith({ zones: [{ name: 'z1' }] }, { '/api/v2/ob/clusters/1/servers': servers });
    expect((await faultOf(ocp.readCluster(1))).message).toContain(
      'OCP hz gave a server that cannot be read: its field zoneName is missing',
    );
  });
});

describe('a link of an OBProxy cluster', () => {
  it.each<[string, object, readonly string[] | undefined]>([
    ['by the number inside OceanBase alone', { obClusterId: '1001' }, ['edge']],
    ['by another number', { obClusterId: 1002 }, []],
    ['in a spelling that nobody knows', { cluster: 'shop' }, undefined],
  ])('%s', async (_what, one, expected) => {
    const links = list([{ name: 'edge', obLinks: [one] }]);
    const ocp = await ocpWith(
      { zones: [{ name: 'z', servers: [at(1)] }] },
      { '/api/v2/obproxy/clusters': links },
    );
    expect((await ocp.readCluster(1))?.proxyClusters).toEqual(expected);
  });
});

describe('a list', () => {
  const NO_LIST =
    /^OCP hz gave no whole list of its clusters: (.*)\. A short list is never taken for a whole one/;

  it('that counts one record on three pages is not whole', async () => {
    server = await oddServer(list([SHOP], { totalElements: 1, totalPages: 3 }));
    const caught = await faultOf(server.client().ocp.listClusters());
    expect(NO_LIST.exec(caught.message)?.[1]).toBe('it has 1 on 3 pages, and 1 came on 1');
  });

  it.each([0, 1])('that is empty on %i pages is whole', async (totalPages) => {
    server = await oddServer(list([], { totalPages }));
    expect(await server.client().ocp.listClusters()).toEqual([]);
  });

  /** One more cluster on every page, of very many. */
  const endless: Answer = (response, request) => {
    const number = Number(/page=(\d+)/.exec(request.url ?? '')?.[1]);
    const cluster = { ...SHOP, id: number, obClusterId: number };
    list([cluster], { number, totalElements: 900_000_000, totalPages: null })(response, request);
  };

  it('that never ends is given up in time', async () => {
    server = await oddServer(endless);
    const caught = await faultOf(server.client({}, { listMs: 50 }).ocp.listClusters());
    expect(caught.message).toMatch(/it has 900000000, and only \d+ came on \d+ pages\. A short list/);
    expect(caught.unanswered).toBe(true);
  });

  it('that never ends is given up however quickly its pages come', async () => {
    server = await oddServer(endless);
    await faultOf(server.client({}, { listMs: 600_000 }).ocp.listClusters());
    expect(server.asked).toHaveLength(2_000);
  }, 30_000);
});

describe('a log', () => {
  it.each<[string, unknown, string]>([
    ['as it came', { log: 'a\nb' }, 'a\nb'],
    ['nothing when there is none yet', { log: null }, ''],
    ['nothing when there are no data', undefined, ''],
  ])('is %s', async (_what, answer, expected) => {
    server = await oddServer(data(answer));
    expect(await server.client().ocp.subtaskLog(7, 8)).toBe(expected);
  });

  it('of another kind is not shown as an empty one', async () => {
    server = await oddServer(data({ log: ['a', 'b'] }));
    const caught = await faultOf(server.client().ocp.subtaskLog(7, 8));
    expect(caught.message).toBe(
      'OCP hz gave a log that cannot be read: its field log is of another kind than expected.',
    );
  });
});
