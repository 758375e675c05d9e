import type { Fault, JsonObject } from '../page/protocol.ts';

/** The faults that wait for the next call of their method. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push(fault);
  }

  /** Takes the oldest fault for this call, once. */
  take(method: string, args: JsonObject): Fault | undefined {
    const channel = args.channel ?? args.channel_id;
    const fault = this.#waiting.find(
      (each) => each.method === method && (each.channel === undefined || each.channel === channel),
    );
    if (!fault) return undefined;
    const times = (fault.times ?? 1) - 1;
    this.#waiting = this.#waiting.flatMap((each) => {
      if (each !== fault) return [each];
      return times > 0 ? [{ ...fault, times }] : [];
    });
    return fault;
  }
}
