/** Until when what people approved counts. */
import type { Terms } from './events.ts';
import type { Common, Run } from './request.ts';
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

/**
 * When the run is planned to start, ISO 8601 UTC: the chosen moment, or the beginning of the chosen window. Undefined where it starts as soon as it has
 * its approvals: that was chosen, or a window that was open already.
 */
export function plannedStart({ terms, startChosenAt }: Common): string | undefined {
  const { start } = terms;
  if (start.kind === 'when approved') return undefined;
  const wasOpen = start.kind === 'window' && Date.parse(start.at) <= Date.parse(startChosenAt);
  return wasOpen ? undefined : start.at;
}

/**
 * Until when people may vote, ISO 8601 UTC: as long as approval is asked for, and no longer than the run may start: so long after its planned start, and
 * not after its window.
 */
export function votesUntil(request: Common): string {
  return earliest([request.terms.approvalExpiresAt, ...plannedEnds(request)]);
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
 * Until when an approved request may start, ISO 8601 UTC: so long after its planned start, and not after its window. What starts as soon as it has its
 * approvals is planned for the last of them. When people voted, or that somebody asked for an earlier start, makes it no later.
 */
export function startsUntil(request: Common): string {
  const approved = request.approvals.at(-1)?.at ?? request.requestedAt;
  return earliest([after(plannedStart(request) ?? approved, request.terms), ...plannedEnds(request)]);
}

/** What ends the time in which the run may start, as far as that is known before it is approved. */
function plannedEnds(request: Common): string[] {
  const planned = plannedStart(request);
  const until = windowEnd(request.terms.start);
  return [
    ...(planned === undefined ? [] : [after(planned, request.terms)]),
    ...(until === undefined ? [] : [until]),
  ];
}

function after(planned: string, { startTtlMs = START_TTL_MS }: Terms): string {
  return new Date(Date.parse(planned) + startTtlMs).toISOString();
}

function earliest([first, ...others]: readonly [string, ...string[]]): string {
  return others.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a), first);
}
