import type { JsonObject, LoggedCall } from '../page/protocol.ts';
import { messagesOf, Refusal } from '../refusal.ts';

/** How many calls are kept; the oldest go first. */
const LOGGED_CALLS = 20_000;

/** The outcome of every call of the bot, so that a test can say "nothing was refused". */
export class CallLog {
  #calls: LoggedCall[] = [];
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

  /** The last calls, oldest first. */
  list(): readonly LoggedCall[] {
    return this.#calls.slice(-LOGGED_CALLS);
  }
}

function refused(refusal: Refusal): { ok: false; error: string; messages?: readonly string[] } {
  const messages = messagesOf(refusal);
  return { ok: false, error: refusal.error, ...(messages.length > 0 ? { messages } : {}) };
}
