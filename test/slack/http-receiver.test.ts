/** What the HTTP receiver takes, refuses and says; a real Bolt app is behind it. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { sayWhere } from '../../src/slack/http-receiver.ts';
import { waitUntil } from '../wait-until.ts';
import { COMMAND, type HttpBot, type Sent, send, signed, startHttpBot } from './http-bot.ts';

/** Noon, when nothing else is said. */
const NOON_S = Date.UTC(2026, 10, 9, 12) / 1_000;
let nowS = NOON_S;
let bot: HttpBot;
let bots: HttpBot[];

beforeEach(async () => {
  nowS = NOON_S;
  bots = [];
  bot = await start();
});
afterEach(async () => {
  for (const each of bots) await each.stop();
});

async function start(more: Parameters<typeof startHttpBot>[0] = {}): Promise<HttpBot> {
  const started = await startHttpBot({ now: () => nowS * 1_000, ...more });
  bots.push(started);
  return started;
}

/** Sends what Slack would have signed at noon, unless the headers are given. */
const sendAtNoon = ({ body = COMMAND, headers = signed(body, NOON_S), ...more }: Sent = {}) =>
  send(bot.port, { body, headers, ...more });

function warnings(): string[] {
  return bot.log.filter((line) => line.includes('"level":"warn"') || line.includes('"level":"error"'));
}

describe('a request of Slack', () => {
  it('is taken, and the acknowledgement is its answer', async () => {
    expect(await sendAtNoon()).toEqual({ status: 200, body: 'You typed a b.' });
    expect([bot.taken, warnings()]).toEqual([['a b'], []]);
  });

  it('is taken with a charset behind the content type, and with a query behind the path', async () => {
    const headers = {
      ...signed(COMMAND, NOON_S),
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    };
    expect(await sendAtNoon({ headers, path: '/slack/events?x=1' })).toMatchObject({ status: 200 });
  });

  it.each([-300, 300])('is taken when it was signed %i seconds from now', async (seconds) => {
    nowS = NOON_S - seconds;
    expect(await sendAtNoon()).toMatchObject({ status: 200 });
  });

  it('that nobody listens for is answered at once', async () => {
    const body = `payload=${encodeURIComponent('{"type":"block_actions","actions":[{"action_id":"x","type":"button"}],"user":{"id":"U1"},"team":{"id":"T1"}}')}`;
    expect(await sendAtNoon({ body })).toEqual({ status: 404, body: '' });
  });

  it.each(['ssl_check=1&token=x', 'token=x&ssl_check=1&command=%2Ftry&text=smuggled'])(
    'about the certificate needs no signature and does nothing: %s',
    async (body) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect(await sendAtNoon({ body, headers })).toEqual({ status: 200, body: '' });
      expect(bot.taken).toEqual([]);
    },
  );
});

