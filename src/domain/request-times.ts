/** Until when what people approved counts. */
import type { Terms } from './events.ts';
import type { Common, InStatus, Run } from './request.ts';
import { START_TTL_MS } from './start-time.ts';

/**
 * Until when an approval counts for a run that began, ISO 8601 UTC: that of the request, or the time in which the run may start, or as long after it
 * began as it had to start, whichever is latest. Nothing is submitted later, and a sealed encryption key is kept no longer for a run that waits for people.
 */
export function approvalEndsAt(
  { start, startTtlMs = START_TTL_MS, approvalExpiresAt }: Terms,
  startedAt: string,
): string {
  const after = (time: string) => new Date(Date.parse(time) + startTtlMs).toISOString();
  const planned = start.kind === 'when approved' ? [] : [windowEnd(start) ?? after(start.at)];
  return [after(startedAt), ...planned].reduce(
    (latest, time) => (Date.parse(time) > Date.parse(latest) ? time : latest),
    approvalExpiresAt,
  );
}

/** Whether the approval of a run that began is over. */
export function isApprovalOver({ terms, startedAt }: Common & Run, now: Date): boolean {
  return now.getTime() >= Date.parse(approvalEndsAt(terms, startedAt));
}

/** Until when people may vote, ISO 8601 UTC: as long as approval is asked for, and not after the window in which the run was to start. */
export function votesUntil({ start, approvalExpiresAt }: Terms): string {
  const until = windowEnd(start);
  return until !== undefined && Date.parse(until) < Date.parse(approvalExpiresAt) ? until : approvalExpiresAt;
}

/** The end of the off-peak window in which the run is to start, ISO 8601 UTC; undefined when its start lies in none. */
export function windowEnd(start: Terms['start']): string | undefined {
  return start.kind === 'when approved' ? undefined : start.until;
}

/** Whether the approved window has ended; a start "when approved", or at a moment outside of all windows, has none. */
export function isWindowOver({ start }: Terms, now: Date): boolean {
  const until = windowEnd(start);
  return until !== undefined && now.getTime() >= Date.parse(until);
}

/**
 * Until when an approved request may start, ISO 8601 UTC: so long after its planned start, which is the chosen moment or the last approval, whichever
 * comes last; and not after its window. That somebody asked for an earlier start makes it no later.
 */
export function startsUntil(request: InStatus<'approved' | 'scheduled'>): string {
  const { start, startTtlMs = START_TTL_MS } = request.terms;
  const planned = [
    ...(start.kind === 'when approved' ? [] : [start.at]),
    request.approvals.at(-1)?.at ?? request.requestedAt,
  ].map((time) => Date.parse(time));
  const until = windowEnd(start);
  const ends = [Math.max(...planned) + startTtlMs, ...(until === undefined ? [] : [Date.parse(until)])];
  return new Date(Math.min(...ends)).toISOString();
}
