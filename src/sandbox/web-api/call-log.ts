import type { JsonObject, LoggedCall } from '../page/protocol.ts';
import { messagesOf, Refusal } from '../refusal.ts';

/** How many calls are kept; the oldest go first. */
const LOGGED_CALLS = 20_000;

/** The outcome of every call of the bot, so that a test can say "nothing was refused", and what it acknowledged with. */
export class CallLog {
  #calls: LoggedCall[] = [];
  #acks: JsonObject[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Notes a call. An outcome that is no refusal counts as ok. */
  add(method: string, args: JsonObject, outcome?: unknown): void {
    const call = { at: this.#now(), method, args };
    this.#calls.push(outcome instanceof Refusal ? { ...call, ...refused(outcome) } : { ...call, ok: true });
    if (this.#calls.length > LOGGED_CALLS * 1.1) this.#calls = this.#calls.slice(-LOGGED_CALLS);
  }

  /** Notes what came with an acknowledgement: field errors, a view, options. */
  addAck(payload: JsonObject): void {
    this.#acks.push(payload);
    if (this.#acks.length > LOGGED_CALLS * 1.1) this.#acks = this.#acks.slice(-LOGGED_CALLS);
  }

  /** The last acknowledgements, oldest first. */
  acks(): readonly JsonObject[] {
    return this.#acks.slice(-LOGGED_CALLS);
  }

  /** The last calls, oldest first. */
  list(): readonly LoggedCall[] {
    return this.#calls.slice(-LOGGED_CALLS);
  }
}

function refused(refusal: Refusal): { ok: false; error: string; messages?: readonly string[] } {
  const messages = messagesOf(refusal);
  return { ok: false, error: refusal.error, ...(messages.length > 0 ? { messages } : {}) };
}
