/** Hears every request that reaches a server of this process, byte for byte, before the server does. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';

/** A request as it came. */
export interface Heard {
  readonly port: number;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Name, value, name, value, ... */
  readonly headers: readonly string[];
  readonly body: readonly Buffer[];
}

export interface Wiretap {
  /** The requests to a port, oldest first. */
  requests(port: number): readonly Heard[];
  stop(): void;
}

const REQUEST = 'http.server.request.start';

/** Listens from now on. Bodies are noted as they come: a request may be heard before its body is complete. */
export function startWiretap(): Wiretap {
  const heard: Heard[] = [];
  const onRequest = (message: unknown): void => {
    const request = requestIn(message);
    if (request === undefined) return;
    const body: Buffer[] = [];
    const { method = '', url = '', rawHeaders: headers, socket } = request;
    heard.push({ port: socket.localPort ?? 0, method, url, headers, body });
    const push = request.push.bind(request);
    request.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (chunk instanceof Uint8Array) body.push(Buffer.from(chunk));
      return push(chunk, encoding);
    };
  };
  subscribe(REQUEST, onRequest);
  return {
    requests: (port) => heard.filter((one) => one.port === port),
    stop: () => unsubscribe(REQUEST, onRequest),
  };
}

function requestIn(message: unknown): IncomingMessage | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  return message.request instanceof IncomingMessage ? message.request : undefined;
}

/** The whole request as bytes. */
export function bytesOf({ method, url, headers, body }: Heard): Buffer {
  return Buffer.concat([Buffer.from([method, url, ...headers, ''].join('\n')), ...body]);
}
