import { LIMITS } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { randomId } from './ids.ts';

/** Where an answer to a response_url goes. */
export interface ResponseTarget {
  readonly user: string;
  readonly channel: string;
  /** The message that was clicked; a command has none. */
  readonly messageTs?: string;
  /** The thread of that message. */
  readonly threadTs?: string;
}

interface Issued {
  readonly target: ResponseTarget;
  readonly issuedAt: number;
  readonly uses: number;
}

/** The response_urls that are out: each is good for five answers within thirty minutes. */
export class ResponseUrls {
  readonly #byId = new Map<string, Issued>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The secret last part of a new response_url. */
  issue(target: ResponseTarget): string {
    const id = randomId(24);
    this.#byId.set(id, { target, issuedAt: this.#now(), uses: 0 });
    return id;
  }

  /** Takes one use. */
  use(id: string): ResponseTarget | Refusal {
    const issued = this.#byId.get(id);
    if (!issued) return new Refusal('no_such_url');
    if (this.#now() - issued.issuedAt > LIMITS.responseUrl.ms) return new Refusal('expired_url');
    if (issued.uses >= LIMITS.responseUrl.uses) return new Refusal('used_url');
    this.#byId.set(id, { ...issued, uses: issued.uses + 1 });
    return issued.target;
  }
}
