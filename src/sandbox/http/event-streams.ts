import type { ServerResponse } from 'node:http';
import type { LocalEvent } from '../page/protocol.ts';

/** The pages that listen, each for one person. */
export class EventStreams {
  readonly #open = new Map<ServerResponse, string>();

  /** Keeps an answer open as a stream of events for a person. */
  add(user: string, response: ServerResponse): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.write('retry: 500\n\n');
    this.#open.set(response, user);
    response.on('close', () => this.#open.delete(response));
    response.on('error', () => this.#open.delete(response));
  }

  /** Sends an event to every page whose person may hear it. */
  send(event: LocalEvent, hears: (user: string) => boolean): void {
    const line = `data: ${JSON.stringify(event)}\n\n`;
    for (const [response, user] of this.#open) {
      if (hears(user)) response.write(line);
    }
  }

  /** Ends all streams. */
  close(): void {
    for (const response of this.#open.keys()) response.end();
    this.#open.clear();
  }
}
