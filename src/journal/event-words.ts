/** What each event says in a story, behind the name of who did it. */
import type { FailedSubtask, Failure, HostRef, Question, RequestEvent, Step } from '../domain/events.ts';
import type { Request } from '../domain/request.ts';
import { whatChanged } from '../domain/what-changed.ts';

/** `2026-11-22 20:00:00 UTC`. */
export function times(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The hosts with their addresses; `none` when there are none. */
export function hostList(hosts: readonly HostRef[]): string {
  return hosts.length === 0 ? 'none' : hosts.map(({ name, address }) => `${name} (${address})`).join(', ');
}

/** The words of an event; `request` is as it stood right after it. */
export function eventWords(event: RequestEvent, request: Request): string {
  const { terms, approvals } = request;
  switch (event.type) {
    case 'requested':
      return `asked for it, ${startWords(event.terms)}, with ${approvalsNeeded(event.terms.quorum)} needed until ${times(event.terms.approvalExpiresAt)}`;
    case 'approved':
      return `approved it (${approvals.length} of ${terms.quorum})`;
    case 'vote withdrawn':
      return `withdrew the approval (${approvals.length} of ${terms.quorum} left)`;
    case 'vote lapsed':
      return `no longer counts the approval of ${event.person}: ${event.because}`;
    case 'changed':
      return `saw that things are no longer as they were shown, and asked for ${approvalsNeeded(event.terms.quorum)} anew: ${whatChanged(request.firstTerms, event.terms).join(' ') || 'all is as it was at first.'}`;
    case 'moved':
      return `chose another start, ${startWords(event.terms)}, which needs ${approvalsNeeded(event.terms.quorum)} anew`;
    case 'start asked':
      return 'asked to start it now';
    case 'start lapsed':
      return `no longer counts the wish of ${event.by} to start it now: ${event.because}`;
    case 'start delayed':
      return `could not start it since ${times(event.since)}: ${event.why}`;
    case 'reminded':
      return `reminded ${event.mention.length === 0 ? 'the channel' : event.mention.join(', ')}`;
    case 'rejected':
      return `rejected it: ${event.reason}`;
    case 'cancelled':
      return 'cancelled it; nothing was moved';
    case 'expired':
      return 'let it expire; nothing was moved';
    case 'scheduled':
      return `will start it at ${times(event.startAt)}, not after ${times(event.startUntil)}`;
    case 'started':
      return 'started the run';
    case 'rechecked':
      return 'checked the rules again: nothing forbids the move-out';
    case 'exported':
      return `exported and encrypted the credentials: ${event.file.name}, ${event.file.bytes} bytes, SHA-256 ${event.file.sha256}`;
    case 'delivered':
      return `sent the encrypted file to ${terms.requester}`;
    case 'exported in console':
      return 'exported the credentials in the OCP console, and keeps file and key';
    case 'submit intended':
      return `is about to submit the move-out to OCP: ${counted(event.deleteHostIds.length, 'host')} to delete, ${event.skipHostIds.length} to skip`;
    case 'task absent':
      return 'looked for the OCP task of that submission and found none';
    case 'task submitted':
      return event.adopted
        ? `found that OCP has taken the move-out: it is OCP task ${event.taskId}`
        : `submitted the move-out: it is OCP task ${event.taskId}`;
    case 'step failed':
      return `could not ${STEP_WORDS[event.step]}: ${failureWords(event.failure)}`;
    case 'task failed':
      return `saw the ${event.operation === 'ROLLBACK' ? 'rollback' : 'OCP task'} fail: ${failureWords(event.failure)}${subtaskWords(event.subtasks)}`;
    case 'retry asked':
      return 'asked to retry';
    case 'skip asked':
      return `asked to skip: ${subtaskNames(event.subtasks)}`;
    case 'roll back asked':
      return 'asked to roll back';
    case 'task steered':
      return event.operation === 'ROLLBACK' ? 'saw OCP roll the task back' : 'saw the OCP task run again';
    case 'task succeeded':
      return 'saw the OCP task end well';
    case 'asked':
      return `asked people: ${QUESTION_WORDS[event.question]} ${event.why}`;
    case 'answered':
      return ANSWER_WORDS[event.answer];
    case 'completed':
      return 'saw twice that OCP no longer lists the cluster: it is moved out';
    case 'rolled back':
      return 'saw the cluster back in OCP: nothing is moved out';
    case 'abandoned':
      return 'gave up; the OCP task and the cluster stay as they are';
  }
}

const STEP_WORDS: Readonly<Record<Step, string>> = {
  recheck: 'check the rules again',
  export: 'export the credentials',
  deliver: 'send the credential file to the requester',
  submit: 'submit the move-out to OCP',
  follow: 'follow the OCP task',
  confirm: 'confirm that the cluster is gone from OCP',
};

const QUESTION_WORDS: Readonly<Record<Question, string>> = {
  'submit outcome': 'did OCP take the move-out?',
  'task lost': 'where is the OCP task?',
  'still listed': 'is the cluster gone from OCP?',
  'not back': 'why is the cluster not back after the rollback?',
  'key lost': 'what is the encryption key?',
};

const ANSWER_WORDS = {
  'check again': 'asked to check again',
  'submit again': 'looked in OCP, found no task, and asked to submit again',
  'key given': 'entered the encryption key again',
} as const;

function startWords({ start }: Request['terms']): string {
  if (start.kind === 'when approved') return 'to start when approved';
  if (start.until === undefined) return `to start at ${times(start.at)}`;
  return `to start between ${times(start.at)} and ${times(start.until)}`;
}

function approvalsNeeded(quorum: number): string {
  return counted(quorum, 'approval');
}

function failureWords({ message, code, traceId }: Failure): string {
  const marks = [
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(traceId === undefined ? [] : [`OCP trace id ${traceId}`]),
  ];
  return marks.length === 0 ? message : `${message} (${marks.join(', ')})`;
}

function subtaskWords(subtasks: readonly FailedSubtask[]): string {
  return subtasks.length === 0 ? '' : ` Failed subtasks: ${subtaskNames(subtasks)}`;
}

function subtaskNames(subtasks: readonly FailedSubtask[]): string {
  return subtasks.map(({ name, host }) => (host === undefined ? name : `${name} on ${host}`)).join(', ');
}

/** `1 host`, `2 hosts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
