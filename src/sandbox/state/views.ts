import type { JsonObject, StateValues } from '../page/protocol.ts';
import { randomId, type Timestamps } from './ids.ts';

/** A modal that is open for somebody, or somebody's App Home. */
export interface OpenView {
  readonly id: string;
  readonly owner: string;
  /** Changes with every update. */
  readonly hash: string;
  /** The view as the bot gave it, completed with the ids that it left out. */
  readonly body: JsonObject;
  readonly state: StateValues;
  readonly rootId: string;
  readonly previousId: string | null;
}

/** The stacks of modals, one a person, and the home tabs. */
export class Views {
  readonly #stacks = new Map<string, readonly OpenView[]>();
  readonly #homes = new Map<string, OpenView>();
  readonly #timestamps: Timestamps;
  readonly #tell: (user: string) => void;
  readonly #tellHome: (user: string) => void;

  /** `tell` hears of every person whose stack has changed, `tellHome` of everyone whose home tab has. */
  constructor(timestamps: Timestamps, tell: (user: string) => void, tellHome: (user: string) => void) {
    this.#timestamps = timestamps;
    this.#tell = tell;
    this.#tellHome = tellHome;
  }

  /** A person's modals, bottom first. */
  stack(user: string): readonly OpenView[] {
    return this.#stacks.get(user) ?? [];
  }

  find(id: string): OpenView | undefined {
    return this.#all().find((view) => view.id === id);
  }

  findExternal(externalId: string): OpenView | undefined {
    return this.#all().find((view) => view.body.external_id === externalId);
  }

  /** Opens a modal on top of those that stay below. */
  place(user: string, below: readonly OpenView[], body: JsonObject, state: StateValues): OpenView {
    const id = `V${randomId()}`;
    const rootId = below[0]?.id ?? id;
    const previousId = below.at(-1)?.id ?? null;
    const view = { id, owner: user, hash: this.#hash(), body, state, rootId, previousId };
    this.#set(user, [...below, view]);
    return view;
  }

  /** Replaces what an open view shows; the id stays, the hash is new. */
  update(view: OpenView, body: JsonObject, state: StateValues): OpenView {
    const changed = { ...view, body, state, hash: this.#hash() };
    if (this.#isHome(view)) return this.#setHome(changed);
    this.#set(view.owner, replaced(this.stack(view.owner), changed));
    return changed;
  }

  /** Remembers what a person has filled in; this is no update: hash and page stay. */
  remember(view: OpenView, state: StateValues): OpenView {
    const changed = { ...view, state };
    if (this.#isHome(view)) this.#homes.set(view.owner, changed);
    else this.#stacks.set(view.owner, replaced(this.stack(view.owner), changed));
    return changed;
  }

  /** Closes a view and whatever was pushed upon it. */
  close(view: OpenView): void {
    const stack = this.stack(view.owner);
    const at = stack.findIndex(({ id }) => id === view.id);
    if (at >= 0) this.#set(view.owner, stack.slice(0, at));
  }

  clear(user: string): void {
    this.#set(user, []);
  }

  home(user: string): OpenView | undefined {
    return this.#homes.get(user);
  }

  publish(user: string, body: JsonObject, state: StateValues): OpenView {
    const known = this.#homes.get(user);
    if (known) return this.update(known, body, state);
    const id = `V${randomId()}`;
    return this.#setHome({ id, owner: user, hash: this.#hash(), body, state, rootId: id, previousId: null });
  }

  #isHome(view: OpenView): boolean {
    return this.#homes.get(view.owner)?.id === view.id;
  }

  #setHome(view: OpenView): OpenView {
    this.#homes.set(view.owner, view);
    this.#tellHome(view.owner);
    return view;
  }

  #all(): OpenView[] {
    return [...[...this.#stacks.values()].flat(), ...this.#homes.values()];
  }

  #set(user: string, stack: readonly OpenView[]): void {
    this.#stacks.set(user, stack);
    this.#tell(user);
  }

  #hash(): string {
    return `${this.#timestamps.next()}.${randomId(8)}`;
  }
}

function replaced(stack: readonly OpenView[], changed: OpenView): readonly OpenView[] {
  return stack.map((view) => (view.id === changed.id ? changed : view));
}