describe('a request that is not genuine is refused, and the log says why', () => {
  const genuine = signed(COMMAND, NOON_S);
  const without = (name: keyof typeof genuine) =>
    Object.fromEntries(Object.entries(genuine).filter(([each]) => each !== name));
  const time = (value: string) => ({ ...genuine, 'x-slack-request-timestamp': value });
  const signature = (value: string) => ({ ...genuine, 'x-slack-signature': value });
  const hash = genuine['x-slack-signature'];

  it.each<readonly [string, Sent, RegExp]>([
    ['without a signature', { headers: without('x-slack-signature') }, /without a signature/],
    ['without a time', { headers: without('x-slack-request-timestamp') }, /without a signature/],
    ['with an empty signature', { headers: signature('') }, /without a signature/],
    [
      'with another version of signature',
      { headers: signature(hash.replace('v0', 'v1')) },
      /without a signature/,
    ],
    ['with a signature and more', { headers: signature(`${hash}=x`) }, /without a signature/],
    [
      'with a signature in capitals',
      { headers: signature(`v0=${hash.slice(3).toUpperCase()}`) },
      /without a sig/,
    ],
    ['with a time in another notation', { headers: time(`${NOON_S}.0`) }, /without a signature/],
    ['with no number as time', { headers: time('noon') }, /without a signature/],
    ['signed with another secret', { headers: signed(COMMAND, NOON_S, 'another') }, /wrong signature/],
    ['with another time than was signed', { headers: time(String(NOON_S + 1)) }, /wrong signature/],
    ['with another body than was signed', { body: `${COMMAND}1`, headers: genuine }, /wrong signature/],
    ['with nothing of the body', { body: '', headers: genuine }, /wrong signature/],
    ['of five minutes ago', { headers: signed(COMMAND, NOON_S - 301) }, /wrong time.*"secondsOld":301/],
    ['of in five minutes', { headers: signed(COMMAND, NOON_S + 301) }, /wrong time.*"secondsOld":-301/],
  ])('%s', async (_what, sent, why) => {
    expect(await sendAtNoon(sent)).toEqual({ status: 401, body: '' });
    expect(bot.taken).toEqual([]);
    expect(warnings()).toEqual([expect.stringMatching(why)]);
  });

  it('when it came before', async () => {
    await sendAtNoon();
    expect(await sendAtNoon()).toEqual({ status: 401, body: '' });
    expect(warnings()).toEqual([expect.stringMatching(/that came before was refused/)]);
    expect(await sendAtNoon({ headers: signed(COMMAND, NOON_S + 1) })).toMatchObject({ status: 200 });
    expect(bot.taken).toHaveLength(2);
  });

  it('when it came before and was signed ahead of our clock, for as long as its time is good', async () => {
    nowS = NOON_S - 299;
    expect(await sendAtNoon()).toMatchObject({ status: 200 });
    for (const later of [NOON_S + 2, NOON_S + 299, NOON_S + 301, NOON_S + 900]) {
      nowS = later;
      expect(await sendAtNoon()).toMatchObject({ status: 401 });
    }
    expect(bot.taken).toHaveLength(1);
  });

  it('when it came before, but not a suggestion of the same second: somebody types a letter, takes it back and types it again', async () => {
    bot.app.options('pick', ({ ack }) => ack({ options: [] }));
    const payload = {
      type: 'block_suggestion',
      action_id: 'pick',
      value: 'pay',
      user: { id: 'U1' },
      team: { id: 'T1' },
    };
    const suggestion = { body: `payload=${encodeURIComponent(JSON.stringify(payload))}` };
    for (let index = 0; index < 3; index += 1)
      expect(await sendAtNoon(suggestion)).toEqual({ status: 200, body: '{"options":[]}' });
    nowS += 3;
    expect(await sendAtNoon(suggestion)).toMatchObject({ status: 401 });
    expect(warnings()).toEqual([expect.stringMatching(/that came before was refused/)]);
  });

  it('when it was signed before this process listened: it may have come to the one before', async () => {
    expect(await sendAtNoon()).toMatchObject({ status: 200 });
    await bot.stop();
    nowS = NOON_S + 2;
    bot = await start();
    expect(await sendAtNoon()).toEqual({ status: 401, body: '' });
    expect(bot.taken).toEqual([]);
    expect(warnings()).toEqual([expect.stringMatching(/that Slack signed before this start was refused/)]);
    expect(await sendAtNoon({ headers: signed(COMMAND, NOON_S + 2) })).toMatchObject({ status: 200 });
  });

  it('but not any more once the clock, which was hours ahead at the start, is put right', async () => {
    nowS = NOON_S + 8 * 3_600;
    bot = await start({ steady: () => 0 });
    expect(await sendAtNoon()).toMatchObject({ status: 401 });
    nowS = NOON_S;
    expect(await sendAtNoon()).toMatchObject({ status: 200 });
  });

  it('in one line a minute, however often', async () => {
    const forged = { headers: signed(COMMAND, NOON_S, 'another') };
    for (let index = 0; index < 20; index += 1) await sendAtNoon(forged);
    expect(warnings()).toHaveLength(1);
    nowS += 61;
    await sendAtNoon(forged);
    expect(warnings().slice(1)).toEqual([expect.stringMatching(/"moreBefore":19/)]);
  });
});

describe('what is no request of Slack at all', () => {
  it.each<readonly [string, Sent, number]>([
    ['GET', { method: 'GET', body: '' }, 404],
    ['PUT', { method: 'PUT' }, 404],
    ['another path', { path: '/slack/eventsx' }, 404],
    ['a path that is none', { path: '//slack/events' }, 404],
    ['plain text', { headers: { ...signed(COMMAND, NOON_S), 'content-type': 'text/plain' } }, 415],
    ['no content type', { headers: { 'x-slack-signature': 'v0=x' } }, 415],
    ['a payload that is no JSON', { body: 'payload=%7Bsecret-Key-42' }, 400],
    ['a payload that is nothing', { body: 'payload=null' }, 400],
    ['a payload that is a list', { body: 'payload=%5B1%5D' }, 400],
  ])('is answered with its status, and not logged: %s', async (_what, sent, status) => {
    expect(await sendAtNoon(sent)).toEqual({ status, body: '' });
    expect([bot.taken, warnings()]).toEqual([[], []]);
    expect(await sendAtNoon()).toMatchObject({ status: 200 });
  });

  it('is refused unread when it says that it is too large', async () => {
    const headers = { ...signed(COMMAND, NOON_S), 'content-length': '2000001' };
    const sent = request({
      host: '127.0.0.1',
      port: bot.port,
      method: 'POST',
      path: '/slack/events',
      headers,
    });
    sent.on('error', () => undefined);
    sent.flushHeaders();
    const [answer] = await once(sent, 'response');
    expect(answer.statusCode).toBe(413);
    sent.destroy();
  });

  it('is refused when it turns out too large', async () => {
    const body = `text=${'x'.repeat(2_000_000)}`;
    const headers = { ...signed(body, NOON_S), 'transfer-encoding': 'chunked' };
    expect(await sendAtNoon({ body, headers })).toEqual({ status: 413, body: '' });
    const large = `${COMMAND}${'x'.repeat(1_999_000)}`;
    expect(await sendAtNoon({ body: large })).toMatchObject({ status: 200 });
  });

  it('is cut off when it does not arrive in time', async () => {
    const slow = await start({ receiveMs: 300 });
    const socket = connect(slow.port, '127.0.0.1');
    socket.write(
      'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n',
    );
    socket.write('content-length: 100\r\n\r\ncommand=');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(await send(slow.port, { headers: signed(COMMAND, NOON_S) })).toMatchObject({ status: 200 });
  });
});

