import { LIMITS } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { randomId } from './ids.ts';

/** A trigger_id: the permission to open one modal for one person, for three seconds. */
interface Trigger {
  readonly user: string;
  /** The view in which the person acted, if it was in a view. */
  readonly viewId: string | undefined;
  readonly issuedAt: number;
  readonly used: boolean;
}

/** Gives out trigger ids and takes them back once. */
export class Triggers {
  readonly #byId = new Map<string, Trigger>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(user: string, viewId?: string): string {
    const id = `${this.#now()}.${randomId(12)}.${randomId(16).toLowerCase()}`;
    this.#byId.set(id, { user, viewId, issuedAt: this.#now(), used: false });
    return id;
  }

  /** Uses a trigger up. Refused: unknown, more than three seconds old, or used before. */
  exchange(id: string): { readonly user: string; readonly viewId: string | undefined } | Refusal {
    const trigger = this.#byId.get(id);
    if (!trigger) return new Refusal('invalid_trigger_id');
    if (trigger.used) return new Refusal('exchanged_trigger_id');
    if (this.#now() - trigger.issuedAt > LIMITS.triggerMs) return new Refusal('expired_trigger_id');
    this.#byId.set(id, { ...trigger, used: true });
    return trigger;
  }
}
