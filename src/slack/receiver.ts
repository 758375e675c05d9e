/** How Slack's payloads reach Moveout: over sockets that Moveout opens, or as requests to an address of its own. */
import type { Receiver } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import type { Log } from '../log.ts';
import { createHttpReceiver } from './http-receiver.ts';
import { socketFault } from './sign-in.ts';
import { createSocketReceiver } from './socket-receiver.ts';

/** Socket Mode. */
interface SocketLink {
  readonly appToken: string;
}

/** Requests of Slack, signed with the secret, to an address of this machine. */
interface HttpLink {
  readonly signingSecret: string;
  readonly port: number;
  readonly host: string;
}

export type SlackLink = SocketLink | HttpLink;

/** The receiver for a link. Its `start` rejects with a sentence that names the setting that is wrong. */
export function createReceiver(
  access: SlackLink & { readonly apiUrl?: string | undefined; readonly logger: Logger; readonly log: Log },
): Receiver & { /** How many ways from Slack are open. */ connected(): number } {
  if (!('appToken' in access)) return createHttpReceiver(access);
  const receiver = createSocketReceiver(access);
  return {
    ...receiver,
    start: () =>
      receiver.start().catch((error: unknown) => {
        throw socketFault(error);
      }),
  };
}
