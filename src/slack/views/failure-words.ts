import type { FailedSubtask, Failure, Question, Step } from '../../domain/events.ts';
import { type InStatus, mayStillCancel, type Request, type TaskFailure } from '../../domain/request.ts';
import { clusterName, code, escapeText, person } from '../mrkdwn.ts';
import { joinFitting } from './join-fitting.ts';
import { subtaskName } from './names.ts';
import { stepOf } from './steps.ts';

/** Why something failed, in mrkdwn: the sentence as a quotation, and what to quote in a support case. */
export function failureLines(failure: Failure): string[] {
  const marks = [
    ...(failure.code === undefined ? [] : [`Code ${code(failure.code)}`]),
    ...(failure.traceId === undefined ? [] : [`OCP trace id ${code(failure.traceId)}`]),
  ];
  return [`> ${escapeText(failure.message, 1200)}`, ...(marks.length === 0 ? [] : [marks.join(' · ')])];
}

/** The failed subtasks, each with its host; nothing when there are none. */
export function failedSubtaskLines(subtasks: readonly FailedSubtask[]): string[] {
  if (subtasks.length === 0) return [];
  const names = subtasks.map((subtask) => `• ${subtaskName(subtask)}`);
  return [
    `*Failed subtasks (${subtasks.length})*`,
    joinFitting(names, { limit: 1200, most: 10, separator: '\n' }),
  ];
}

/** What is left to do once the approval no longer counts. */
export const REQUEST_AGAIN = 'Give Up, then request it again.';
const MEND_AND_RETRY = 'Fix the cause, then Retry. Or Give Up.';

/** What is true after one of our own steps failed, and what to do. `request`: the one whose step it was, as it stands now. */
export function afterStepFailure(step: Step, { todo = MEND_AND_RETRY }: Failure, request: Request): string {
  switch (step) {
    case 'recheck':
      return `Moveout has changed nothing. ${todo}`;
    case 'export':
      return `Nothing has moved. ${todo}`;
    case 'deliver':
      return `Nothing has moved: the credentials must arrive first. ${todo}`;
    case 'submit':
    case 'follow':
    case 'confirm':
      if ('at' in request && !mayStillCancel(request.at))
        return 'The move-out may have been submitted: look in OCP’s task list. Retry looks for its task before anything is sent again. Or Give Up.';
      return `The move-out was not submitted. ${todo}`;
  }
}

/** What people may do about a failed task, in the words of its buttons. */
export function afterTaskFailure(task: Omit<TaskFailure, 'failure'>): string {
  const skip = 'Skip goes on without the failed subtasks that you choose.';
  const giveUp = 'Give Up leaves everything as it is.';
  const skips = task.subtasks.length > 0 ? [skip] : [];
  if (task.rollback) return ['A failed rollback cannot be retried.', ...skips, giveUp].join(' ');
  const back = task.canRollBack
    ? 'Roll Back undoes the task.'
    : 'OCP does not allow this task to be rolled back.';
  return ['Retry runs what failed again.', ...skips, back, giveUp].join(' ');
}

/**
 * A question of ours: what is not known, and what the answers do. `taskIds`: the tasks that it shows; `mayGoOn`: whether the key may still be entered,
 * or the move-out submitted again.
 */
export function questionWords(
  request: Request,
  {
    question,
    taskIds = [],
    mayGoOn = true,
  }: {
    readonly question: Question;
    readonly taskIds?: readonly number[] | undefined;
    readonly mayGoOn?: boolean;
  },
): { asked: string; answers: string } {
  const cluster = clusterName(request.terms.cluster);
  switch (question) {
    case 'submit outcome': {
      const again = mayGoOn
        ? `Submit Again, by somebody other than ${person(request.terms.requester)}.`
        : REQUEST_AGAIN;
      return {
        asked: `Did OCP take the move-out of ${cluster}?`,
        answers:
          taskIds.length === 0
            ? `Look in OCP’s task list. Moveout’s task is there: Check Again. No task moves the cluster out: ${again} ` +
              'Somebody else moved it out: Give Up, which leaves everything as it is.'
            : 'Look at what is new in OCP’s task list. If it moves the cluster out, follow it there and Give Up here, which leaves everything as it is. ' +
              `If it does something else: ${again} Check Again looks once more.`,
      };
    }
    case 'task lost':
      return {
        asked: `Where is the OCP task of ${cluster}?`,
        answers:
          'Look in OCP’s task list. Check Again looks for the same task. Give Up leaves everything as it is.',
      };
    case 'still listed':
      return {
        asked: `Is ${cluster} gone from OCP?`,
        answers:
          'Look at the cluster in OCP. Check Again reads the list again. Give Up leaves everything as it is.',
      };
    case 'not back':
      return {
        asked: `Why is ${cluster} not back after the rollback?`,
        answers:
          'Look at the cluster in OCP. Check Again looks at it again. Give Up leaves everything as it is.',
      };
    case 'key lost':
      return {
        asked: `The encryption key for ${cluster} cannot be read any more.`,
        answers: mayGoOn
          ? `Nothing has left OCP. ${person(request.terms.requester)} can enter the key again: Enter Key. Give Up leaves everything as it is.`
          : `Nothing has left OCP. ${REQUEST_AGAIN}`,
      };
  }
}

/** What a request leaves behind that was given up at this position. */
export function leftBehind(request: InStatus<'abandoned'>): string {
  const { at } = request;
  const cluster = clusterName(request.terms.cluster);
  if ('taskId' in at)
    return `OCP task ${at.taskId} and cluster ${cluster} stay as they are (often FAILED and MOVINGOUT). Finish in OCP what is left. The cluster can be requested again once it is RUNNING, STOPPED or UNAVAILABLE there.`;
  if (at.step === 'submit' && (at.intent ?? at.earlier) !== undefined)
    return `The move-out of ${cluster} may have reached OCP. Look in OCP’s task list before you request it again.`;
  const sent = stepOf(at) === 'submit' && request.terms.exportedInConsole !== true;
  const file = sent ? ' The credential file that was sent stays with the requester.' : '';
  return `No move-out of ${cluster} was submitted; Moveout changed nothing in OCP.${file} It may be requested again.`;
}
