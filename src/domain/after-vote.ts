/** What comes of one approval more: whoever votes must know whether the move-out begins with it. */
import type { Calendar } from './calendar.ts';
import { approvalsForAnyHour, type Hindrance, hindrance } from './may-run.ts';
import type { Request } from './request.ts';
import { plannedStart, startsUntil } from './request-times.ts';
import { isSuddenlyOutside } from './start-time.ts';

/** Times are ISO 8601 UTC. */
export type AfterVote =
  /** So many more are needed after it. */
  | { readonly outcome: 'waits'; readonly missing: number }
  /** A rule forbids it: no vote counts. */
  | { readonly outcome: 'forbidden' }
  /** The off-peak hours ended since it was asked for: the vote does not count, and approval is asked for anew, of `quorum` people. */
  | { readonly outcome: 'asks anew'; readonly quorum: number }
  | { readonly outcome: 'starts at once' }
  | { readonly outcome: 'starts'; readonly at: string }
  /** What hinders it lasts longer than the run may wait. */
  | { readonly outcome: 'cannot start'; readonly because: Hindrance };

/** What comes of an approval at `now`, as far as the calendar and the votes say. */
export function afterVote(request: Request, calendar: Calendar, now: Date): AfterVote {
  const { terms, approvals } = request;
  if ((terms.blocking ?? []).length > 0) return { outcome: 'forbidden' };
  if (isSuddenlyOutside(terms, calendar, now))
    return { outcome: 'asks anew', quorum: approvalsForAnyHour(request) };
  const missing = terms.quorum - approvals.length - 1;
  if (missing > 0) return { outcome: 'waits', missing };
  const voted = { ...request, approvals: [...approvals, { person: '', at: now.toISOString() }] };
  const planned = new Date(plannedStart(request) ?? now);
  const first = firstStart(voted, calendar, planned > now ? planned : now);
  if ('because' in first) return { outcome: 'cannot start', because: first.because };
  return first.at > now ? { outcome: 'starts', at: first.at.toISOString() } : { outcome: 'starts at once' };
}

/**
 * The first moment, from a given one on, at which nothing of time hinders a request that has its approvals; or what hinders it for too long. Only the end of a
 * freeze period is waited for: outside the off-peak hours approval is asked for anew.
 */
function firstStart(
  request: Request,
  calendar: Calendar,
  from: Date,
): { readonly at: Date } | { readonly because: Hindrance } {
  const because = hindrance(request, calendar, from);
  if (because === undefined) return { at: from };
  if (because.why !== 'frozen') return { because };
  const thaw = new Date(because.until);
  return thaw.getTime() < Date.parse(startsUntil(request))
    ? firstStart(request, calendar, thaw)
    : { because };
}
