import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { waitUntil } from '../wait-until.ts';
import { boltApp } from './bolt-app.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi, RawBot } from './raw-bot.ts';

let slack: LocalSlack;
let ada: Person;
let now = 0;
let bots: RawBot[] = [];

beforeEach(async () => {
  now = Date.now();
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES), now: () => now });
  ada = new Person(slack.url, 'U0ADA');
});

afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.close()));
  bots = [];
  await slack.stop();
});

async function connect(count: number): Promise<RawBot[]> {
  for (let index = 0; index < count; index += 1) bots.push(await RawBot.connect(slack));
  return bots;
}

async function socketUrl(): Promise<string> {
  return String((await callApi(slack, 'apps.connections.open', {}, { token: slack.appToken })).url);
}

/** How an attempt to open a socket ends. */
async function attempt(url: string): Promise<string> {
  const { socket } = new RawBot(url);
  return Promise.race([
    once(socket, 'open').then(() => {
      socket.close();
      return 'open';
    }),
    once(socket, 'unexpected-response').then(([, response]) => `refused ${response.statusCode}`),
  ]);
}

describe('tickets', () => {
  it('open one socket each', async () => {
    const url = await socketUrl();
    expect(await attempt(url)).toBe('open');
    expect(await attempt(url)).toBe('refused 403');
  });

  it('expire', async () => {
    const url = await socketUrl();
    now += 30_001;
    expect(await attempt(url)).toBe('refused 403');
  });

  it('cannot be guessed', async () => {
    expect(await attempt(`${slack.url.replace('http', 'ws')}link/?ticket=x`)).toBe('refused 403');
    expect(await attempt(`${slack.url.replace('http', 'ws')}elsewhere`)).toBe('refused 403');
  });
});

describe('sockets', () => {
  it('greet with the number of connections', async () => {
    const [, second] = await connect(2);
    expect(second?.heard[0]).toMatchObject({
      type: 'hello',
      num_connections: 2,
      connection_info: { app_id: 'A0MOVEOUT' },
    });
    expect((await ada.workspace()).bot_connected).toBe(true);
  });

  it('share the envelopes: each goes to exactly one', async () => {
    const all = await connect(3);
    for (let index = 0; index < 6; index += 1) await ada.command(`/try ${index}`);
    expect(all.map(({ envelopes }) => envelopes.length)).toEqual([2, 2, 2]);
    const texts = all.flatMap(({ envelopes }) => envelopes.map(({ payload }) => payload.text));
    expect(texts.sort()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('get nothing once they are closed', async () => {
    const [first, second] = await connect(2);
    await first?.close();
    for (let index = 0; index < 3; index += 1) expect(await ada.command('/try')).toMatchObject({ ok: true });
    expect([first?.envelopes.length, second?.envelopes.length]).toEqual([0, 3]);
  });

  it('lose the envelope when they close before the ack', async () => {
    const [bot] = await connect(1);
    if (bot) {
      bot.answer = () => {
        bot.socket.close();
        return 'silent';
      };
    }
    expect(await ada.command('/try')).toEqual({ ok: false, error: 'operation_timeout' });
    await waitUntil(
      async () => ((await ada.workspace()).bot_connected ? undefined : true),
      () => 'The workspace says that the bot is still there.',
    );
  });

  it('are ten at most', async () => {
    const all = await connect(11);
    expect(all[9]?.heard[0]).toMatchObject({ type: 'hello', num_connections: 10 });
    expect(all[10]?.heard[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  });

  it.each(['warning', 'refresh_requested'] as const)(
    'are renewed with %s and get nothing more',
    async (reason) => {
      const controls = new LocalControls(slack.url);
      const [old] = await connect(1);
      expect(await controls.refreshSockets(reason)).toBe(1);
      await waitUntil(
        () => old?.heard.find((message) => message.type === 'disconnect' && message.reason === reason),
        () => 'No disconnect message came.',
      );
      expect(await ada.command('/try')).toEqual({ ok: false, error: 'dispatch_failed' });
      const [, fresh] = await connect(1);
      expect(await ada.command('/try')).toMatchObject({ ok: true });
      expect([old?.envelopes.length, fresh?.envelopes.length]).toEqual([0, 1]);
    },
  );

  it('can be cut', async () => {
    const [bot] = await connect(1);
    const closed = bot ? once(bot.socket, 'close') : undefined;
    await new LocalControls(slack.url).refreshSockets('cut');
    expect((await closed)?.[0]).toBe(1006);
  });

  it('of a Bolt app come back after a refresh', async () => {
    const app = boltApp(slack, { clientPingTimeout: 400 });
    app.command('/try', ({ ack }) => ack());
    await app.start();
    expect(await ada.command('/try')).toMatchObject({ ok: true });
    await new LocalControls(slack.url).refreshSockets('refresh_requested');
    await waitUntil(
      async () => ((await ada.workspace()).bot_connected ? true : undefined),
      () => 'The app did not come back.',
    );
    expect(await ada.command('/try')).toMatchObject({ ok: true });
    await app.stop();
  });
});
