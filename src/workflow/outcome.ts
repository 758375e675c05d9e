import type { Failure, RequestEvent } from '../domain/events.ts';
import { OcpFault } from './ports.ts';

type EventBody<E = RequestEvent> = E extends RequestEvent ? Omit<E, 'at' | 'actor'> : never;

/** What a step of the run led to: events to record, or a time to look again (none: when somebody acts). */
export type Outcome =
  /** `actor`: whose deed it was, when it was not Moveout's own. */
  { readonly record: EventBody; readonly actor?: string } | { readonly again: Date | undefined };

/** The failure of a fault of OCP's, or of anything else that went wrong, in words. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OcpFault) return error.failure;
  return { message: error instanceof Error ? error.message : String(error) };
}

/** What went wrong as the end of a sentence, with what to quote in a support case. */
export function reasonOf(error: unknown): string {
  const { message, code, traceId } = failureOf(error);
  const marks = [
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(traceId === undefined ? [] : [`OCP trace id ${traceId}`]),
  ];
  return marks.length === 0 ? message : `${message} (${marks.join(', ')})`;
}

/** Whether nobody knows if OCP did what was asked. */
export function isUnanswered(error: unknown): boolean {
  return !(error instanceof OcpFault) || error.unanswered;
}

/** The moment `ms` milliseconds after `now`. */
export function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
