import type { ActOutcome } from '../page/protocol.ts';
import type { Ack } from '../socket/sockets.ts';

/** What Slack's client says when the answer of the bot cannot be used. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

/** What a person sees at once after an act that the bot had to acknowledge. */
export function outcomeOf(ack: Ack): ActOutcome {
  if (ack.kind === 'no_bot') return { ok: false, error: 'dispatch_failed' };
  return ack.kind === 'lost' ? { ok: false, error: 'operation_timeout' } : { ok: true, ack_ms: ack.ms };
}
