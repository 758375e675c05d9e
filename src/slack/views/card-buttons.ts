import type { Button } from '@slack/types';
import { EVERY_HOUR } from '../../domain/calendar.ts';
import { allowedAnswers, allowedSteering } from '../../domain/decide.ts';
import { openCommands } from '../../domain/explain.ts';
import { hasEnded, isCancellable, type Request } from '../../domain/request.ts';
import { buttonValue } from '../button-value.ts';
import { cut } from '../limits.ts';
import { type ButtonLook, confirmation, styledButton } from './blocks.ts';
import { counted } from './lines.ts';
import { plainCluster } from './names.ts';
import { afterVotePlain, type Times } from './vote-words.ts';

/** The action ids of the buttons that act on a request. Each button's value is `buttonValue(request)`. */
export const ACTION = {
  approve: 'request.approve',
  approveEarlier: 'request.approve-earlier',
  reject: 'request.reject',
  cancel: 'request.cancel',
  withdraw: 'request.withdraw',
  start: 'request.start',
  move: 'request.move',
  allHosts: 'request.all-hosts',
  viewTask: 'task.view',
  retry: 'task.retry',
  skip: 'task.skip',
  rollBack: 'task.roll-back',
  giveUp: 'request.give-up',
  checkAgain: 'question.check-again',
  submitAgain: 'question.submit-again',
  enterKey: 'question.enter-key',
} as const;

/** How many hosts of a kind a card names before it counts the rest. */
export const NAMED_HOSTS = 10;

/** Whether a button votes on a request: those stand in the App Home, too. */
export function isVote({ action_id: action }: Button): boolean {
  return action === ACTION.approve || action === ACTION.reject;
}

/** The buttons of a request's card, in the order in which they stand. None that decides stays on a decided card. */
export function cardButtons(request: Request, times: Times): Button[] {
  const own = statusButtons(request, times);
  const hidesHosts = request.status !== 'awaiting approval' && !hasEnded(request) && namesTooMany(request);
  return hidesHosts ? [...own, allHostsButton(request)] : own;
}

function statusButtons(request: Request, times: Times): Button[] {
  switch (request.status) {
    case 'awaiting approval':
      return [...openButtons(request, times), allHostsButton(request)];
    case 'approved':
    case 'scheduled':
    case 'running':
    case 'rolling back':
      return [...openButtons(request, times), viewTaskButton(request)];
    case 'step failed':
      return [...wishButtons(request, ['retry', 'give up'], times), viewTaskButton(request)];
    case 'task failed':
      return [...allowedSteering(request).map((wish) => wishButton(request, wish)), viewTaskButton(request)];
    case 'asking':
      return [...wishButtons(request, allowedAnswers(request), times), viewTaskButton(request)];
    case 'rejected':
    case 'cancelled':
    case 'expired':
    case 'completed':
    case 'rolled back':
    case 'abandoned':
      return 'at' in request && 'taskId' in request.at ? [viewTaskButton(request)] : [];
  }
}

const BEFORE_SUBMIT = ['start', 'approve', 'reject', 'move', 'withdraw', 'cancel'] as const;

/** What the rules let somebody ask for until the submit. A stopped run offers Give Up in place of Cancel. */
function openButtons(request: Request, times: Times): Button[] {
  const open = openAt(request, times);
  return BEFORE_SUBMIT.filter((kind) => open.has(kind)).map((kind) => openButton(request, kind, times));
}

/** Of what a stopped run asks for: what can still be done, now or later. */
function wishButtons(request: Request, wishes: readonly Wish[], times: Times): Button[] {
  const open = openAt(request, times);
  return wishes.filter((wish) => open.has(wish)).map((wish) => wishButton(request, wish));
}

function openAt(request: Request, { now, calendar = EVERY_HOUR }: Times) {
  return openCommands(request, { now, calendar });
}

function openButton(request: Request, kind: (typeof BEFORE_SUBMIT)[number], times: Times): Button {
  const isWaiting = request.status === 'awaiting approval';
  switch (kind) {
    case 'start':
      // Not green: a scheduled run starts by itself, and nobody should be drawn to begin it early.
      return of(request, 'Start Now', ACTION.start, { confirm: startQuestion(request) });
    case 'approve':
      return isWaiting
        ? approveButton(request, times)
        : of(request, 'Approve', ACTION.approveEarlier, APPROVE_EARLIER);
    case 'reject':
      return of(request, 'Reject', ACTION.reject, { style: 'danger' });
    case 'move':
      return of(request, 'Change Start', ACTION.move);
    case 'withdraw':
      return of(request, 'Withdraw Approval', ACTION.withdraw, { confirm: withdrawQuestion(request) });
    case 'cancel':
      return of(request, 'Cancel', ACTION.cancel, {
        ...(isWaiting ? {} : { style: 'danger' }),
        confirm: cancelQuestion(request),
      });
  }
}

