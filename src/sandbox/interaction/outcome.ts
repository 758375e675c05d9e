import type { Ack } from '../delivery/delivery.ts';
import type { ActOutcome } from '../page/protocol.ts';

/** What Slack's client says when the answer of the bot cannot be used. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

/**
 * What a person sees at once after an act that the bot had to acknowledge. Slack publishes no words for a URL that answers with
 * another status; these are what its users quote.
 */
export function outcomeOf(ack: Ack): ActOutcome {
  switch (ack.kind) {
    case 'acked':
      return { ok: true, ack_ms: ack.ms };
    case 'no_bot':
      return { ok: false, error: 'dispatch_failed' };
    case 'lost':
      return { ok: false, error: 'operation_timeout' };
    case 'refused':
      return { ok: false, error: ack.status >= 500 ? 'http_service_error' : 'http_client_error' };
  }
}
