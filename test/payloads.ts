import type { App, ReceiverEvent } from '@slack/bolt';
import { vi } from 'vitest';
import { CheckedApp } from '../src/slack/app.ts';
import { waitUntil } from './wait-until.ts';

/** A payload as Slack sends it; a test may change every part of it. */
export type Payload = ReceiverEvent['body'];

/** What Moveout answered a forged payload with: `acked` with this, or not at all. */
interface Forged {
  readonly acks: readonly unknown[];
}

/** The way by which payloads come to the bots of this process: what came, and how something else comes by it. */
export interface Wire {
  /** The newest payload that fits; waits for it, and until Moveout has done with it. */
  last(fits: (payload: Payload) => boolean): Promise<Payload>;
  /** Sends a payload by the same way to the bot that was started last. Ends when Moveout has done with it. */
  send(payload: Payload): Promise<Forged>;
  /** Nobody listens in any more. */
  cut(): void;
}

/** Listens in between Slack's sockets and Bolt. Call it before the bot is started. */
export function tapWire(): Wire {
  const heard: { app: App; payload: Payload }[] = [];
  const real = CheckedApp.prototype.processEvent;
  const spy = vi.spyOn(CheckedApp.prototype, 'processEvent').mockImplementation(async function (
    this: CheckedApp,
    event: ReceiverEvent,
  ) {
    const payload = structuredClone(event.body);
    await real.call(this, event);
    heard.push({ app: this, payload });
  });

  async function send(payload: Payload): Promise<Forged> {
    const app = heard.at(-1)?.app;
    if (app === undefined) throw new Error('No bot has heard anything yet.');
    const acks: unknown[] = [];
    const ack = async (answer?: unknown) => {
      acks.push(answer);
    };
    await real.call(app, { body: structuredClone(payload), ack });
    return { acks };
  }

  return {
    last: (fits) =>
      waitUntil(
        () => structuredClone(heard.findLast(({ payload }) => fits(payload))?.payload),
        () => 'No such payload came.',
      ),
    send,
    cut: () => spy.mockRestore(),
  };
}
