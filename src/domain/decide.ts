/**
 * What people may do to a request, and when. Each rule is here and only here: `decide` takes the request, what somebody
 * asked for, who that is, and the present moment, and gives the events it leads to, or the refusal.
 */
import { mayNotSteer, move, startNow } from './decide-start.ts';
import { vote, withdraw } from './decide-votes.ts';
import {
  type Command,
  type CommandKind,
  type Decision,
  type Facts,
  notNow,
  refused,
  stampOf,
} from './decision.ts';
import type { FailedSubtask } from './events.ts';
import { hindrance, mayGoOnFrom } from './may-run.ts';
import {
  hasEnded,
  type InStatus,
  isCancellable,
  mayBeGivenUp,
  mayStillCancel,
  type Request,
} from './request.ts';
import { isApprovalOver } from './request-times.ts';
import { unfit } from './standing.ts';

/**
 * What comes of what somebody asks of the request: the events to append, or why it is refused. Nothing is changed here, and a
 * decision counts only if the request is still the same when the events are appended.
 */
export function decide(request: Request, command: Command, facts: Facts): Decision {
  switch (command.kind) {
    case 'approve':
    case 'reject':
      return vote(request, command, facts);
    case 'withdraw':
      return withdraw(request, facts);
    case 'cancel':
      return cancel(request, facts);
    case 'start':
      return startNow(request, facts);
    case 'move':
      return move(request, command, facts);
    case 'give key':
      return giveKey(request, facts);
    case 'retry':
    case 'skip':
    case 'roll back':
    case 'give up':
    case 'check again':
    case 'submit again':
      return steer(request, command, facts);
  }
}

type SteeringCommand = Extract<
  Command,
  { kind: 'retry' | 'skip' | 'roll back' | 'give up' | 'check again' | 'submit again' }
>;

/**
 * The requester, whoever that is by now, anybody who may approve, and an administrator, wherever the card is, cancel until the intent to
 * submit is written.
 */
function cancel(request: Request, facts: Facts): Decision {
  if (hasEnded(request)) return notNow(request, 'cancel');
  const because = unfit(facts.standing);
  if (because !== undefined && !mayAlwaysEnd(request, facts)) return refused({ why: 'not fit', because });
  if (!isCancellable(request)) return refused({ why: 'too late to cancel' });
  return { events: [{ ...stampOf(facts), type: 'cancelled' }] };
}

/** The requester and an administrator end a request whatever Slack says of them by now. */
function mayAlwaysEnd({ terms }: Request, { standing }: Facts): boolean {
  return standing.person === terms.requester || standing.isAdmin === true;
}

/** The key was the requester's; only the requester gives it again. */
function giveKey(request: Request, facts: Facts): Decision {
  if (request.status !== 'asking' || request.question !== 'key lost') return notNow(request, 'give key');
  if (facts.standing.person !== request.terms.requester) return refused({ why: 'not the requester' });
  const late = mayNotGoOn(request, facts);
  return late ?? { events: [{ ...stampOf(facts), type: 'answered', answer: 'key given' }] };
}

/** A run that needs people is steered by the requester or anybody who could approve; whoever may cancel a request may give it up. */
function steer(request: Request, command: SteeringCommand, facts: Facts): Decision {
  if (!mayBeGivenUp(request)) return notNow(request, command.kind);
  const isEnding = command.kind === 'give up';
  const because = isEnding && mayAlwaysEnd(request, facts) ? undefined : mayNotSteer(request, facts);
  if (because !== undefined) return because;
  if (isEnding) return { events: [{ ...stampOf(facts), type: 'abandoned' }] };
  if (request.status === 'asking') return answer(request, command.kind, facts);
  if (request.status === 'task failed') return steerTask(request, command, facts);
  if (command.kind !== 'retry') return notNow(request, command.kind);
  return mayNotGoOn(request, facts) ?? { events: [{ ...stampOf(facts), type: 'retry asked' }] };
}

