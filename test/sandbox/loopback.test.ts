import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { Person } from '../person.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi } from './raw-bot.ts';

let slack: LocalSlack;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-slack-page-'));
  const pageDir = join(folder, 'page');
  await mkdir(join(pageDir, 'render'), { recursive: true });
  await writeFile(join(pageDir, 'index.html'), '<!doctype html><title>Page</title>');
  await writeFile(join(pageDir, 'render', 'blocks.js'), 'export {};');
  await writeFile(join(folder, 'secret.js'), 'secret');
  await writeFile(join(pageDir, 'notes.txt'), 'notes');
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES), pageDir });
});

afterAll(async () => {
  await slack.stop();
  await rm(folder, { recursive: true });
});

interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Buffer;
}

/** A request with exactly this path and these headers, Host included. */
async function ask({ path, method = 'GET', headers = {}, body }: Asked): Promise<{
  readonly status: number | undefined;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}> {
  const { port } = new URL(slack.url);
  const sent = request({ host: '127.0.0.1', port, path, method, headers });
  sent.on('error', () => undefined);
  sent.end(body);
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

const PORT = 'PORT';
const withPort = (headers: Asked['headers'] = {}): { [name: string]: string } =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace(PORT, new URL(slack.url).port)]),
  );

describe('who may call', () => {
  it.each<readonly [string, string, Asked['headers'], number]>([
    ['GET', '/', { host: '127.0.0.1:PORT' }, 200],
    ['GET', '/', { host: 'localhost:PORT' }, 200],
    ['GET', '/', { host: 'localhost:PORT', origin: 'http://localhost:PORT' }, 200],
    ['GET', '/', { host: 'evil.test:PORT' }, 403],
    ['GET', '/', { host: '127.0.0.1' }, 403],
    ['GET', '/', { host: '127.0.0.1:PORT', origin: 'http://evil.test' }, 403],
    ['GET', '/', { host: '127.0.0.1:PORT', origin: 'null' }, 403],
    ['GET', '/local/log', { host: 'evil.test' }, 403],
    ['GET', '/local/log', { host: '127.0.0.1:PORT', origin: 'https://127.0.0.1:PORT' }, 403],
    ['POST', '/local/post', { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:1' }, 403],
    ['POST', '/api/auth.test', { host: 'evil.test' }, 403],
    ['POST', '/api/auth.test', { host: '127.0.0.1:PORT', origin: 'http://evil.test' }, 200],
    ['POST', '/response/ABC', { host: 'evil.test' }, 403],
    ['POST', '/upload/v1/ABC', { host: 'evil.test' }, 403],
  ])('%s %s %o: %i', async (method, path, headers, status) => {
    expect((await ask({ method, path, headers: withPort(headers) })).status).toBe(status);
  });
});

describe('the page', () => {
  it('comes with a strict policy and is not kept', async () => {
    const { headers, body } = await ask({ path: '/' });
    expect(body).toContain('<title>Page</title>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    });
  });

  it.each([
    ['/?as=U0ADA', 200],
    ['/render/blocks.js', 200],
    ['/render%2Fblocks.js', 200],
    ['/secret.js', 404],
    ['/../secret.js', 404],
    ['/..%2fsecret.js', 404],
    ['/render/..%2f..%2fsecret.js', 404],
    ['/%2fetc%2fpasswd', 404],
    ['/notes.txt', 404],
    ['/%E0%A4%A', 404],
    ['/index.html%00.js', 404],
    ['//', 400],
  ])('%s: %i', async (path, status) => {
    expect((await ask({ path })).status).toBe(status);
  });
});

describe('a request that cannot be read', () => {
  const command = (more: object): string =>
    JSON.stringify({ as: 'U0ADA', channel: 'C0ONCALL', text: '/try', ...more });

  it.each<readonly [string, Asked, number, RegExp]>([
    ['no JSON', { path: '/local/command', body: '{"as"' }, 400, /not JSON/],
    ['a list', { path: '/local/command', body: '[]' }, 400, /cannot be read/],
    ['no command', { path: '/local/command', body: command({ text: 'try' }) }, 400, /begins with \//],
    ['nobody', { path: '/local/command', body: command({ as: 'U0NOBODY' }) }, 400, /`as` has to be/],
    ['the bot', { path: '/local/command', body: command({ as: 'U0MOVEOUT' }) }, 400, /`as` has to be/],
    [
      'a hidden channel',
      { path: '/local/command', body: command({ as: 'U0LINUS', channel: 'G0DBA' }) },
      400,
      /`channel` has/,
    ],
    ['an unknown fault', { path: '/local/faults', body: '{"method":"x","kind":"flood"}' }, 400, /kind/],
    ['an unknown call', { path: '/local/dance', body: '{}' }, 404, /no such call/],
    ['too much', { path: '/local/command', body: Buffer.alloc(2_100_000, 'x') }, 413, /too large/],
    ['too much', { path: '/api/auth.test', body: Buffer.alloc(5_100_000, 'x') }, 413, /too_large/],
    ['no JSON', { path: '/response/ABC', body: 'x' }, 400, /invalid_payload/],
    ['another method', { path: '/local/command', method: 'DELETE' }, 404, /no such call/],
    ['another method', { path: '/api/auth.test', method: 'GET' }, 405, /Only POST/],
    ['another method', { path: '/', method: 'PUT' }, 405, /Only GET/],
    ['nobody', { path: '/local/workspace?as=U0NOBODY', method: 'GET' }, 400, /`as` has to be/],
    ['no channel', { path: '/local/history?as=U0ADA', method: 'GET' }, 400, /`channel` has to be/],
    ['no file', { path: '/local/files/F0?as=U0ADA', method: 'GET' }, 404, /no such file/],
    [
      'a broken form',
      { path: '/upload/v1/ABC', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'x' },
      400,
      /does not match/,
    ],
  ])('%s: %o', async (_what, asked, status, sentence) => {
    const answer = await ask({ method: 'POST', ...asked });
    expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(sentence)]);
    expect(answer.body).not.toMatch(/node_modules|\.ts:\d/);
    expect(await callApi(slack, 'auth.test')).toMatchObject({ ok: true });
  });

  it('does not end the server when it is no HTTP at all', async () => {
    const socket = connect(Number(new URL(slack.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.end('\u0000\u0001 nonsense\r\n\r\n');
    await once(socket, 'close');
    expect(await callApi(slack, 'auth.test')).toMatchObject({ ok: true });
  });
});

describe('a file', () => {
  it('is a download whatever its name', async () => {
    const name = 'a"\r\n<b>é.html';
    const asked = await callApi(slack, 'files.getUploadURLExternal', { filename: name, length: 3 });
    await fetch(String(asked.upload_url), { method: 'POST', body: 'abc' });
    const files = [{ id: String(asked.file_id) }];
    await callApi(slack, 'files.completeUploadExternal', { files, channel_id: 'C0ONCALL' });
    const { headers } = await ask({ path: `/local/files/${String(asked.file_id)}?as=U0ADA` });
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''a%22%0D%0A%3Cb%3E%C3%A9.html",
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });
});

describe('start and stop', () => {
  it('says what is wrong with a manifest', async () => {
    await expect(startLocalSlack({ manifest: 'display_information: {}' })).rejects.toThrow(/oauth_config/);
  });

  it('ends open streams, and a second stop does nothing', async () => {
    const other = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
    const stream = await fetch(`${other.url}local/events?as=U0ADA`);
    await other.stop();
    expect(await stream.text()).toBe('retry: 500\n\n');
    await other.stop();
    await expect(new Person(other.url, 'U0ADA').workspace()).rejects.toThrow();
  });

  it('refuses a port that is taken', async () => {
    const port = Number(new URL(slack.url).port);
    await expect(startLocalSlack({ manifest: manifestWith(ALL_SCOPES), port })).rejects.toThrow(/EADDRINUSE/);
  });
});
