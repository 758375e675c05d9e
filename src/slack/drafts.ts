import type { MoveOutForm } from './views/move-out-form.ts';

/** A modal that somebody is filling: what it was made of, so that its submission is checked against what was shown. */
export interface Draft {
  readonly requester: string;
  readonly form: MoveOutForm;
}

/** The open modals, by Slack's view id. In memory only: after a restart a modal is made anew. */
export interface Drafts {
  get(viewId: string): Draft | undefined;
  set(viewId: string, draft: Draft): void;
  delete(viewId: string): void;
  /** Begins to fill a modal; gives whether that is still the newest attempt. */
  begin(viewId: string): () => boolean;
}

/** Modals are rarely closed in a way that Slack tells of; the oldest ones are forgotten. */
const MOST = 200;

export function createDrafts(): Drafts {
  const drafts = new Map<string, Draft>();
  const attempts = new Map<string, symbol>();
  return {
    get: (viewId) => drafts.get(viewId),
    set: (viewId, draft) => put(drafts, viewId, draft),
    delete: (viewId) => {
      drafts.delete(viewId);
      attempts.delete(viewId);
    },
    begin: (viewId) => {
      const attempt = Symbol(viewId);
      put(attempts, viewId, attempt);
      return () => attempts.get(viewId) === attempt;
    },
  };
}

function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
