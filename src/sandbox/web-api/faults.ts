import type { Fault, JsonObject } from '../page/protocol.ts';

interface Waiting {
  readonly fault: Fault;
  /** How many calls it befalls yet, unless it lasts a time. */
  readonly times: number;
  readonly until: number | undefined;
}

/** The faults that wait for the next calls of their method. */
export class Faults {
  #waiting: readonly Waiting[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(fault: Fault): void {
    const until = fault.for_ms === undefined ? undefined : this.#now() + fault.for_ms;
    this.#waiting = [...this.#waiting, { fault, times: fault.times ?? 1, until }];
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Takes the oldest fault for this call, once. */
  take(method: string, args: JsonObject): Fault | undefined {
    const channel = args.channel ?? args.channel_id;
    const now = this.#now();
    this.#waiting = this.#waiting.filter(({ until, times }) =>
      until === undefined ? times > 0 : now < until,
    );
    const found = this.#waiting.find(
      ({ fault }) => fault.method === method && (fault.channel === undefined || fault.channel === channel),
    );
    this.#waiting = this.#waiting.map((each) => (each === found ? { ...each, times: each.times - 1 } : each));
    return found?.fault;
  }
}
