/** How the client calls: what it tries again, what it sends once, how it logs in, and through what. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpOcp } from '../../../src/ocp/http/http-ocp.ts';
import { retryAfterMs } from '../../../src/ocp/http/retry-after.ts';
import { type Answer, faultOf, json, list, type OddServer, oddServer, refusal } from './odd-server.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(...[answer, tls]: Parameters<typeof oddServer>): Promise<OddServer> {
  const server = await oddServer(answer, tls);
  closers.push(server.stop);
  return server;
}

/** The first answers, then the last one for ever. */
function inTurn(...answers: readonly Answer[]): Answer {
  let at = 0;
  return (response, request) => answers[Math.min(at++, answers.length - 1)]?.(response, request);
}

const busy: Answer = (response) => response.writeHead(503, { 'retry-after': '0' }).end();
const cut: Answer = (response) => response.destroy();
const never: Answer = () => undefined;

describe('a read', () => {
  it.each<[string, Answer]>([
    ['a cut connection', cut],
    ['no answer', never],
    ['a server error', refusal(500, 1, 'x')],
    ['a server that is busy', busy],
    ['too many requests', refusal(429, 1, 'slow down')],
  ])('is tried again after %s', async (_what, answer) => {
    const server = await serve(inTurn(answer, answer, list([])));
    expect(await server.client().ocp.listClusters()).toEqual([]);
    expect(server.asked).toHaveLength(3);
  });

  it('is given up after three tries', async () => {
    const server = await serve(cut);
    expect((await faultOf(server.client().ocp.listClusters())).unanswered).toBe(true);
    expect(server.asked).toHaveLength(3);
  });

  it.each([400, 403, 404, 409])('is not tried again after %i', async (status) => {
    const server = await serve(refusal(status, 10001, 'no'));
    expect((await faultOf(server.client().ocp.listClusters())).unanswered).toBe(false);
    expect(server.asked).toHaveLength(1);
  });

  it.each([429, 503])('does not wait for longer than is bearable: %i', async (status) => {
    for (const wait of ['3600', 'Wed, 25 Nov 2026 11:00:00 GMT']) {
      const server = await serve((response) => response.writeHead(status, { 'retry-after': wait }).end());
      await faultOf(server.client({}, {}, () => new Date('2026-11-25T10:00:00Z')).ocp.listClusters());
      expect(server.asked).toHaveLength(1);
    }
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-1', undefined],
    ['0', 0],
    [' 7 ', 7_000],
    ['Wed, 25 Nov 2026 10:00:05 GMT', 5_000],
    ['Wed, 25 Nov 2026 09:00:00 GMT', 0],
    ['Wed, never', undefined],
  ])('waits as OCP says: %j', (header, ms) => {
    expect(retryAfterMs(header, new Date('2026-11-25T10:00:00Z'))).toBe(ms);
  });
});

describe('an address with a path', () => {
  it.each(['/ocp', '/ocp/'])('keeps %s before the paths of OCP', async (prefix) => {
    const server = await serve(list([]));
    const url = new URL(`http://127.0.0.1:${server.port}${prefix}`);
    expect(await server.client({ url }).ocp.listClusters()).toEqual([]);
    expect(server.asked).toEqual(['GET /ocp/api/v2/ob/clusters?page=1&size=500']);
  });
});

describe('what changes something', () => {
  const calls: readonly [string, (ocp: HttpOcp['ocp']) => Promise<unknown>][] = [
    ['retry', (ocp) => ocp.retryTask(7)],
    ['rollback', (ocp) => ocp.rollBackTask(7)],
    ['skip', (ocp) => ocp.skipSubtask(7, 8)],
  ];
  it.each(calls)('is sent once, whatever comes back: %s', async (name, call) => {
    for (const answer of [cut, never, refusal(500, 1, 'x'), refusal(429, 1, 'slow down')]) {
      const server = await serve(answer);
      await faultOf(call(server.client().ocp));
      expect(server.asked.filter((one) => one.startsWith('POST') && one.includes(name))).toHaveLength(1);
    }
  });

  it('has an open outcome unless OCP itself said no', async () => {
    const outcomes = [
      [cut, true],
      [never, true],
      [refusal(500, 1, 'x'), true],
      [((response) => response.writeHead(404).end('<html>')) satisfies Answer, true],
      [((response) => response.writeHead(403).end('<html>')) satisfies Answer, false],
      [json(200, { successful: false, status: 500 }), true],
      [refusal(400, 20003, 'x'), false],
      [refusal(403, 30014, 'x'), false],
      [refusal(401, 0, 'x'), false],
    ] as const;
    for (const [answer, unanswered] of outcomes) {
      const server = await serve(answer);
      expect((await faultOf(server.client().ocp.retryTask(7))).unanswered).toBe(unanswered);
    }
  });

  it.each([
    [
      20003,
      'Task 7 is RUNNING',
      'OCP hz refused: Task 7 is RUNNING. The task or subtask is not in a state in which OCP does this; look at it with View Task.',
    ],
    [
      '20004',
      'prohibited',
      'OCP hz refused: prohibited. What the task has done cannot be undone any more, so it can only be retried, skipped past, or left.',
    ],
    [77, '不允许。', 'OCP hz refused: 不允许。'],
  ])('tells why OCP refused: %s', async (code, said, sentence) => {
    const server = await serve(refusal(400, code, said));
    const caught = await faultOf(server.client().ocp.rollBackTask(7));
    expect(caught.failure).toEqual({
      message: sentence,
      code: String(code),
      traceId: '5f0d2c1b7a9e4c33',
      httpStatus: 400,
    });
  });
});

