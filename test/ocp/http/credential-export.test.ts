import { afterEach, describe, expect, it } from 'vitest';
import type { OcpLimits } from '../../../src/ocp/http/api.ts';
import { type Answer, data, faultOf, json, type OddServer, oddServer, refusal } from './odd-server.ts';

const KEY = 'Correct-horse-7';
const SHOP = { ocp: 'hz', id: 5, name: 'shop/1', obClusterId: 1001 };
const RECORD = { id: 5, name: 'shop/1', obClusterId: 1001, type: 'PRIMARY', status: 'RUNNING' };
const PATH = '/api/v2/own/{clusterId}/export?name={clusterName}&number={obClusterId}';

let server: OddServer;
let bodies: string[];
afterEach(() => server.stop());

/** An OCP that knows the cluster, and answers the export as told. */
async function ocpThat(answer: Answer, record: object = RECORD, limits: Partial<OcpLimits> = {}) {
  bodies = [];
  server = await oddServer((response, request) => {
    if (request.method === 'GET') return data(record)(response, request);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      answer(response, request);
    });
  });
  return server.client({ credentialExport: { path: PATH } }, limits).ocp;
}

function file(headers: Record<string, string>, bytes: string | Buffer = Buffer.from([1, 2, 3])): Answer {
  return (response) => response.writeHead(200, headers).end(bytes);
}

