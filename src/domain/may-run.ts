/** Whether what was approved may run at a moment, however long it waited: for the start, and for everything up to the submit. */
import {
  type Calendar,
  frozenUntil,
  hasPeakHours,
  isOutsideWindows,
  nextWindow,
  windowAt,
} from './calendar.ts';
import type { StartLapse } from './events.ts';
import type { Common, Request, Run } from './request.ts';
import { isApprovalOver, isWindowOver, startsUntil } from './request-times.ts';
import { usualQuorum } from './start-time.ts';

/** Why nothing of a request may start or be submitted now. Times are ISO 8601 UTC. */
export type Hindrance =
  /** Nothing is submitted after the off-peak window that was approved. */
  | { readonly why: 'window over' }
  /** Nothing starts in a freeze period. */
  | { readonly why: 'frozen'; readonly until: string }
  /** Outside the off-peak hours so many approvals are needed, and there are fewer; `next`: when the next of those hours begin. */
  | {
      readonly why: 'one more approval';
      readonly approvals: number;
      readonly needed: number;
      readonly next: string | undefined;
    };

/** What forbids that the request's run starts or submits at `now`; undefined when nothing of time does. */
export function hindrance(request: Common, calendar: Calendar, now: Date): Hindrance | undefined {
  if (isWindowOver(request.terms, now)) return { why: 'window over' };
  const until = frozenUntil(calendar, now);
  if (until !== undefined) return { why: 'frozen', until: until.toISOString() };
  return missingApproval(request, calendar, now);
}

/** Outside the off-peak hours one more person must have approved than otherwise, whatever start was planned. */
function missingApproval(request: Common, calendar: Calendar, now: Date): Hindrance | undefined {
  if (!isOutsideWindows(calendar, now)) return undefined;
  const needed = approvalsForAnyHour(request);
  const approvals = request.approvals.length;
  if (approvals >= needed) return undefined;
  return { why: 'one more approval', approvals, needed, next: nextWindow(calendar, now)?.from.toISOString() };
}

/** How many people must approve for a start outside the off-peak hours. */
export function approvalsForAnyHour({ terms }: Common): number {
  return usualQuorum(terms) + 1;
}

/** Whether a run that waits may still submit at `from` or later: at some moment at which nothing of time hinders it, its approval still counts. */
export function mayGoOnFrom(request: Common & Run, calendar: Calendar, from: Date): boolean {
  if (isApprovalOver(request, from)) return false;
  const hindered = hindrance(request, calendar, from);
  if (hindered === undefined) return true;
  const end = endOf(hindered);
  return end !== undefined && mayGoOnFrom(request, calendar, new Date(end));
}

/** When a hindrance is over; undefined when it stays. */
function endOf(hindered: Hindrance): string | undefined {
  switch (hindered.why) {
    case 'window over':
      return undefined;
    case 'frozen':
      return hindered.until;
    case 'one more approval':
      return hindered.next;
  }
}

/**
 * Until when the start of an approved request is tried, ISO 8601 UTC: as long as it may start, and no longer than the off-peak hours that last at `now`, where its
 * approvals suffice for no others. Then approval is asked for anew.
 */
export function triedUntil(request: Common, calendar: Calendar, now: Date): string {
  const until = startsUntil(request);
  const { start, outsideWindows } = request.terms;
  if (start.kind !== 'when approved' || outsideWindows === true || !hasPeakHours(calendar)) return until;
  const hours = windowAt({ ...calendar, freeze: [] }, now);
  return hours !== undefined && hours.to.getTime() < Date.parse(until) ? hours.to.toISOString() : until;
}

/** For so long, in milliseconds, a wish to start now counts: whoever wished it still looks on then. */
const START_NOW_MS = 30 * 60_000;

/** Why the wish to start a request now no longer counts; undefined while it does, or where nobody wished it. */
export function startNowOver(request: Request, calendar: Calendar, now: Date): StartLapse | undefined {
  if (!('startAsked' in request) || request.startAsked === undefined) return undefined;
  const why = hindrance(request, calendar, now)?.why;
  if (why === 'frozen') return 'frozen';
  if (why === 'one more approval') return 'outside the off-peak hours';
  return now.getTime() >= Date.parse(request.startAsked.at) + START_NOW_MS ? 'too late' : undefined;
}
