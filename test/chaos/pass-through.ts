/** Stands between the bot and a server on loopback, or between Slack and the bot, passes every call on as it came, and tells of each moment of it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { Watch } from './sight.ts';

/** A call that came from the bot, or to it. Times are milliseconds since the epoch. */
export interface PassedCall {
  readonly at: number;
  readonly what: string;
  readonly method: string;
  readonly path: string;
  /** Undefined while it was not passed on. */
  passedAt?: number;
  /** Undefined while the server did not answer. */
  status?: number;
}

export interface PassThroughOptions {
  /** The server, such as `http://127.0.0.1:1234/`. */
  readonly target: string;
  /** `as it came` for a server whose clients sign the header Host; `own` for one that wants to see its own. */
  readonly host: 'as it came' | 'own';
  readonly nameOf: (path: string, body: Buffer) => string;
  /** Whether the server has a call before anybody is told that it arrives; else it never gets one at whose arrival the bot dies. */
  readonly passFirst?: boolean;
  readonly watch: Watch;
  /** Looks at a call before it is passed on; what it throws is told to nobody. */
  readonly look?: (call: PassedCall, body: Buffer) => Promise<void>;
  /** Writes the addresses in an answer anew, so that the bot comes here with them. */
  readonly rewrite?: (text: string, own: string) => string;
}

export interface PassThrough {
  /** Where the bot finds it, without a slash at the end. */
  readonly url: string;
  readonly server: Server;
  /** Every call, oldest first. */
  readonly calls: readonly PassedCall[];
  stop(): Promise<void>;
}

/** Listens on a free port of loopback when it resolves. */
export async function openPassThrough(options: PassThroughOptions): Promise<PassThrough> {
  const calls: PassedCall[] = [];
  const server = createServer((incoming, response) => {
    // A call of a bot that died in the middle of it, or a server that is stopped, ends here.
    pass(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    const { method = 'GET', url: path = '/' } = incoming;
    const what = options.nameOf(path, body);
    const call: PassedCall = { at: Date.now(), what, method, path };
    calls.push(call);
    const early = options.passFirst === true ? forwarded(incoming, body) : undefined;
    // A bot that dies of its arrival answers nobody.
    early?.catch(() => undefined);
    if (await options.watch({ what, phase: 'arrives' })) return void response.destroy();
    await options.look?.(call, body);
    call.passedAt = Date.now();
    const answer = await (early ?? forwarded(incoming, body));
    call.status = answer.status;
    if (await options.watch({ what, phase: 'answered' })) return void response.destroy();
    const text = options.rewrite?.(answer.body.toString('latin1'), url);
    const bytes = text === undefined ? answer.body : Buffer.from(text, 'latin1');
    response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
    response.end(bytes, () => void options.watch({ what, phase: 'told' }));
  }

  async function forwarded(incoming: IncomingMessage, body: Buffer) {
    const { hostname, port, host } = new URL(options.target);
    const { 'transfer-encoding': _, connection: __, ...headers } = incoming.headers;
    const sent = request({
      hostname,
      port,
      method: incoming.method,
      path: incoming.url,
      headers: {
        ...headers,
        ...(options.host === 'own' ? { host } : {}),
        ...(body.length > 0 ? { 'content-length': body.length } : {}),
      },
      agent: false,
    });
    sent.end(body);
    const [answer]: IncomingMessage[] = await once(sent, 'response');
    if (answer === undefined) throw new Error('There was no answer.');
    const { 'transfer-encoding': ___, connection: ____, ...answerHeaders } = answer.headers;
    return { status: answer.statusCode ?? 502, headers: answerHeaders, body: await bytesOf(answer) };
  }

  return {
    url,
    server,
    calls,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