/**
 * Before the submit a run goes on only while its approval counts, and at a time that it allows. Once something may have
 * been submitted it may always be looked for.
 */
function mayNotGoOn(request: InStatus<'step failed' | 'asking'>, facts: Facts): Decision | undefined {
  return mayStillCancel(request.at) ? mayNotSubmitNow(request, facts) : undefined;
}

/** Nothing is submitted under an approval that is over, or at a time that the approvals do not allow. */
function mayNotSubmitNow(
  request: InStatus<'step failed' | 'asking'>,
  { now, calendar }: Facts,
): Decision | undefined {
  if (isApprovalOver(request, now)) return refused({ why: 'approval over' });
  const hindered = hindrance(request, calendar, now);
  if (hindered === undefined) return undefined;
  if (hindered.why === 'window over' || mayGoOnFrom(request, calendar, now)) return refused(hindered);
  return refused({ why: 'hindered too long', because: hindered });
}

function answer(request: InStatus<'asking'>, command: CommandKind, facts: Facts): Decision {
  if (!allowedAnswers(request).some((allowed) => allowed === command)) return notNow(request, command);
  if (command !== 'check again' && command !== 'submit again') return notNow(request, command);
  const refusal = command === 'submit again' ? mayNotSubmitAgain(request, facts) : undefined;
  return refusal ?? { events: [{ ...stampOf(facts), type: 'answered', answer: command }] };
}

/** Submitting again after an unknown outcome is for somebody other than the requester, who looked in OCP; under an approval that counts, at a time that it allows. */
function mayNotSubmitAgain(request: InStatus<'asking'>, facts: Facts): Decision | undefined {
  if (facts.standing.person === request.terms.requester) return refused({ why: 'somebody else must' });
  return mayNotSubmitNow(request, facts);
}

function steerTask(request: InStatus<'task failed'>, command: SteeringCommand, facts: Facts): Decision {
  const { task } = request;
  const stamp = stampOf(facts);
  if (command.kind === 'roll back' && !task.rollback && !task.canRollBack)
    return refused({ why: 'rollback prohibited' });
  if (!allowedSteering(request).some((allowed) => allowed === command.kind))
    return notNow(request, command.kind);
  if (command.kind === 'retry') return { events: [{ ...stamp, type: 'retry asked' }] };
  if (command.kind === 'roll back') return { events: [{ ...stamp, type: 'roll back asked' }] };
  if (command.kind !== 'skip') return notNow(request, command.kind);
  const subtasks = chosenSubtasks(task.subtasks, command.subtaskIds);
  if (subtasks === undefined) return refused({ why: 'subtask not failed' });
  if (subtasks.length === 0) return refused({ why: 'nothing chosen to skip' });
  return { events: [{ ...stamp, type: 'skip asked', subtasks }] };
}

function chosenSubtasks(
  failed: readonly FailedSubtask[],
  ids: readonly number[],
): FailedSubtask[] | undefined {
  const known = ids.every((id) => failed.some((subtask) => subtask.id === id));
  return known ? failed.filter((subtask) => ids.includes(subtask.id)) : undefined;
}

/** What may be asked of a failed task: a failed rollback can only be skipped past, and left. */
export function allowedSteering(
  request: InStatus<'task failed'>,
): ('retry' | 'skip' | 'roll back' | 'give up')[] {
  const { task } = request;
  const skip = task.subtasks.length > 0 ? (['skip'] as const) : [];
  if (task.rollback) return [...skip, 'give up'];
  return ['retry', ...skip, ...(task.canRollBack ? (['roll back'] as const) : []), 'give up'];
}

/** What may be answered to a question. */
export function allowedAnswers(
  request: InStatus<'asking'>,
): ('check again' | 'submit again' | 'give key' | 'give up')[] {
  switch (request.question) {
    case 'submit outcome':
      return ['check again', 'submit again', 'give up'];
    case 'task lost':
    case 'still listed':
    case 'not back':
      return ['check again', 'give up'];
    case 'key lost':
      return ['give key', 'give up'];
  }
}
