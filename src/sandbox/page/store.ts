import type { ShownMessage, ShownView, Workspace } from './protocol.ts';

/** Everything that the page shows. One object, replaced as a whole, so that a part never shows half a change. */
export interface PageState {
  readonly workspace?: Workspace;
  /** Ids of the channel and of the thread (its first message) that are open. */
  readonly channel?: string;
  readonly thread?: string | undefined;
  /** `home`: the home tab of the app is open in place of the channel. `messages`: its direct messages, which are still to be begun. */
  readonly app?: 'home' | 'messages' | undefined;
  /** A message that a link leads to, until it is in sight. */
  readonly wanted?: string | undefined;
  readonly messages: ReadonlyMap<string, readonly ShownMessage[]>;
  /** Open modals, bottom first. */
  readonly views: readonly ShownView[];
  readonly line: 'connecting' | 'open' | 'lost';
  /** Why nothing can be shown, as a sentence. */
  readonly problem?: string | undefined;
  /** Per channel the timestamp up to which this person has read. */
  readonly seen: ReadonlyMap<string, string>;
}

export interface Store {
  readonly get: () => PageState;
  readonly set: (change: Partial<PageState>) => void;
  /** Calls the listener after changes; several changes in one turn are told once. */
  readonly subscribe: (listener: (state: PageState) => void) => void;
}

/** An empty page. */
export const EMPTY_PAGE: PageState = { messages: new Map(), views: [], line: 'connecting', seen: new Map() };

/** Makes the store of a page. */
export function createStore(): Store {
  let state = EMPTY_PAGE;
  let waiting = false;
  const listeners: ((state: PageState) => void)[] = [];
  function tell(): void {
    waiting = false;
    for (const listener of listeners) listener(state);
  }
  return {
    get: () => state,
    subscribe: (listener) => listeners.push(listener),
    set(change) {
      state = { ...state, ...change };
      if (waiting) return;
      waiting = true;
      queueMicrotask(tell);
    },
  };
}
