import type { Task } from './cluster.ts';

/** What was last seen of a running task in OCP. Never journaled: it is read again whenever it is needed. */
export interface Sighting {
  readonly task?: Task | undefined;
  /** ISO 8601 UTC; since when OCP has not answered, absent while it answers. */
  readonly noAnswerSince?: string | undefined;
}
