/** Starting an approved request before its time, and choosing another start. */
import { askedTerms, type Command, type Decision, type Facts, notNow, refused, stampOf } from './decision.ts';
import { hindrance } from './may-run.ts';
import { isBeforeRun, type Request } from './request.ts';
import { plannedStart } from './request-times.ts';
import { unfit } from './standing.ts';
import { chooseStart, withStart } from './start-time.ts';
import { isStartChanged } from './what-changed.ts';

/** Why this person may neither start, move nor steer the request: the requester may, and anybody who may approve. */
export function mayNotSteer(request: Request, { standing }: Pick<Facts, 'standing'>): Decision | undefined {
  const because = unfit(standing);
  if (because === undefined) return undefined;
  // Whoever asked for the move may steer it to its end, also after leaving the channel, and without being an approver.
  const isPlace = because === 'not in channel' || because === 'not on the list';
  if (isPlace && standing.person === request.terms.requester) return undefined;
  return refused({ why: 'not fit', because });
}

/** What was approved for later starts now: not in a freeze period, and outside the off-peak hours only with one approval more. */
export function startNow(request: Request, facts: Facts): Decision {
  if (request.status !== 'approved' && request.status !== 'scheduled') return notNow(request, 'start');
  const because = mayNotSteer(request, facts);
  if (because !== undefined) return because;
  if (request.startAsked !== undefined) return refused({ why: 'starts by itself' });
  const hindered = hindrance(request, facts.calendar, facts.now);
  if (hindered !== undefined) return refused(hindered);
  const planned = plannedStart(request);
  if (planned === undefined || Date.parse(planned) <= facts.now.getTime())
    return refused({ why: 'starts by itself' });
  return { events: [{ ...stampOf(facts), type: 'start asked' }] };
}

/** Another start: what was approved was approved for the other one, so the votes are void. */
export function move(request: Request, command: Extract<Command, { kind: 'move' }>, facts: Facts): Decision {
  if (!isBeforeRun(request)) return notNow(request, 'move');
  const because = mayNotSteer(request, facts);
  if (because !== undefined) return because;
  const chosen = chooseStart(command.start, facts.calendar, facts.now);
  if ('why' in chosen) return refused({ why: 'cannot start then', fault: chosen });
  const { fingerprint: _, ...before } = request.terms;
  const terms = withStart(before, chosen);
  if (!isStartChanged(request.terms, terms)) return refused({ why: 'same start' });
  return { events: [{ ...stampOf(facts), type: 'moved', terms: askedTerms(terms, facts) }] };
}