describe('the export through a call that was configured', () => {
  it('sends the key in the body, and the cluster where the path has it', async () => {
    const ocp = await ocpThat(file({ 'content-disposition': 'attachment; filename="OceanBase_1.osf"' }));
    const { name, bytes } = await ocp.exportCredentials(SHOP, KEY);
    expect([name, ...bytes]).toEqual(['OceanBase_1.osf', 1, 2, 3]);
    expect(server.asked.at(-1)).toBe('POST /api/v2/own/5/export?name=shop%2F1&number=1001');
    expect(bodies).toEqual([JSON.stringify({ secret: KEY })]);
    expect(ocp.exportInConsole).toBeUndefined();
  });

  it('waits for a file longer than for another answer', async () => {
    const ocp = await ocpThat((response, request) => {
      setTimeout(() => file({})(response, request), 1_000);
    });
    expect([...(await ocp.exportCredentials(SHOP, KEY)).bytes]).toEqual([1, 2, 3]);
  });

  it('says how long it waited for a file that never came', async () => {
    const ocp = await ocpThat(() => undefined, RECORD, { exportMs: 2_000 });
    const fault = await faultOf(ocp.exportCredentials(SHOP, KEY));
    expect(fault.message).toBe('OCP hz did not answer within 2 s.');
  });

  it.each([
    ['no name', {}, 'shop_1-1001-credentials.osf'],
    ['a path', { 'content-disposition': 'attachment; filename="../../etc/passwd"' }, '_.._etc_passwd'],
    ['a hidden file', { 'content-disposition': 'attachment; filename=.bashrc' }, 'bashrc'],
  ])('gives the file a safe name: %s', async (_what, headers, name) => {
    const ocp = await ocpThat(file(headers));
    expect((await ocp.exportCredentials(SHOP, KEY)).name).toBe(name);
  });

  it.each([
    ['as it is', KEY],
    ['in lower case', KEY.toLowerCase()],
    ['in hex', Buffer.from(KEY).toString('hex')],
    ['encoded', encodeURIComponent(KEY)],
  ])('takes no file name that has the key in it, %s', async (_how, said) => {
    const ocp = await ocpThat(file({ 'content-disposition': `attachment; filename="${said}.osf"` }));
    expect((await ocp.exportCredentials(SHOP, KEY)).name).toBe('shop_1-1001-credentials.osf');
  });

  it.each([
    ['as it is', Buffer.from(`secret=${KEY}`)],
    ['in UTF-16', Buffer.from(KEY, 'utf16le')],
    ['in hex', Buffer.from(Buffer.from(KEY).toString('hex'))],
    ['in base64', Buffer.from(Buffer.from(`secret=${KEY};`).toString('base64'))],
  ])('takes nothing for the file that has the key in it, %s', async (_how, body) => {
    const ocp = await ocpThat(file({ 'content-type': 'text/plain' }, body));
    const fault = await faultOf(ocp.exportCredentials(SHOP, KEY));
    expect(fault.message).toContain('the answer has the encryption key in it');
    expect(fault.message.toLowerCase()).not.toContain(KEY.toLowerCase());
  });

  it('names no host of a redirect that has the key in it', async () => {
    const ocp = await ocpThat((response) =>
      response.writeHead(302, { location: `http://${KEY}.example.com/` }).end(),
    );
    const fault = await faultOf(ocp.exportCredentials(SHOP, KEY));
    expect(fault.message).toMatch(/sends to .* instead of answering \(HTTP 302\)/);
    expect(fault.message.toLowerCase()).not.toContain(KEY.toLowerCase());
  });

  it('logs no trace id of an answer to the call that carried the key', async () => {
    const ocp = await ocpThat(json(400, { successful: false, traceId: KEY, error: { message: 'no' } }));
    const fault = await faultOf(ocp.exportCredentials(SHOP, KEY));
    expect(JSON.stringify(fault.failure)).not.toContain(KEY);
    expect(server.seen.at(-1)).toMatchObject({ method: 'POST', status: 400 });
    expect(JSON.stringify(server.seen)).not.toContain(KEY);
  });

  it.each<[string, Answer, RegExp]>([
    [
      'a refusal',
      refusal(403, 30014, `no right to export with ${KEY}`),
      /^OCP hz refused: no right to export with \*\*\*\. Moveout's user there needs/,
    ],
    [
      'an envelope',
      json(200, { successful: true, data: {} }),
      /gave no credential file for shop\/1:1001: the answer is JSON, not a file\. Check the path in OCP_HZ_CREDENTIAL_EXPORT, or leave it unset/,
    ],
    ['other JSON', json(200, { a: 1 }), /did not answer as OCP's API does/],
    ['nothing', file({}, ''), /the answer is empty/],
    ['a web page', file({ 'content-type': 'text/html' }, '<html>log in</html>'), /the answer is a web page/],
    [
      'another status',
      (response) => response.writeHead(404).end('x'),
      /did not answer as OCP's API does, but with something else \(HTTP 404\)/,
    ],
    ['a cut connection', (response) => response.destroy(), /was cut before the answer was there/],
  ])('takes %s for no file, and never repeats the key', async (_what, answer, sentence) => {
    const ocp = await ocpThat(answer);
    const caught = await faultOf(ocp.exportCredentials(SHOP, KEY));
    expect(caught.message).toMatch(sentence);
    expect(JSON.stringify(caught.failure)).not.toContain(KEY);
    expect(bodies).toHaveLength(1);
  });

  /** The words of a sentence that are no words of ours: what OCP made of the key. */
  const spelledOut = (said: string) =>
    said.split(' ').filter((word) => word.length > 14 && !/^x+$/.test(word));

  const ODD_KEY = 'aB\\c1%d&E-7x';
  it.each<[string, string, string]>([
    ['inside quoted JSON', KEY, `cannot parse ${JSON.stringify({ secret: KEY })}`],
    ['where the sentence is cut', KEY, `${'x'.repeat(390)} ${KEY}`],
    ['in part', KEY, `bad character after ${KEY.slice(0, 9)}`],
    ['with its backslash doubled', ODD_KEY, `cannot parse ${JSON.stringify({ secret: ODD_KEY })}`],
    ['as in an address', ODD_KEY, `bad field secret=${encodeURIComponent(ODD_KEY)}`],
    ['as in a web page', ODD_KEY, `bad field ${ODD_KEY.replace('&', '&amp;')}`],
    ['as numbers of characters', 'a&1&B&c&D&2', `bad field ${'a&1&B&c&D&2'.replaceAll('&', '&#38;')}`],
    ['as hex', KEY, `bad field ${Buffer.from(KEY).toString('hex')}`],
    ['as hex in capitals', ODD_KEY, `bad field ${Buffer.from(ODD_KEY).toString('hex').toUpperCase()}`],
    ...['', 'x', 'xy'].map((before): [string, string, string] => [
      `as base64 behind "${before}"`,
      KEY,
      `bad body ${Buffer.from(`${before}${KEY}`).toString('base64')}`,
    ]),
    [
      'as base64 of addresses',
      ODD_KEY,
      `bad body ${Buffer.from(`{"a":"${ODD_KEY}"}`).toString('base64url')}`,
    ],
  ])('shows no part of a key that OCP repeats %s', async (_what, key, said) => {
    const ocp = await ocpThat(refusal(400, key, said));
    const caught = await faultOf(ocp.exportCredentials(SHOP, key));
    const shown = JSON.stringify([caught.failure, String(caught.cause)]).replaceAll('\\', '');
    for (const spelled of spelledOut(said)) expect(shown).not.toContain(spelled);
    for (let at = 0; at + 5 <= key.length; at += 1)
      expect(shown).not.toContain(key.slice(at, at + 5).replaceAll('\\', ''));
    expect(caught.failure.httpStatus).toBe(400);
  });

  it('says that OCP’s words are left out, and hides none of ours for a key that is like them', async () => {
    const ocp = await ocpThat(refusal(400, 10001, 'bad: Check-O'));
    await expect(ocp.exportCredentials(SHOP, 'Check-OCP-1')).rejects.toThrow(
      'OCP hz refused: its words hold a part of the encryption key and are not shown.',
    );
    await server.stop();
    const silent = await ocpThat(file({}, ''));
    await expect(silent.exportCredentials(SHOP, 'Check-the-path-1')).rejects.toThrow(
      'the answer is empty. Check the path in OCP_HZ_CREDENTIAL_EXPORT',
    );
  });

  it.each([
    ['a query that is not sorted', '/x?b={obClusterId}&a={clusterName}', 'POST /x?a=shop%2F1&b=1001'],
    ['a path that looks like another host', '//other.example.com/x', 'POST //other.example.com/x'],
  ])('asks this OCP alone, as it is signed: %s', async (_what, path, asked) => {
    bodies = [];
    server = await oddServer((response, request) =>
      request.method === 'GET' ? data(RECORD)(response, request) : file({})(response, request),
    );
    const { ocp } = server.client({ credentialExport: { path } });
    await ocp.exportCredentials(SHOP, KEY);
    expect(server.asked.at(-1)).toBe(asked);
  });

  it('exports nothing when the id belongs to another cluster now', async () => {
    const ocp = await ocpThat(file({}), { ...RECORD, name: 'crm' });
    await expect(ocp.exportCredentials(SHOP, KEY)).rejects.toThrow(
      'OCP hz lists no cluster shop/1:1001 with the id 5, so nothing was exported.',
    );
    expect(bodies).toEqual([]);
  });
});

describe('the export in the console', () => {
  it('is told to people, and not done by Moveout', async () => {
    server = await oddServer(() => undefined);
    const { ocp } = server.client();
    expect(ocp.exportInConsole).toContain('*Credential Management*');
    await expect(ocp.exportCredentials(SHOP, KEY)).rejects.toThrow(
      'are exported in its console, not by Moveout.',
    );
    expect(server.asked).toEqual([]);
  });
});
