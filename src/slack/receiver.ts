/** How Slack's payloads reach Moveout: over sockets that Moveout opens, or as requests to an address of its own. */
import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Logger } from '@slack/logger';
import type { Log } from '../log.ts';
import { createHttpReceiver } from './http-receiver.ts';
import { payloadKind } from './payload.ts';
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

type ReceiverAccess = SlackLink & {
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  readonly log: Log;
  /** Is told what was acknowledged (`command`, `view_submission`, ...), and how long that took. */
  readonly acknowledged?: ((payload: string, seconds: number) => void) | undefined;
};
type LinkReceiver = Receiver & { /** How many ways from Slack are open. */ connected(): number };

/** The receiver for a link. Its `start` rejects with a sentence that names the setting that is wrong. */
export function createReceiver(access: ReceiverAccess): LinkReceiver {
  const receiver = linkReceiver(access);
  return { ...receiver, init: (app) => receiver.init(timingAcks(app, access.acknowledged)) };
}

/** The app as its receiver sees it: how long each payload waits for its acknowledgement is told. */
function timingAcks(app: App, acknowledged: ReceiverAccess['acknowledged']): App {
  const processEvent = (event: ReceiverEvent): Promise<void> => {
    const begun = performance.now();
    const { ack } = event;
    return app.processEvent({
      ...event,
      ack: async (response) => {
        await ack(response);
        acknowledged?.(payloadOf(event.body), (performance.now() - begun) / 1_000);
      },
    });
  };
  return Object.create(app, { processEvent: { value: processEvent } });
}

/** One of a few words, whatever was sent: each would be a series of measurements of its own. */
function payloadOf(body: ReceiverEvent['body']): string {
  return payloadKind(body);
}

function linkReceiver(access: ReceiverAccess): LinkReceiver {
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
