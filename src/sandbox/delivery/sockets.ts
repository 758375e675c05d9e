import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObject, parseJson } from '../json.ts';
import { LIMITS } from '../limits.ts';
import type { Json, JsonObject } from '../page/protocol.ts';
import { randomId } from '../state/ids.ts';
import type { Ack, Delivery, EnvelopeType, Retry } from './delivery.ts';

interface SocketsOptions {
  readonly appId: string;
  readonly ackMs: number;
  readonly now: () => number;
  /** Told when the first socket opens and when the last one is gone. */
  readonly changed: (connected: boolean) => void;
  /** Told what came with each acknowledgement. */
  readonly acked: (payload: JsonObject) => void;
}

interface Waiting {
  readonly socket: WebSocket;
  readonly settle: (ack: Ack) => void;
  readonly sentAt: number;
}

/** Socket Mode: tickets, open sockets, and envelopes of which each goes to exactly one socket. */
export class Sockets implements Delivery {
  readonly #options: SocketsOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 5_000_000 });
  readonly #tickets = new Map<string, number>();
  readonly #waiting = new Map<string, Waiting>();
  /** Open sockets that take envelopes, the next one first. */
  #ready: WebSocket[] = [];
  readonly #pings: NodeJS.Timeout;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#pings = setInterval(() => this.#ping(), LIMITS.socket.pingMs);
    this.#pings.unref();
  }

  get connected(): boolean {
    return this.#ready.length > 0;
  }

  /** A ticket that opens one socket within half a minute. */
  ticket(): string {
    const ticket = randomUUID();
    this.#tickets.set(ticket, this.#options.now());
    return ticket;
  }

  /** Takes an upgrade request; one without a valid ticket is answered 403. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer, ticket: string | null): void {
    const issuedAt = this.#tickets.get(ticket ?? '');
    this.#tickets.delete(ticket ?? '');
    if (issuedAt === undefined || this.#options.now() - issuedAt > LIMITS.socket.ticketMs) {
      stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket));
  }

  /** Sends an envelope to the next socket and waits for its ack. */
  dispatch(type: EnvelopeType, payload: JsonObject, acceptsResponse: boolean, retry?: Retry): Promise<Ack> {
    const socket = this.#next();
    if (!socket) return Promise.resolve({ kind: 'no_bot' });
    const again = retry ? { retry_attempt: retry.attempt, retry_reason: retry.reason } : {};
    const envelope = {
      envelope_id: randomUUID(),
      type,
      payload,
      accepts_response_payload: acceptsResponse,
      ...again,
    };
    return new Promise((resolve) => {
      const settle = (ack: Ack): void => {
        clearTimeout(timer);
        this.#waiting.delete(envelope.envelope_id);
        resolve(ack);
      };
      const timer = setTimeout(() => settle({ kind: 'lost' }), this.#options.ackMs);
      this.#waiting.set(envelope.envelope_id, { socket, settle, sentAt: performance.now() });
      socket.send(JSON.stringify(envelope));
    });
  }

  /**
   * Renews the connections: with a reason each client is told to disconnect and gets nothing more on that socket; `cut` closes the
   * sockets without a word. Gives the number of sockets that were open.
   */
  refresh(reason: 'refresh_requested' | 'warning' | 'cut', which: 'all' | 'next' = 'all'): number {
    const sockets = which === 'all' ? this.#ready : this.#ready.slice(0, 1);
    for (const socket of sockets) {
      if (reason === 'cut') socket.terminate();
      else this.#disconnect(socket, reason);
    }
    return sockets.length;
  }

  /** Closes everything in good order, a client that does not answer by force; envelopes without an ack count as lost. */
  async stop(): Promise<void> {
    clearInterval(this.#pings);
    for (const { settle } of [...this.#waiting.values()]) settle({ kind: 'lost' });
    const force = setTimeout(() => {
      for (const socket of this.#server.clients) socket.terminate();
    }, LIMITS.socket.farewellMs);
    const closed = [...this.#server.clients].map((socket) => once(socket, 'close'));
    for (const socket of this.#server.clients) socket.close(1001);
    await Promise.allSettled(closed);
    clearTimeout(force);
    this.#server.close();
  }

  #welcome(socket: WebSocket): void {
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('close', () => this.#forget(socket));
    socket.on('error', () => socket.terminate());
    if (this.#ready.length >= LIMITS.socket.connections) {
      this.#disconnect(socket, 'too_many_websockets');
      return;
    }
    this.#ready = [...this.#ready, socket];
    socket.send(JSON.stringify(this.#hello()));
    if (this.#ready.length === 1) this.#options.changed(true);
  }

  #hello(): JsonObject {
    const debug = { host: 'local', build_number: 1, approximate_connection_time: 18_060 };
    return {
      type: 'hello',
      num_connections: this.#ready.length,
      debug_info: debug,
      connection_info: { app_id: this.#options.appId },
    };
  }

  #hear(text: string): void {
    const message = parseJson(text);
    if (!isObject(message)) return;
    const waiting = this.#waiting.get(String(message.envelope_id));
    const given: Json | undefined = message.payload;
    const payload = isObject(given) ? given : {};
    const ms = waiting ? performance.now() - waiting.sentAt : 0;
    this.#options.acked(payload);
    waiting?.settle({ kind: 'acked', payload, ms });
  }

  #next(): WebSocket | undefined {
    const open = this.#ready.filter((socket) => socket.readyState === socket.OPEN);
    const [first, ...others] = open;
    if (first) this.#ready = [...others, first];
    return first;
  }

  #disconnect(socket: WebSocket, reason: string): void {
    this.#leave(socket);
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: randomId(6) } }));
    const force = setTimeout(() => socket.terminate(), LIMITS.socket.pingMs);
    force.unref();
    socket.on('close', () => clearTimeout(force));
  }

  #forget(socket: WebSocket): void {
    this.#leave(socket);
    for (const { socket: used, settle } of [...this.#waiting.values()]) {
      if (used === socket) settle({ kind: 'lost' });
    }
  }

  #leave(socket: WebSocket): void {
    if (!this.#ready.includes(socket)) return;
    this.#ready = this.#ready.filter((each) => each !== socket);
    if (this.#ready.length === 0) this.#options.changed(false);
  }

  #ping(): void {
    for (const socket of this.#server.clients) {
      if (socket.readyState === socket.OPEN) socket.ping();
    }
  }
}
