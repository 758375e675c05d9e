/** Passes the sockets between the bot and Slack on, message by message. */
import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { payloadName } from './payload-name.ts';
import type { Watch } from './sight.ts';

const envelope = z.looseObject({
  envelope_id: z.string(),
  type: z.string().optional(),
  payload: z.looseObject({ type: z.string().optional() }).optional(),
});

export interface SocketOptions {
  /** The server of Slack, such as `http://127.0.0.1:1234/`. */
  readonly target: string;
  readonly watch: Watch;
  /** Writes the addresses in an envelope anew. */
  readonly rewrite: (text: string) => string;
}

/** Takes the upgrades of a server, and opens a socket to Slack for each. Gives how to close them all. */
export function passSockets(server: Server, { target, watch, rewrite }: SocketOptions): () => void {
  const sockets = new WebSocketServer({ noServer: true });
  const names = new Map<string, string>();

  server.on('upgrade', (incoming, stream, head) => {
    stream.on('error', () => stream.destroy());
    const upstream = new WebSocket(new URL(incoming.url ?? '/', target.replace(/^http/, 'ws')));
    upstream.on('error', () => stream.destroy());
    upstream.once('open', () => {
      // Slack greets at once, so nothing is read before the bot's side stands.
      upstream.pause();
      sockets.handleUpgrade(incoming, stream, head, (bot) => join(bot, upstream));
    });
  });

  function join(bot: WebSocket, slack: WebSocket): void {
    slack.on('message', (data) => void toBot(bot, String(data)));
    bot.on('message', (data) => void toSlack(slack, String(data)));
    slack.on('ping', () => bot.ping());
    for (const [one, other] of [
      [bot, slack],
      [slack, bot],
    ] as const) {
      one.on('error', () => one.terminate());
      one.on('close', () => other.terminate());
    }
    slack.resume();
  }

  async function toBot(bot: WebSocket, text: string): Promise<void> {
    const { id, name } = described(text);
    if (bot.readyState !== bot.OPEN) return;
    bot.send(rewrite(text));
    if (id === undefined) return;
    names.set(id, name);
    await watch({ what: name, phase: 'arrives' });
  }

  async function toSlack(slack: WebSocket, text: string): Promise<void> {
    const { id = '' } = described(text);
    const what = names.get(id);
    if (what !== undefined && (await watch({ what, phase: 'answered' }))) return;
    if (slack.readyState !== slack.OPEN) return;
    slack.send(text);
    if (what !== undefined) await watch({ what, phase: 'told' });
  }

  return () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

function described(text: string): { readonly id: string | undefined; readonly name: string } {
  const read = envelope.safeParse(JSON.parse(text)).data;
  const type = read?.payload?.type ?? read?.type;
  return { id: read?.envelope_id, name: payloadName(type) };
}
