import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `length` random characters that may be part of a Slack id. */
export function randomId(length = 10): string {
  return [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** Gives timestamps like Slack's: seconds with six digits, strictly growing, so that they are unique and sort. */
export class Timestamps {
  #last = 0;
  readonly #now: () => number;

  /** `now` gives milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The next timestamp, for example `1700000000.000200`. */
  next(): string {
    this.#last = Math.max(Math.floor(this.#now() * 1000), this.#last + 1);
    const micros = String(this.#last % 1_000_000).padStart(6, '0');
    return `${Math.floor(this.#last / 1_000_000)}.${micros}`;
  }
}
