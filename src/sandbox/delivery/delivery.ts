import type { JsonObject } from '../page/protocol.ts';

/**
 * How the bot took a payload. `no_bot`: nobody was there to take it. `lost`: no ack in time, or the connection went away before it.
 * `refused`: the bot's URL answered with another status than 200, or with what is no ack.
 */
export type Ack =
  | { readonly kind: 'acked'; readonly payload: JsonObject; readonly ms: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'no_bot' }
  | { readonly kind: 'refused'; readonly status: number };

/** The kinds of payloads that are sent here, as Socket Mode names them. */
export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** That an event is sent again: the how manieth time, and why. The first delivery has attempt 0 and no reason. */
export interface Retry {
  readonly attempt: number;
  readonly reason: '' | 'timeout' | 'connection_failed' | 'http_error';
}

/** A way on which payloads reach the bot. */
export interface Delivery {
  /** Whether somebody is there to take payloads, as far as can be known before one is sent. */
  readonly connected: boolean;
  /**
   * Sends a payload and waits for its ack; `acceptsResponse` says whether the ack may carry an answer. Only events are sent again, and
   * tell so in `retry`. Never rejects.
   */
  dispatch(type: EnvelopeType, payload: JsonObject, acceptsResponse: boolean, retry?: Retry): Promise<Ack>;
}
