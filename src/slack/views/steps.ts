import { STEPS, type Step } from '../../domain/events.ts';
import type { Position, Request } from '../../domain/request.ts';
import { person } from '../mrkdwn.ts';

const WORDS: Readonly<Record<Step, string>> = {
  recheck: 'check the rules again',
  export: 'export the credentials',
  deliver: 'send the credential file to the requester',
  submit: 'submit the move-out to OCP',
  follow: 'follow the OCP task',
  confirm: 'confirm that the cluster is gone from OCP',
};

/** The two steps that are the requester's own when the credentials are exported in the console of OCP. */
const IN_CONSOLE: Partial<Readonly<Record<Step, string>>> = {
  export: 'credentials exported in the OCP console by',
  deliver: 'credential file and key kept by',
};

/** The step of the six that a position stands at; a rollback is followed like the move-out itself. */
export function stepOf(at: Position): Step {
  return at.step === 'roll back' ? 'follow' : at.step;
}

/** `Step 2 of 6: export the credentials`. */
export function stepTitle(step: Step): string {
  return `Step ${STEPS.indexOf(step) + 1} of ${STEPS.length}: ${WORDS[step]}`;
}

/** What the run does now, as one line of mrkdwn. */
export function stepLine(at: Position): string {
  if (at.step === 'submit' && at.intent !== undefined)
    return `*${stepTitle('submit')}*. It was sent; waiting for OCP’s task.`;
  if (at.step === 'roll back') return `*OCP rolls task ${at.taskId} back.*${owed(at)}`;
  if (at.step === 'follow') return `*${stepTitle('follow')} ${at.taskId}*${owed(at)}`;
  return `*${stepTitle(at.step)}*`;
}

function owed(at: Extract<Position, { step: 'follow' | 'roll back' }>): string {
  return at.owed === undefined ? '' : ` Asking OCP to ${at.owed.kind}.`;
}

export type StepState = 'done' | 'now' | 'failed' | 'asking' | 'stopped' | 'later';

/** Where each of the six steps stands, its words in mrkdwn; undefined when the request has no run to show. */
export function stepStates(
  request: Request,
): readonly { readonly step: Step; readonly state: StepState; readonly words: string }[] | undefined {
  const reached = 'at' in request ? STEPS.indexOf(stepOf(request.at)) : -1;
  if (reached === -1 && !isAhead(request)) return undefined;
  return STEPS.map((step, index) => ({
    step,
    words: wordsOf(step, request),
    state: stateOf(step, index - reached, request),
  }));
}

function wordsOf(step: Step, { terms }: Request): string {
  const own = terms.exportedInConsole === true ? IN_CONSOLE[step] : undefined;
  return own === undefined ? WORDS[step] : `${own} ${person(terms.requester)}`;
}

/** `ahead`: how many steps after the one that the run has reached. */
function stateOf(step: Step, ahead: number, request: Request): StepState {
  if (ahead < 0 || isDoneBefore(step, request)) return 'done';
  return ahead === 0 ? stateOfCurrent(request) : 'later';
}

/** What the requester did in the console of OCP was done before the request. */
function isDoneBefore(step: Step, { terms }: Request): boolean {
  return terms.exportedInConsole === true && step in IN_CONSOLE;
}

function isAhead(request: Request): boolean {
  return (
    request.status === 'awaiting approval' || request.status === 'approved' || request.status === 'scheduled'
  );
}

function stateOfCurrent({ status }: Request): StepState {
  if (status === 'running' || status === 'rolling back') return 'now';
  if (status === 'step failed' || status === 'task failed') return 'failed';
  if (status === 'asking') return 'asking';
  return status === 'completed' ? 'done' : 'stopped';
}
