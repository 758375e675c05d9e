import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { parseAppManifest } from './app-manifest.ts';
import { createWorld } from './create-world.ts';
import { exampleWorkspace } from './example-workspace.ts';
import { isForUs } from './http/loopback-guard.ts';
import { parsedUrl, serve } from './http/routes.ts';
import type { WorkspaceSeed } from './workspace-seed.ts';
import type { World } from './world.ts';

export { exampleWorkspace };

/** A connection that is about to be closed must not meet the next call on it: callers close theirs long before. In milliseconds. */
const KEEP_ALIVE_MS = 60_000;

/** How to start a local Slack. */
export interface LocalSlackOptions {
  /**
   * The text of the app's manifest.yml: its commands and scopes are all that the bot may use. With Socket Mode off, payloads go to the
   * URLs that it names; a manifest whose URLs are known later is set with `POST /local/manifest`.
   */
  readonly manifest: string;
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** The folder of the compiled page; without it there is only the API. */
  readonly pageDir?: string;
  readonly workspace?: WorkspaceSeed;
  /** Milliseconds since the epoch; for tests of what expires. */
  readonly now?: () => number;
  /** How long the bot may take to acknowledge; 3,000 ms when absent, as with Slack. */
  readonly ackMs?: number;
  /** Refuses calls beyond Slack's rates, as Slack does; `minuteMs` is how long a minute of them is. Off when absent. */
  readonly rateLimits?: { readonly minuteMs: number } | undefined;
}

/** A running local Slack. */
export interface LocalSlack {
  /** The page, `http://127.0.0.1:<port>/`. */
  readonly url: string;
  /** The Web API, for `slackApiUrl`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  /** For a bot that takes payloads at URLs. */
  readonly signingSecret: string;
  readonly botUserId: string;
  /** Closes all sockets, event streams and the server. */
  stop(): Promise<void>;
}

/**
 * Starts a Slack for one workspace and one app on loopback: Web API, Socket Mode or signed requests, and a page on which people act.
 * Everything is in memory. Throws when the manifest cannot be read or the port is taken.
 */
export async function startLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const { manifest, port = 0, host = '127.0.0.1', workspace = exampleWorkspace } = options;
  const { now, ackMs, pageDir, rateLimits } = options;
  const world = createWorld({
    seed: workspace,
    manifest: parseAppManifest(manifest),
    rateLimits,
    ...(now ? { now } : {}),
    ...(ackMs === undefined ? {} : { ackMs }),
  });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.listen(port, host);
  await once(server, 'listening');
  const bound = portOf(server);
  world.url = `http://${host}:${bound}/`;
  server.on('request', (request, response) => {
    void serve({ world, port: bound, pageDir, request, response });
  });
  server.on('upgrade', (request, stream, head) => upgrade(world, bound, { request, stream, head }));
  return running(world, server);
}

function running(world: World, server: Server): LocalSlack {
  return {
    url: world.url,
    apiUrl: `${world.url}api/`,
    botToken: world.botToken,
    appToken: world.appToken,
    signingSecret: world.signingSecret,
    botUserId: world.seed.bot.id,
    stop: () => stop(world, server),
  };
}

async function stop(world: World, server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  world.events.close();
  world.requests.stop();
  await world.sockets.stop();
  server.closeAllConnections();
  await closed;
}

function upgrade(
  world: World,
  port: number,
  { request, stream, head }: { request: IncomingMessage; stream: Duplex; head: Buffer },
): void {
  stream.on('error', () => stream.destroy());
  const url = parsedUrl(request.url);
  if (!url?.pathname.startsWith('/link') || !isForUs(request, port, 'api')) {
    stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    return;
  }
  world.sockets.accept(request, stream, head, url.searchParams.get('ticket'));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
