/**
 * Two Socket Mode connections behind Bolt's Receiver. Slack renews connections regularly, and the SDK closes the old one
 * seconds before it opens the next; with two of them, opened at different times, one is always there. Each is opened again
 * here, at once and then with growing pauses, instead of by the SDK, whose failed reconnect nobody could catch.
 */
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import { options } from './clients.ts';
import { retryAfter } from './slack-error.ts';
import { isThisMachine } from './this-machine.ts';
import { createTokenWatch } from './token-fault.ts';

export interface SocketAccess {
  readonly appToken: string;
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  /** How long after the first connection the second is opened, in milliseconds. */
  readonly stagger?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
const STAGGER_MS = 5_000;

export function createSocketReceiver(access: SocketAccess): Receiver & { connected(): number } {
  const isOfToken = createTokenWatch(access.logger, 'SLACK_APP_TOKEN');
  const sockets = [createSocket(access, isOfToken), createSocket(access, isOfToken)] as const;
  const [first, second] = sockets;
  let secondStart: NodeJS.Timeout | undefined;
  return {
    init: (app: App) => {
      for (const socket of sockets) socket.receiver.init(app);
    },
    /** Resolves when the first connection stands; rejects with Slack's refusal. */
    start: async () => {
      await first.open();
      secondStart = setTimeout(() => second.keepOpen(), access.stagger ?? STAGGER_MS);
    },
    stop: async () => {
      clearTimeout(secondStart);
      await Promise.all(sockets.map((socket) => socket.close()));
    },
    connected: () => sockets.filter((socket) => socket.isConnected()).length,
  };
}

function createSocket(access: SocketAccess, isOfToken: (error: unknown) => boolean) {
  const receiver = new SocketModeReceiver({
    appToken: access.appToken,
    autoReconnectEnabled: false,
    logger: calmed(access.logger),
    installerOptions: { clientOptions: options(access, CONNECT_TIMEOUT_MS) },
  });
  let state: 'closed' | 'opening' | 'connected' | 'stopped' = 'closed';
  let timer: NodeJS.Timeout | undefined;
  receiver.client.on('authenticated', ({ url }: { url?: string }) => refusePlainSocket(url));
  let dropped = false;
  receiver.client.on('disconnected', () => {
    dropped = true;
    if (state !== 'connected') return;
    state = 'closed';
    keepOpen();
  });

  async function open(): Promise<void> {
    state = 'opening';
    dropped = false;
    try {
      await receiver.start();
    } catch (error) {
      if (!isStopped()) state = 'closed';
      throw error ?? new Error('Slack closed the socket before it said hello.');
    }
    if (isStopped()) return receiver.stop();
    state = dropped ? 'closed' : 'connected';
    if (dropped) keepOpen();
  }

  function keepOpen(pause = FIRST_PAUSE_MS): void {
    if (state !== 'closed') return;
    open().catch((error: unknown) => {
      if (isStopped()) return;
      const wait = Math.max(pause, (retryAfter(error) ?? 0) * 1_000);
      if (!isOfToken(error)) access.logger.warn(`Socket Mode: ${String(error)}; next try in ${wait} ms.`);
      timer = setTimeout(() => keepOpen(Math.min(pause * 2, LONGEST_PAUSE_MS)), wait);
    });
  }

  function isStopped(): boolean {
    return state === 'stopped';
  }

  async function close(): Promise<void> {
    const wasOpen = state === 'connected' || state === 'opening';
    state = 'stopped';
    clearTimeout(timer);
    if (wasOpen) await receiver.stop();
  }

  return { receiver, open, keepOpen, close, isConnected: () => state === 'connected' };
}

/** The SDK calls every try that fails an error; a connection that is opened again in time is none. */
function calmed(logger: Logger): Logger {
  return { ...logger, error: (...parts) => logger.warn(...parts) };
}

/** A socket without TLS is for a server on this machine only. */
function refusePlainSocket(url: string | undefined): void {
  if (url === undefined) return;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'wss:') return;
  if (isThisMachine(hostname)) return;
  throw new Error(
    `The server offered the socket ${protocol}//${hostname}, which is not encrypted; only wss:// is used.`,
  );
}
