/** The vectors agree with the signing of OceanBase's own client of OCP; OCP's pages give none. */
import { describe, expect, it } from 'vitest';
import { messageOf, type SignedRequest, signature, signedQuery } from '../../../src/ocp/wire/signature.ts';

const SECRET = 'SKEXAMPLE-secret-0001';
const DATE = 'Tue, 17 Jan 2023 03:36:01 GMT';
const HOST = 'ocp.example.test:8080';
const MOVE_OUT = '{"deleteHost":false,"retainClusterInfo":false}';

function signed(method: string, pathAndQuery: string, more: Partial<SignedRequest> = {}): SignedRequest {
  const ocpHeaders = { 'x-ocp-origin': 'ocp-move' };
  return {
    method,
    pathAndQuery,
    contentType: 'application/json',
    date: DATE,
    host: HOST,
    ocpHeaders,
    ...more,
  };
}

const LIST = signed(
  'GET',
  `/api/v2/ob/clusters?${signedQuery({ status: 'RUNNING,STOPPED', size: 10, page: 1 })}`,
);

describe('signature', () => {
  it.each([
    { what: 'a list with a query', request: LIST, expected: '9BxhON7obNZdQxijocwVlhUzy+o=' },
    {
      what: 'a read without content type and headers',
      request: signed('GET', '/api/v2/tasks/instances/1000', { contentType: '', ocpHeaders: {} }),
      expected: 'GWAMAKLxi7sa00hV6t3gfhe1qCw=',
    },
    {
      what: 'a move-out with a body',
      request: signed('POST', '/api/v2/ob/clusters/1/moveOut', { body: Buffer.from(MOVE_OUT) }),
      expected: 'Ybwau+/ZgB4+mCaymkGZxurhrgM=',
    },
    {
      what: 'a retry without a body',
      request: signed('POST', '/api/v2/tasks/instances/1000/retry'),
      expected: '9MRILsTBmzz4o/QhXNDxsOeHCcY=',
    },
  ])('signs $what', ({ request, expected }) => {
    expect(signature(request, SECRET)).toBe(expected);
  });

  it('signs seven parts, with empty ones kept and the headers sorted by name', () => {
    const request = signed('GET', '/p', { contentType: '', ocpHeaders: { 'x-ocp-b': '2', 'x-ocp-a': '1' } });
    expect(messageOf(request)).toBe(`GET\n\n\n${DATE}\n${HOST}\nx-ocp-a:1\nx-ocp-b:2\n/p`);
    expect(messageOf(LIST)).toBe(
      `GET\n\napplication/json\n${DATE}\n${HOST}\nx-ocp-origin:ocp-move\n/api/v2/ob/clusters?page=1&size=10&status=RUNNING%2CSTOPPED`,
    );
  });
});

describe('signedQuery', () => {
  it.each([
    [{}, ''],
    [{ b: 2, a: 1 }, 'a=1&b=2'],
    [{ name: "a b/c,d!'()*~-_." }, 'name=a%20b%2Fc%2Cd%21%27%28%29%2A~-_.'],
    [{ name: '支付' }, 'name=%E6%94%AF%E4%BB%98'],
  ])('writes %j', (query, expected) => {
    expect(signedQuery(query)).toBe(expected);
  });
});
