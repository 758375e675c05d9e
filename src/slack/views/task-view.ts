import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Task } from '../../domain/cluster.ts';
import { hasEnded, isCancellable, type Request } from '../../domain/request.ts';
import { buttonValue } from '../button-value.ts';
import { clusterPlace, code, escapeText } from '../mrkdwn.ts';
import { buttonRow, noticeParts, styledButton } from './blocks.ts';
import { ACTION, cancelQuestion } from './card-buttons.ts';
import { duration, elapsed } from './elapsed.ts';
import { context, modal, section } from './elements.ts';
import { logExcerpt } from './log-excerpt.ts';
import { taskProgress } from './progress-bar.ts';
import { statusText } from './status-words.ts';
import { type StepState, stepStates } from './steps.ts';
import { subtaskBlocks } from './subtask-blocks.ts';

/** The action of the Refresh button; its value is `buttonValue(request)`. */
export const REFRESH = 'task.refresh';
/** The callback id of the modal. */
export const TASK = 'task';

export interface TaskShown {
  readonly now: Date;
  readonly task?: Task | undefined;
  /** Why the task could not be read just now; what is shown is then old or absent. */
  readonly unreadable?: string | undefined;
  /** The log of a failed subtask that somebody asked for. */
  readonly log?: { readonly subtask: string; readonly text: string } | undefined;
  /** Whether Moveout knows several OCPs, so that it is said in which one the cluster is. */
  readonly severalOcps?: boolean | undefined;
  readonly notice?: string | undefined;
}

/** The modal behind View Task: the steps of the run and the subtasks in OCP. Its private_metadata is the request's id. */
export function taskView(request: Request, shown: TaskShown): ModalView {
  const taskId =
    shown.task?.id ?? ('at' in request && 'taskId' in request.at ? request.at.taskId : undefined);
  const title = taskId === undefined ? 'View Task' : `OCP task ${taskId}`;
  return modal({ title, callbackId: TASK, metadata: request.id, blocks: taskBlocks(request, shown) });
}

function taskBlocks(request: Request, shown: TaskShown): KnownBlock[] {
  const { task, now, unreadable, log, notice } = shown;
  return [
    section(headLine(request, shown)),
    ...stepsBlocks(request),
    ...(unreadable === undefined ? [] : [section(unreadableText(unreadable))]),
    ...buttonRow(taskButtons(request)),
    ...(log === undefined ? [] : logBlocks(log)),
    ...(task === undefined
      ? noTask(request, unreadable)
      : [section(taskLine(task, now)), ...subtaskBlocks(task, now)]),
    ...noticeParts(notice).map(context),
  ];
}

function unreadableText(why: string): string {
  return `⚠️ OCP did not show the task. Press Refresh to try again.\n> ${escapeText(why, 1000)}`;
}

function headLine(request: Request, { now, severalOcps }: TaskShown): string {
  const end = hasEnded(request) ? request.endedAt : now;
  const run = 'at' in request ? ` · ${elapsed(request.startedAt, end)}` : '';
  return `*${statusText(request)}* · ${clusterPlace(request.terms.cluster, severalOcps)} · ${request.id}${run}`;
}

const STEP_MARKS: Readonly<Record<StepState, string>> = {
  done: '✅',
  now: '▶️',
  failed: '❌',
  asking: '❓',
  stopped: '⏹️',
  later: '▫️',
};

const STEP_WORDS: Readonly<Record<StepState, string>> = {
  done: 'done',
  now: '*now*',
  failed: '*failed*',
  asking: '*needs an answer*',
  stopped: 'stopped here',
  later: 'not yet',
};

function stepsBlocks(request: Request): KnownBlock[] {
  const steps = stepStates(request);
  if (steps === undefined) return [];
  const text = steps.map(
    ({ words, state }, index) => `${STEP_MARKS[state]} ${index + 1}. ${words}: ${STEP_WORDS[state]}`,
  );
  return [section(text.join('\n'))];
}

function taskButtons(request: Request): Button[] {
  const value = buttonValue(request);
  const refresh = styledButton({ label: 'Refresh', action: REFRESH, value });
  if (!isCancellable(request)) return [refresh];
  const confirm = cancelQuestion(request);
  return [refresh, styledButton({ label: 'Cancel', action: ACTION.cancel, value, style: 'danger', confirm })];
}

function logBlocks({ subtask, text }: NonNullable<TaskShown['log']>): KnownBlock[] {
  const excerpt = logExcerpt(text, 2500);
  const title = `*Log of ${escapeText(subtask, 200)}*, newest run first`;
  return [section(excerpt === '' ? `${title}: it is empty.` : `${title}\n\`\`\`${excerpt}\`\`\``)];
}

function noTask(request: Request, unreadable: string | undefined): KnownBlock[] {
  if (unreadable !== undefined) return [];
  if ('at' in request && 'taskId' in request.at) return [section('Reading the task from OCP …')];
  return [section(hasEnded(request) ? 'No OCP task was followed.' : 'There is no OCP task yet.')];
}

function taskLine(task: Task, now: Date): string {
  const took = duration(task, now);
  const operation = task.operation === 'EXECUTE' ? '' : ` (${escapeText(task.operation, 40)})`;
  const trace = task.traceId === undefined ? '' : `\nOCP trace id ${code(task.traceId)}`;
  return `*OCP task ${task.id}* · ${escapeText(task.name, 120)} · ${escapeText(task.status, 40)}${operation}${took === undefined ? '' : ` · ${took}`}\n${taskProgress(task)}${trace}`;
}
