import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide.ts';
import type { Command, CommandKind } from '../../src/domain/decision.ts';
import type { RequestEvent } from '../../src/domain/events.ts';
import { apply, fold } from '../../src/domain/fold.ts';
import type { Request } from '../../src/domain/request.ts';
import type { Standing } from '../../src/domain/standing.ts';
import { ALL_EVENTS, ALL_PLACES, EVENT, eventsTo, OTHER, type Place, requested } from './histories.ts';
import { ALL_COMMANDS, ask, factsOf, member, STANDINGS, UNFIT, type Who } from './people.ts';

const ID = 'MO-7K3F2A';
/** What everybody gets who is not named. */
type Answers = Record<Who, string>;

/** A vote or a steer: unfit people are told why. */
function forFit(requester: string, others: string): Answers {
  return { requester, member: others, ...UNFIT };
}

/** What ends a request: also for an administrator, wherever its card is. */
function forAdmins(requester: string, others: string): Answers {
  return { ...forFit(requester, others), 'administrator outside the channel': others };
}

/** What only the requester may, whoever else asks. */
function forRequester(answer: string): Answers {
  const others = Object.fromEntries(Object.keys(UNFIT).map((who) => [who, 'not the requester']));
  return { ...UNFIT, ...others, requester: answer, member: 'not the requester' };
}

/** What anybody may who is so in the request, however fit by now. */
function forAnybody(requester: string, others: string): Answers {
  const answers = Object.fromEntries(Object.keys(UNFIT).map((who) => [who, others]));
  return { ...UNFIT, ...answers, requester, member: others };
}

const NOT_NOW = 'not now';
const CANCEL = { cancel: forAdmins('cancelled', 'cancelled') };
const TOO_LATE = { cancel: forAdmins('too late to cancel', 'too late to cancel') };
const MOVE = { move: forFit('moved', 'moved') };
/** The member approved, and may take that back; by the time of these rows the member's standing no longer matters. */
const APPROVED = {
  ...CANCEL,
  ...MOVE,
  start: forFit('start asked', 'start asked'),
  withdraw: forAnybody('not approved by you', 'vote withdrawn'),
};
const BY_ITSELF = { ...APPROVED, start: forFit('starts by itself', 'starts by itself') };
const GIVE_UP = { 'give up': forAdmins('abandoned', 'abandoned') };
const RETRY = { retry: forFit('retry asked', 'retry asked'), ...GIVE_UP };
const CHECK = { 'check again': forFit('answered', 'answered'), ...GIVE_UP };
const SKIP = { skip: forFit('skip asked', 'skip asked') };

/** What may be asked where; everything else is refused with "not now". */
const RULES: Record<Place, Partial<Record<CommandKind, Answers>>> = {
  'awaiting approval': {
    approve: forFit('own request', 'approved'),
    reject: forFit('own request', 'rejected'),
    withdraw: forAnybody('not approved by you', 'not approved by you'),
    ...MOVE,
    ...CANCEL,
  },
  approved: BY_ITSELF,
  scheduled: APPROVED,
  'asked to start': BY_ITSELF,
  'before recheck': CANCEL,
  'before export': CANCEL,
  'before deliver': CANCEL,
  'before submit': CANCEL,
  intended: TOO_LATE,
  'absent once': TOO_LATE,
  'absent twice': TOO_LATE,
  following: TOO_LATE,
  'retry owed': TOO_LATE,
  'skip owed': TOO_LATE,
  'rollback owed': TOO_LATE,
  'rolling back': TOO_LATE,
  'rollback skip owed': TOO_LATE,
  confirming: TOO_LATE,
  'recheck failed': { ...CANCEL, ...RETRY },
  'export failed': { ...CANCEL, ...RETRY },
  'deliver failed': { ...CANCEL, ...RETRY },
  'submit blocked': { ...CANCEL, ...RETRY },
  'submit refused': { ...TOO_LATE, ...RETRY },
  'submit owed again': TOO_LATE,
  'submit failed after absences': { ...TOO_LATE, ...RETRY },
  'task failed': {
    ...TOO_LATE,
    ...RETRY,
    ...SKIP,
    'roll back': forFit('roll back asked', 'roll back asked'),
  },
  'task failed for good': {
    ...TOO_LATE,
    ...RETRY,
    ...SKIP,
    'roll back': forFit('rollback prohibited', 'rollback prohibited'),
  },
  'rollback failed': { ...TOO_LATE, ...SKIP, ...GIVE_UP },
  'asking: key lost': { ...CANCEL, ...GIVE_UP, 'give key': forRequester('answered') },
  'asking: submit outcome': {
    ...TOO_LATE,
    ...CHECK,
    'submit again': forFit('somebody else must', 'answered'),
  },
  'asking: task lost': { ...TOO_LATE, ...CHECK },
  'asking: rollback lost': { ...TOO_LATE, ...CHECK },
  'asking: still listed': { ...TOO_LATE, ...CHECK },
  'asking: not back': { ...TOO_LATE, ...CHECK },
  rejected: {},
  cancelled: {},
  expired: {},
  completed: {},
  'rolled back': {},
  abandoned: {},
};

/** Steering that a stuck run does not offer: who may steer at all is looked at first. */
function unlisted(place: Place, kind: CommandKind): Answers {
  const steering = !['approve', 'withdraw', 'reject', 'cancel', 'start', 'move', 'give key'].includes(kind);
  const stuck = 'give up' in RULES[place];
  return steering && stuck ? forFit(NOT_NOW, NOT_NOW) : forAnybody(NOT_NOW, NOT_NOW);
}

describe.each(ALL_PLACES)('a request that is "%s"', (place) => {
  const request = fold(ID, eventsTo(place));

  it.each(ALL_COMMANDS)('$kind', (command) => {
    const answers = Object.entries(STANDINGS).map(([who, standing]) => [
      who,
      ask(request, command, standing),
    ]);
    expect(Object.fromEntries(answers)).toEqual(RULES[place][command.kind] ?? unlisted(place, command.kind));
  });
});

describe('any sequence of decisions', () => {
  const standing = fc.constantFrom(...Object.values(STANDINGS), member(OTHER));
  const person = fc.record({ command: fc.constantFrom(...ALL_COMMANDS), standing });
  const world = fc.constantFrom(...ALL_EVENTS);
  const steps = fc.array(fc.oneof(person, world), { maxLength: 60 });

  it('folds', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3), steps, (quorum, sequence) => {
        const events: RequestEvent[] = [requested({ quorum })];
        let request = fold(ID, events);
        for (const step of sequence) {
          const next = typeof step === 'string' ? possible(request, EVENT[step]) : decided(request, step);
          events.push(...next);
          request = next.reduce(apply, request);
        }
        expect(fold(ID, events)).toEqual(request);
      }),
      { numRuns: 300 },
    );
  });

  function decided(
    request: Request,
    step: { command: Command; standing: Standing },
  ): readonly RequestEvent[] {
    const decision = decide(request, step.command, factsOf(step.standing));
    return 'events' in decision ? decision.events : [];
  }

  /** What Moveout itself does, when it can come next. */
  function possible(request: Request, event: RequestEvent): RequestEvent[] {
    if (event.actor !== 'moveout') return [];
    try {
      apply(request, event);
      return [event];
    } catch {
      return [];
    }
  }
});
