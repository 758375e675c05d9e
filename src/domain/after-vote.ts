/** What comes of one approval more: whoever votes must know whether the move-out begins with it. */
import { type Calendar, frozenUntil } from './calendar.ts';
import type { Request } from './request.ts';
import { plannedStart, startsUntil } from './request-times.ts';

/** Times are ISO 8601 UTC. */
export type AfterVote =
  /** So many more are needed after it. */
  | { readonly outcome: 'waits'; readonly missing: number }
  | { readonly outcome: 'starts at once' }
  | { readonly outcome: 'starts'; readonly at: string }
  /** A freeze period lasts longer than the run may wait. */
  | { readonly outcome: 'cannot start'; readonly until: string };

/** What comes of an approval at `now`, as far as the calendar and the votes say. */
export function afterVote(request: Request, calendar: Calendar, now: Date): AfterVote {
  const { terms, approvals } = request;
  const missing = terms.quorum - approvals.length - 1;
  if (missing > 0) return { outcome: 'waits', missing };
  const planned = new Date(plannedStart(request) ?? now);
  const start = planned > now ? planned : now;
  const thaw = frozenUntil(calendar, start);
  if (thaw === undefined)
    return start > now ? { outcome: 'starts', at: start.toISOString() } : { outcome: 'starts at once' };
  const voted = { ...request, approvals: [...approvals, { person: '', at: now.toISOString() }] };
  const until = thaw.toISOString();
  return thaw.getTime() < Date.parse(startsUntil(voted))
    ? { outcome: 'starts', at: until }
    : { outcome: 'cannot start', until };
}