describe('a listener', () => {
  it('that acknowledges too late goes on, and Slack is answered in time', async () => {
    let release: () => void = () => undefined;
    let ended = false;
    bot.app.command('/slow', async ({ ack }) => {
      await new Promise<void>((resolve) => (release = resolve));
      await ack();
      ended = true;
    });
    const body = COMMAND.replace('try', 'slow');
    expect(await sendAtNoon({ body })).toEqual({ status: 503, body: '' });
    expect(warnings()).toEqual([expect.stringMatching(/not answered within three seconds/)]);
    release();
    await waitUntil(
      () => (ended ? true : undefined),
      () => 'The listener never got over its acknowledgement.',
    );
  });

  it('that fails before it acknowledges is answered with a fault, and the log has no payload', async () => {
    bot.app.command('/fail', async () => Promise.reject(new Error('It failed.')));
    const body = `${COMMAND.replace('try', 'fail')}&key=Correct-Horse-42`;
    expect((await sendAtNoon({ body })).status).toBeGreaterThanOrEqual(500);
    expect(warnings().join('')).not.toContain('Correct-Horse-42');
  });

  it('that runs is waited for at the stop, and nothing new is taken meanwhile', async () => {
    const agent = new Agent({ keepAlive: true });
    let release: () => void = () => undefined;
    let ended = false;
    bot.app.command('/slow', async ({ ack }) => {
      await ack();
      await new Promise<void>((resolve) => (release = resolve));
      ended = true;
    });
    await sendAtNoon({ body: COMMAND.replace('try', 'slow'), agent });
    const open = connect(bot.port, '127.0.0.1');
    await once(open, 'connect');
    open.write('POST /slack/events HTTP/1.1\r\nhost: x\r\n');
    const stopped = bot.stop().then(() => ended);
    open.write('content-length: 0\r\n\r\n');
    expect(await text(open)).toMatch(/^HTTP\/1\.1 503 /);
    await expect(send(bot.port)).rejects.toThrow(/ECONNREFUSED/);
    release();
    expect(await stopped).toBe(true);
    agent.destroy();
  });

  it('that does not end is not waited for long', async () => {
    bot.app.command('/stuck', async ({ ack }) => {
      await ack();
      await new Promise(() => undefined);
    });
    await sendAtNoon({ body: COMMAND.replace('try', 'stuck') });
    await bot.stop();
  });
});

describe('the address', () => {
  it('that another program has is named with its setting', async () => {
    await expect(startHttpBot({ port: bot.port })).rejects.toThrow(
      `PORT: another program listens on port ${bot.port} of 127.0.0.1. Set another port, or end that program.`,
    );
  });

  it('that is none of this machine is named with its setting', async () => {
    await expect(startHttpBot({ host: '192.0.2.1' })).rejects.toThrow(
      /^HOST: 192\.0\.2\.1 is no address of this machine \(EADDRNOTAVAIL\)\./,
    );
  });

  it.each([
    ['127.0.0.1', 1],
    ['::1', 1],
    ['0.0.0.0', 2],
    ['10.1.2.3', 2],
    ['::', 2],
  ])('%s is told in %i lines: that TLS must be in front is said where others reach it', (address, lines) => {
    const log: string[] = [];
    sayWhere(
      { address, port: 3_000 },
      createLog('info', (line) => log.push(line)),
    );
    expect(log).toHaveLength(lines);
    expect(log[0]).toContain(`"host":"${address}","port":3000,"path":"/slack/events"`);
    expect(log.join('').includes('TLS must end in front')).toBe(lines === 2);
  });
});