describe('a login that is refused', () => {
  const NOW = new Date('2026-11-25T10:00:00Z');
  const at =
    (time: string): Answer =>
    (response, request) =>
      request.url === '/api/v2/time'
        ? response.end(time)
        : refusal(401, 0, 'bad signature')(response, request);

  it.each([
    [
      '2026-11-25T18:00:01.000+08:00',
      /^OCP hz does not accept the login\. Check OCP_HZ_ACCESS_KEY_ID and OCP_HZ_ACCESS_KEY_SECRET, /,
    ],
    ['2026-11-25T10:14:00.000+00:00', /Check OCP_HZ_ACCESS_KEY_ID/],
    [
      '2026-11-25T10:16:00.000+00:00',
      /^OCP hz does not accept the login, since its clock is 16 minutes ahead of that of this machine, and OCP takes 15 at most\./,
    ],
    ['2026-11-25T09:00:00.000+00:00', /its clock is 60 minutes behind that of this machine/],
    ['tomorrow', /Check OCP_HZ_ACCESS_KEY_ID/],
  ])('with OCP’s clock at %s', async (time, sentence) => {
    const server = await serve(at(time));
    const caught = await faultOf(server.client({}, {}, () => NOW).ocp.listClusters());
    expect(caught.message).toMatch(sentence);
    expect(caught.failure.httpStatus).toBe(401);
    expect(server.asked.filter((one) => !one.includes('/time'))).toHaveLength(1);
  });

  it('is a refused login without OCP’s envelope, too', async () => {
    const server = await serve((response, request) =>
      request.url === '/api/v2/time' ? response.end('') : response.writeHead(401).end('<html>no</html>'),
    );
    const caught = await faultOf(server.client().ocp.retryTask(7));
    expect(caught.message).toMatch(/^OCP hz does not accept the login\. Check OCP_HZ_ACCESS_KEY_ID/);
    expect(caught.unanswered).toBe(false);
  });

  it('is not tried at every look: for five minutes OCP is not asked again', async () => {
    let now = NOW;
    const server = await serve(refusal(401, 0, 'bad credentials'));
    const login = { kind: 'user', username: 'u', password: 'p' } as const;
    const { ocp } = server.client({ login }, {}, () => now);
    for (let look = 0; look < 20; look += 1) {
      expect((await faultOf(ocp.readTask(7))).failure.httpStatus).toBe(401);
      expect((await faultOf(ocp.retryTask(7))).unanswered).toBe(false);
    }
    expect(server.asked).toHaveLength(1);
    now = new Date(NOW.getTime() + 5 * 60_000);
    await faultOf(ocp.readTask(7));
    expect(server.asked).toHaveLength(2);
  });

  it('is tried again when as much time went by, also where the clock was set back meanwhile', async () => {
    let now = NOW;
    let steady = NOW;
    const server = await serve(refusal(401, 0, 'bad credentials'));
    const login = { kind: 'user', username: 'u', password: 'p' } as const;
    const { ocp } = server.client(
      { login },
      {},
      () => now,
      () => steady,
    );
    await faultOf(ocp.readTask(7));
    now = new Date(NOW.getTime() - 8 * 3_600_000);
    steady = new Date(NOW.getTime() + 5 * 60_000);
    await faultOf(ocp.readTask(7));
    expect(server.asked).toHaveLength(2);
  });

  it('names the user’s variables when that is how it logs in', async () => {
    const server = await serve(refusal(401, 0, ''));
    const login = { kind: 'user', username: 'u', password: 'very secret' } as const;
    const caught = await faultOf(server.client({ login }).ocp.listClusters());
    expect(caught.message).toContain('Check OCP_HZ_USERNAME and OCP_HZ_PASSWORD');
    expect(server.asked).toHaveLength(1);
  });
});

describe('over TLS', () => {
  const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  /** What is tried is no time limit, and a busy machine takes its time over a handshake. */
  const PATIENT = { callMs: 10_000 };
  const tls = { key: file('localhost-key.pem'), cert: file('localhost-cert.pem') };

  it('refuses a certificate of an unknown authority, and says what to do', async () => {
    const server = await serve(list([]), tls);
    const caught = await faultOf(server.client({}, PATIENT).ocp.listClusters());
    expect(caught.message).toBe(
      'The certificate of OCP hz is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT). Name the file of its certificate authority in OCP_HZ_CA_FILE.',
    );
  });

  it('takes it with the authority named', async () => {
    const server = await serve(list([]), tls);
    expect(await server.client({ ca: tls.cert }, PATIENT).ocp.listClusters()).toEqual([]);
  });

  it('refuses one that has expired, and says so', async () => {
    const cert = file('localhost-expired-cert.pem');
    const server = await serve(list([]), { ...tls, cert });
    const caught = await faultOf(server.client({ ca: cert }, PATIENT).ocp.listClusters());
    expect(caught.message).toBe(
      'The certificate of OCP hz is not trusted (CERT_HAS_EXPIRED). It has expired: renew it on OCP.',
    );
  });

  it('refuses it under another name', async () => {
    const server = await serve(list([]), tls);
    const url = new URL(`https://127.0.0.1:${server.port}`);
    const caught = await faultOf(server.client({ ca: tls.cert, url }, PATIENT).ocp.listClusters());
    expect(caught.message).toContain(
      'It is for another name than the one in OCP_HZ_URL; use the name that it is for.',
    );
  });

  it('says so when what answers speaks no TLS', async () => {
    const server = await serve(list([]));
    const url = new URL(`https://127.0.0.1:${server.port}`);
    const caught = await faultOf(server.client({ url }, PATIENT).ocp.listClusters());
    expect(caught.message).toContain('check whether OCP_HZ_URL should begin with http.');
  });
});