const APPROVE_EARLIER = {
  confirm: confirmation({
    title: 'Approve an earlier start?',
    text: 'It is approved for its planned start. With one more approval it can be started outside the off-peak hours, too.',
    yes: 'Approve',
  }),
};

function withdrawQuestion({ status }: Request) {
  const follows =
    status === 'awaiting approval'
      ? 'You can approve again.'
      : 'If too few are left, it does not start, and approval is asked for again.';
  return confirmation({
    title: 'Withdraw your approval?',
    text: `It no longer counts. ${follows}`,
    yes: 'Withdraw Approval',
  });
}

/** What is asked before a request is cancelled: one click must not end what somebody else asked for. */
export function cancelQuestion({ terms }: Request) {
  return confirmation({
    title: 'Cancel this request?',
    text: `The move-out of ${plainCluster(terms.cluster)} is not made. Its requester and those who may approve it can cancel.`,
    yes: 'Cancel Request',
  });
}

function startQuestion({ terms }: Request) {
  return confirmation({
    title: 'Start this move-out now?',
    text: `Cluster ${plainCluster(terms.cluster)} is moved out now, not at the time that was planned.`,
    yes: 'Start Now',
  });
}

export function allHostsButton(request: Request): Button {
  return of(request, 'All Hosts', ACTION.allHosts);
}

function viewTaskButton(request: Request): Button {
  return of(request, 'View Task', ACTION.viewTask);
}

function namesTooMany({ terms }: Request): boolean {
  return [terms.deleteHosts, terms.keepHosts, terms.skipHosts].some((hosts) => hosts.length > NAMED_HOSTS);
}

function of(
  request: Request,
  label: string,
  action: string,
  look: Pick<ButtonLook, 'style' | 'confirm'> = {},
): Button {
  return styledButton({ label, action, value: buttonValue(request), ...look });
}

function approveButton(request: Request, times: Times): Button {
  const { cluster, deleteHosts } = request.terms;
  const hosts = `${counted(deleteHosts.length, 'host')} ${deleteHosts.length === 1 ? 'is' : 'are'} deleted from that OCP`;
  const confirm = confirmation({
    title: 'Approve this move-out?',
    text: `${afterVotePlain(request, times)} Cluster ${plainCluster(cluster)} is moved out of OCP ${cut(cluster.ocp, 40)}, and ${hosts}.`,
    yes: 'Approve',
  });
  return of(request, 'Approve', ACTION.approve, { style: 'primary', confirm });
}

type Wish = ReturnType<typeof allowedSteering>[number] | ReturnType<typeof allowedAnswers>[number];

function wishButton(request: Request, wish: Wish): Button {
  switch (wish) {
    case 'retry':
      return of(request, 'Retry', ACTION.retry, { style: 'primary' });
    case 'skip':
      return of(request, 'Skip', ACTION.skip);
    case 'roll back':
      return of(request, 'Roll Back', ACTION.rollBack, { confirm: rollBackQuestion(request) });
    case 'check again':
      return of(request, 'Check Again', ACTION.checkAgain, { style: 'primary' });
    case 'submit again':
      return of(request, 'Submit Again', ACTION.submitAgain, { confirm: submitAgainQuestion(request) });
    case 'give key':
      return of(request, 'Enter Key', ACTION.enterKey, { style: 'primary' });
    case 'give up':
      return of(request, 'Give Up', ACTION.giveUp, { style: 'danger', confirm: giveUpQuestion(request) });
  }
}

/** Of a task is spoken only where there may be one. */
function giveUpQuestion(request: Request) {
  const text = isCancellable(request)
    ? 'The request ends. Nothing was submitted to OCP, and nothing is moved.'
    : 'Moveout stops following it. The OCP task and the cluster stay as they are.';
  return confirmation({ title: 'Give up this request?', text, yes: 'Give Up' });
}

function rollBackQuestion({ terms }: Request) {
  return confirmation({
    title: 'Roll the task back?',
    text: `OCP undoes what the task did. Cluster ${plainCluster(terms.cluster)} then stays in its OCP.`,
    yes: 'Roll Back',
  });
}

function submitAgainQuestion({ terms }: Request) {
  return confirmation({
    title: 'Submit the move-out again?',
    text: `I looked in OCP, there is no task that moves the cluster out (${plainCluster(terms.cluster)}).`,
    yes: 'Submit Again',
  });
}
