/** What may come in place of a list of clusters, and the sentence that a person gets. Nothing of it may be taken for a list. */
import { afterEach, describe, expect, it } from 'vitest';
import { OcpFault } from '../../../src/workflow/ports.ts';
import { type Answer, data, json, list, type OddServer, oddServer, refusal } from './odd-server.ts';

const SHOP = { id: 1, name: 'shop', obClusterId: 1001, type: 'PRIMARY', status: 'RUNNING', zones: [] };
const CRM = { ...SHOP, id: 2, name: 'crm', obClusterId: 1002 };

let server: OddServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

function html(status: number): Answer {
  return (response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>secret page</h1></html>');
}

function text(body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
}

/** The pages of a list, one after the other; the last one again and again. */
function pages(...answers: readonly Answer[]): Answer {
  let at = 0;
  return (response, request) => {
    answers[Math.min(at, answers.length - 1)]?.(response, request);
    at += 1;
  };
}

const page = (number: number, totalElements: number, totalPages: number) => ({
  number,
  totalElements,
  totalPages,
  size: 1,
});

async function fault(answer: Answer): Promise<OcpFault> {
  server = await oddServer(answer);
  const caught = await server
    .client()
    .ocp.listClusters()
    .catch((error: unknown) => error);
  if (!(caught instanceof OcpFault)) throw new Error(`taken for a list: ${JSON.stringify(caught)}`);
  return caught;
}

const NO_LIST =
  /^OCP hz gave no whole list of its clusters: (.*)\. A short list is never taken for a whole one\.$/;

describe('in place of an answer of OCP', () => {
  it.each<[string, Answer, RegExp]>([
    [
      'a web page with 200',
      html(200),
      /^OCP hz did not answer as OCP's API does, but with a web page \(HTTP 200\)\. Check OCP_HZ_URL\.$/,
    ],
    [
      'a web page with 404',
      html(404),
      /^OCP hz did not answer as OCP's API does, but with a web page \(HTTP 404\)\. Check OCP_HZ_URL\.$/,
    ],
    [
      'a web page with 502',
      html(502),
      /^OCP hz did not answer as OCP's API does, but with a web page \(HTTP 502\)\. It may be starting, or a proxy in front of it cannot reach it; try again, then check OCP_HZ_URL\.$/,
    ],
    [
      'nothing',
      text(''),
      /^OCP hz did not answer as OCP's API does, but with something else \(HTTP 200\)\. Check OCP_HZ_URL\.$/,
    ],
    ['half of some JSON', text('{"data":{"contents":['), /but with something else \(HTTP 200\)/],
    [
      'bytes that are no UTF-8',
      text(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
      /but with something else \(HTTP 200\)/,
    ],
    ['JSON that is no envelope', json(200, ['shop']), /but with something else \(HTTP 200\)/],
    [
      'an envelope of wrong types',
      json(200, { successful: 'yes', data: { contents: [] } }),
      /but with something else \(HTTP 200\)/,
    ],
    [
      '200 with successful=false',
      json(200, {
        successful: false,
        error: { code: 10010, message: 'Unexpected  error\n' },
        traceId: '5f0d2c1b7a9e4c33',
      }),
      /^OCP hz refused: Unexpected error\.$/,
    ],
    ['a refusal without words', json(400, { successful: false }), /^OCP hz refused\.$/],
    [
      'a server error',
      refusal(500, '10010', 'NullPointerException'),
      /^OCP hz answered with an error of its own \(HTTP 500\): NullPointerException\.$/,
    ],
    [
      'no permission',
      refusal(403, 30014, 'Operation not permitted'),
      /^OCP hz refused: Operation not permitted\. Moveout's user there needs the permission to read clusters\.$/,
    ],
    [
      'a web page with 403',
      html(403),
      /^OCP hz refused\. Moveout's user there needs the permission to read clusters\. Or a proxy in front of OCP does not let the call through\.$/,
    ],
    [
      'a redirect to another host',
      (response) => response.writeHead(302, { location: 'http://login.example.com/?next=secret' }).end(),
      /^OCP hz sends to login\.example\.com instead of answering \(HTTP 302\), and Moveout does not follow\. Check OCP_HZ_URL\.$/,
    ],
    [
      'an endless body',
      endless,
      /^OCP hz (answered with more than 2 MiB, which is no answer of OCP's API\. Check OCP_HZ_URL\.|began to answer, and did not come to an end within 1 s\.)$/,
    ],
    ['a byte now and then', byteByByte, /^OCP hz began to answer, and did not come to an end within 1 s\.$/],
    ['no answer ever', () => undefined, /^OCP hz did not answer within 1 s\.$/],
    [
      'a connection that is cut',
      (response) => response.destroy(),
      /^The connection to OCP hz was cut before the answer was there \(\w+\)\.$/,
    ],
    [
      'a body that is cut',
      (response) => {
        response.writeHead(200, { 'content-length': '1000', 'content-type': 'application/json' });
        response.write('{"data":', () => response.destroy());
      },
      /^The connection to OCP hz was cut before the answer was there \(\w+\)\.$/,
    ],
  ])('%s', async (_what, answer, sentence) => {
    const caught = await fault(answer);
    expect(caught.message).toMatch(sentence);
    expect(JSON.stringify(caught.failure)).not.toMatch(/secret/);
  });

  it('marks without end are cut, and stay on one line', async () => {
    const error = { code: 'ab\n'.repeat(50_000), message: 'no '.repeat(50_000) };
    const caught = await fault(json(400, { successful: false, traceId: 'f'.repeat(100_000), error }));
    expect(caught.failure.traceId).toBe('f'.repeat(64));
    expect(caught.failure.code).toMatch(/^(ab ){21}a$/);
    expect(caught.message).toMatch(/^OCP hz refused: (no ){100,}n?o?…\.$/);
    expect(caught.message.length).toBeLessThan(500);
  });

  it('a port at which nothing listens', async () => {
    server = await oddServer(() => undefined);
    const { port } = server;
    const { ocp } = server.client();
    await server.stop();
    const again = await oddServer(() => undefined);
    const client = again.client({ url: new URL(`http://127.0.0.1:${port}`) });
    await expect(client.ocp.listClusters()).rejects.toThrow(
      `OCP hz cannot be reached: nothing answers at 127.0.0.1:${port}. Check that OCP runs, and OCP_HZ_URL.`,
    );
    await again.stop();
    expect(ocp.name).toBe('hz');
  });

  it('a name that nobody knows', async () => {
    server = await oddServer(() => undefined);
    const { ocp } = server.client({ url: new URL('http://no-such-host.invalid:8080') });
    await expect(ocp.listClusters()).rejects.toThrow(
      'OCP hz cannot be reached: the name no-such-host.invalid is not known here. Check OCP_HZ_URL and the DNS.',
    );
  });
});

describe('in place of a whole list', () => {
  it.each<[string, Answer, string]>([
    ['one that counts more than came', list([SHOP], { totalElements: 2 }), 'it has 2, and 1 came'],
    ['one that counts less than came', list([SHOP, CRM], { totalElements: 1 }), 'it has 1, and 2 came'],
    ['one without a page', data({ contents: [SHOP] }), 'page 1 does not say how many there are'],
    ['one without contents', data({ page: page(1, 0, 0) }), 'page 1 does not say how many there are'],
    ['no data', json(200, { successful: true }), 'page 1 does not say how many there are'],
    ['a cluster twice', list([SHOP, SHOP]), 'a record came twice'],
    [
      'a second page that is empty',
      (response, request) =>
        (request.url?.includes('page=1&') ? list([SHOP], page(1, 2, 2)) : list([], page(2, 2, 2)))(
          response,
          request,
        ),
      'it has 2, and 1 came',
    ],
    [
      'the first page again',
      (response, request) => list([SHOP], page(1, 2, 2))(response, request),
      'page 1 came when page 2 was asked for',
    ],
    [
      'a list that shrinks while it is read',
      (response, request) =>
        (request.url?.includes('page=1&') ? list([SHOP], page(1, 3, 3)) : list([CRM], page(2, 2, 2)))(
          response,
          request,
        ),
      'it had 3 at first and 2 on page 2',
    ],
  ])('%s', async (_what, answer, why) => {
    const caught = await fault(answer);
    expect(NO_LIST.exec(caught.message)?.[1]).toBe(why);
    expect(caught.unanswered).toBe(true);
  });

  it('is read once more when somebody changed it meanwhile', async () => {
    const shrinking = pages(
      list([SHOP], page(1, 3, 3)),
      list([CRM], page(2, 2, 2)),
      list([SHOP], page(1, 2, 2)),
      list([CRM], page(2, 2, 2)),
    );
    server = await oddServer(shrinking);
    const clusters = await server.client().ocp.listClusters();
    expect(clusters.map(({ name }) => name)).toEqual(['shop', 'crm']);
  });

  it('is taken when it is empty and says so', async () => {
    server = await oddServer(list([]));
    expect(await server.client().ocp.listClusters()).toEqual([]);
  });

  it('is taken in the older spelling', async () => {
    server = await oddServer(
      data({ contents: [SHOP], page: { totalElements: '1', totalPage: 1, number: 1 } }),
    );
    expect(await server.client().ocp.listClusters()).toHaveLength(1);
  });
});

describe('a record that is not as expected', () => {
  it.each<[string, unknown, string]>([
    ['no name', { ...SHOP, name: null }, 'its field name is missing or of another kind than expected'],
    ['a number for a name', { ...SHOP, name: 7 }, 'its field name is missing'],
    ['no identity', { ...SHOP, obClusterId: 'seven' }, 'its field obClusterId is missing'],
    [
      'a server without address',
      { ...SHOP, zones: [{ name: 'z', servers: [{ id: 1 }] }] },
      'its field zones[0].servers[0].ip is missing',
    ],
    ['a text', 'shop', 'it is no object'],
  ])('%s', async (_what, record, why) => {
    const caught = await fault(list([record]));
    expect(caught.message).toContain(`OCP hz gave a cluster that cannot be read: ${why}`);
  });

  it('is read as far as it goes: unknown states, numbers as texts, other names of fields', async () => {
    const odd = {
      ...SHOP,
      id: '1',
      obClusterId: '1001',
      status: 'HIBERNATING',
      type: null,
      fullVersion: '4.2.1.8',
      zones: null,
      extra: [1],
    };
    server = await oddServer(list([odd]));
    expect(await server.client().ocp.listClusters()).toEqual([
      {
        ocp: 'hz',
        id: 1,
        name: 'shop',
        obClusterId: 1001,
        type: 'PRIMARY',
        status: 'HIBERNATING',
        obVersion: '4.2.1.8',
        metaDb: undefined,
        standbys: [],
      },
    ]);
  });
});

function endless(response: Parameters<Answer>[0]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = Buffer.alloc(65_536, 0x20);
  const more = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

function byteByByte(response: Parameters<Answer>[0]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}
