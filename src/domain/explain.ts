/** What somebody may do to a request now, and why not the rest: every rule is asked, and nothing is done. */
import { type Calendar, frozenUntil } from './calendar.ts';
import { decide } from './decide.ts';
import type { Command, Facts, Refusal } from './decision.ts';
import type { Request } from './request.ts';
import { fullMember } from './standing.ts';

/** One thing that can be asked of a request, and what the rules say of it. */
export interface Explained {
  readonly kind: Command['kind'];
  /** Why not, now; undefined when the person may. */
  readonly refusal: Refusal | undefined;
}

/** In the order of a request's life. Another start is no matter of who and when alone: it is tried with one that is free. */
export function explain(request: Request, facts: Facts): readonly Explained[] {
  return commandsFor(request, facts).map((command) => {
    const decision = decide(request, command, facts);
    return { kind: command.kind, refusal: decision.refusal };
  });
}

function commandsFor(request: Request, facts: Facts): readonly Command[] {
  const { fingerprint } = request.terms;
  const subtaskIds = request.status === 'task failed' ? request.task.subtasks.map(({ id }) => id) : [];
  return [
    { kind: 'approve', fingerprint, ...(request.status === 'scheduled' ? { earlier: true } : {}) },
    { kind: 'reject', fingerprint, reason: 'because' },
    { kind: 'withdraw' },
    { kind: 'start' },
    { kind: 'move', start: { kind: 'at', at: freeStart(request, facts) } },
    { kind: 'cancel' },
    { kind: 'retry' },
    { kind: 'skip', subtaskIds },
    { kind: 'roll back' },
    { kind: 'check again' },
    { kind: 'submit again' },
    { kind: 'give key' },
    { kind: 'give up' },
  ];
}

/** Who is neither the requester nor somebody who voted. */
const ANYBODY = 'anybody';
/** A later look at OCP or at the clock may find otherwise: what is refused so stays on the card, and its refusal says until when. */
const PASSING: readonly Refusal['why'][] = ['forbidden', 'frozen', 'one more approval'];

/**
 * What somebody may ask of the request now, whoever that is: what its card offers. Start Now is among it only while the run may start;
 * the card says why it is not.
 */
export function openCommands(
  request: Request,
  { now, calendar }: Pick<Facts, 'now' | 'calendar'>,
): ReadonlySet<Command['kind']> {
  const people = [request.terms.requester, ...request.approvals.map(({ person }) => person), ANYBODY];
  const explained = people.flatMap((person) => {
    const standing = fullMember(person);
    return explain(request, { standing, now, calendar, approvalTtlMs: 0, fingerprint: () => '' });
  });
  return new Set(explained.filter(isOffered).map(({ kind }) => kind));
}

function isOffered({ kind, refusal }: Explained): boolean {
  return refusal === undefined || (kind !== 'start' && PASSING.includes(refusal.why));
}

/** Another start that somebody could choose: in an hour, or at the end of the freeze period in which that lies; or a minute after the one it has. */
function freeStart({ terms }: Request, { now, calendar }: Facts): Date {
  const free = thawed(calendar, now.getTime() + 3_600_000);
  const isPresent = terms.start.kind === 'at' && Date.parse(terms.start.at) === free.getTime();
  return isPresent ? thawed(calendar, free.getTime() + 60_000) : free;
}

function thawed(calendar: Calendar, ms: number): Date {
  const time = new Date(ms);
  return frozenUntil(calendar, time) ?? time;
}
