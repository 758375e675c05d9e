/** An OCP behind an HTTP proxy: reached through it, and who is to blame when it is not. */
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { faultOf, list, type OddServer, oddServer } from './odd-server.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Proxy {
  readonly url: URL;
  /** What was asked for, as `host:port`. */
  readonly tunnels: readonly string[];
  /** Lets through those who still wait. */
  letWaiting(): void;
}

/** A proxy that lets everybody through, nobody, or lets them wait. */
async function proxy(does: 'let' | 'refuse' | 'wait'): Promise<Proxy> {
  const tunnels: string[] = [];
  const sockets: Socket[] = [];
  const waiting: (() => void)[] = [];
  const server: Server = createServer();
  server.on('connect', (request, socket: Socket) => {
    tunnels.push(request.url ?? '');
    sockets.push(socket);
    socket.on('error', () => undefined);
    if (does === 'refuse') return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const through = () => letThrough(request.url ?? '', socket);
    return does === 'wait' ? waiting.push(through) : through();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const url = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  return {
    url,
    tunnels,
    letWaiting: () => {
      for (const through of waiting) through();
    },
  };
}

function letThrough(target: string, socket: Socket): void {
  const [host = '', port = ''] = target.split(':');
  const onward = connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.on('close', () => onward.destroy());
}

async function serve(): Promise<OddServer> {
  const server = await oddServer(list([]));
  closers.push(server.stop);
  return server;
}

describe('through a proxy', () => {
  it('OCP is reached', async () => {
    const server = await serve();
    const { url, tunnels } = await proxy('let');
    const client = server.client({ proxy: url });
    expect(await client.ocp.listClusters()).toEqual([]);
    await client.close();
    expect(tunnels).toEqual([`127.0.0.1:${server.port}`]);
  });

  it('that does not let it', async () => {
    const server = await serve();
    const { url } = await proxy('refuse');
    const caught = await faultOf(server.client({ proxy: url }).ocp.listClusters());
    expect(caught.message).toBe(
      'The proxy to OCP hz does not let the connection through (HTTP 407). Check OCP_HZ_PROXY.',
    );
    expect(server.asked).toEqual([]);
  });

  it('at which nothing listens: the proxy is named, and OCP is not blamed', async () => {
    const server = await serve();
    const gone = await oddServer(() => undefined);
    await gone.stop();
    const url = new URL(`http://user:secret@127.0.0.1:${gone.port}`);
    const caught = await faultOf(server.client({ proxy: url }).ocp.listClusters());
    expect(caught.message).toBe(
      `The proxy to OCP hz cannot be reached: nothing answers at 127.0.0.1:${gone.port}. Check that it runs, and OCP_HZ_PROXY.`,
    );
  });

  it('whose name nobody knows', async () => {
    const server = await serve();
    const url = new URL('http://user:secret@no-such-proxy.invalid:3128');
    const caught = await faultOf(server.client({ proxy: url }).ocp.listClusters());
    expect(caught.message).toBe(
      'The proxy to OCP hz cannot be reached: the name no-such-proxy.invalid is not known here. Check OCP_HZ_PROXY and the DNS.',
    );
  });

  it('that lets it wait ends in time, and what was given up is not sent later', async () => {
    const server = await serve();
    const { url, tunnels, letWaiting } = await proxy('wait');
    const { ocp } = server.client({ proxy: url });
    const caught = await faultOf(ocp.retryTask(7));
    expect(caught.message).toBe('OCP hz did not answer within 1 s.');
    expect(caught.unanswered).toBe(true);
    expect(tunnels).toHaveLength(1);
    letWaiting();
    // Whatever was to come through the tunnel would be there before an answer that is asked for after it.
    await fetch(`http://127.0.0.1:${server.port}/after`);
    await fetch(`http://127.0.0.1:${server.port}/after`);
    expect(server.asked).toEqual(['GET /after', 'GET /after']);
  });
});
