import type { Task } from './cluster.ts';

/** What was last seen of a running task in OCP. Never journaled: it is read again whenever it is needed. */
export interface Sighting {
  readonly task?: Task | undefined;
  /** ISO 8601 UTC; since when OCP has not answered, absent while it answers. */
  readonly noAnswerSince?: string | undefined;
  /** Why, as a sentence. */
  readonly noAnswerWhy?: string | undefined;
  /** ISO 8601 UTC; when the answer to the move-out was last given up, or was first looked for after a restart. */
  readonly submitGivenUpAt?: string | undefined;
  /** ISO 8601 UTC; since when OCP says that it knows no such task, absent while it does. */
  readonly unknownSince?: string | undefined;
  /** What keeps the next step from being made, and since when (ISO 8601 UTC); absent once a step is made again. */
  readonly fault?: { readonly since: string; readonly message: string } | undefined;
}
