/** Why something is refused, in a private sentence to the person who asked for it. */
import type { CommandKind, Refusal } from '../domain/decision.ts';
import { isBeforeRun, needsKey, type Request, type Status } from '../domain/request.ts';
import type { Unfit } from '../domain/standing.ts';
import type { StartFault } from '../domain/start-time.ts';
import type { Acted } from '../workflow/act.ts';
import { date, escapeText, person } from './mrkdwn.ts';
import { joinFitting } from './views/join-fitting.ts';
import { unknownRequestText } from './wording.ts';

/** Why a click on a request does not count, and what to do. */
export function refusalText(refusal: Refusal, request?: Request): string {
  switch (refusal.why) {
    case 'not fit':
      return unfitText(refusal.because);
    case 'own request':
      return 'This is your own request. Somebody else must approve or reject it; you can Cancel it.';
    case 'already approved by you':
      return 'You have approved this already. Your approval counts once; Withdraw Approval takes it back.';
    case 'not approved by you':
      return 'There is no approval of yours to withdraw: only people who approved what is asked for now can do that.';
    case 'card is old':
      return 'What you saw is not what is asked for now. Look at the card again, then vote.';
    case 'changed since':
      return `Your approval was not counted: what the card showed is no longer so. ${listed(refusal.changes)} The card shows how things are now; look at it, then vote again.`;
    case 'forbidden':
      return `It cannot be approved now. ${listed(refusal.rules)} When that is over, press Approve again.`;
    case 'not the requester':
      return `Only the requester${whose(request)} can do that.`;
    case 'reason missing':
      return 'Nothing was rejected: a rejection needs a reason. Please write one.';
    case 'too late to cancel':
      return 'Too late to cancel: the move-out may be in OCP already. See View Task for where it stands.';
    case 'approval expired':
      return 'Nothing was recorded: the time to approve is over. Request it again with `/moveout`.';
    case 'approval over':
      return `Nothing was done: ${lapsed(request)} no longer valid. Request it again with \`/moveout\`.`;
    case 'window over':
      return 'Nothing was done: the off-peak window that was approved is over. Give Up, then request it again with `/moveout`.';
    case 'frozen':
      return `Nothing was done: nothing starts before ${date(refusal.until)}, in a freeze period.`;
    case 'one more approval':
      return `Nothing was done: outside the off-peak hours it needs ${refusal.needed} approvals, and it has ${refusal.approvals}. ${hoursAdvice(refusal, request)}`;
    case 'cannot start then':
      return `Nothing was changed: ${startFaultWords(refusal.fault)}.`;
    case 'same start':
      return 'Nothing was changed: that is the start it has.';
    case 'starts by itself':
      return 'Nothing to do: it starts by itself as soon as OCP and Slack have answered. Its thread tells.';
    case 'rollback prohibited':
      return 'OCP does not allow this task to be rolled back. Use Retry, Skip or Give Up.';
    case 'nothing chosen to skip':
      return 'Nothing was skipped: choose at least one failed subtask.';
    case 'subtask not failed':
      return 'Nothing was skipped: a chosen subtask is no longer failed. Press Skip again to see which are.';
    case 'somebody else must':
      return 'You requested this, so somebody else must look in OCP and submit it again.';
    case 'not now':
      return notNowText(refusal);
  }
}

/** Before its run one more person can approve; a run waits for the hours, as long as its approval counts. */
function hoursAdvice(
  { next }: Extract<Refusal, { why: 'one more approval' }>,
  request: Request | undefined,
): string {
  if (request !== undefined && isBeforeRun(request))
    return 'Let one more person press Approve on the card, or wait for its time.';
  return next === undefined
    ? 'Give Up, then request it again.'
    : `Try again in the next off-peak hours, from ${date(next)}; or Give Up, then request it again.`;
}

function notNowText({ status, command }: Extract<Refusal, { why: 'not now' }>): string {
  const now = nowWords(status);
  if (command === 'approve' || command === 'reject') return `Too late to ${command}: ${now}. See the card.`;
  return `Nothing was done: ${now}, so it is not possible to ${wishWords(command)} now. See the card.`;
}

function lapsed(request: Request | undefined): string {
  if (request !== undefined && !needsKey(request)) return 'this approval is';
  return 'this approval, and the encryption key that was kept for it, are';
}

function whose(request: Request | undefined): string {
  return request === undefined ? '' : ` (${person(request.terms.requester)})`;
}

function listed(sentences: readonly string[]): string {
  return joinFitting(
    sentences.map((text) => escapeText(text, 400)),
    { limit: 1500, separator: ' ' },
  );
}

function startFaultWords(fault: StartFault): string {
  switch (fault.why) {
    case 'frozen':
      return `nothing starts before ${date(fault.until)}, in a freeze period`;
    case 'no window':
      return 'there is no off-peak window that a freeze period leaves free';
    case 'past':
      return 'that start is in the past';
    case 'too far':
      return 'that start is too far ahead';
  }
}

function unfitText(because: Unfit): string {
  if (because === 'not on the list')
    return 'That does not count: you are not on the list of those who may approve (MOVEOUT_APPROVERS). Ask somebody who is.';
  return `That does not count: ${unfitWords(because)}. Ask a full member of the card’s channel.`;
}

/** Why a person does not count, as a clause to that person. */
function unfitWords(because: Exclude<Unfit, 'not on the list'>): string {
  switch (because) {
    case 'guest':
      return 'you are a guest in this workspace';
    case 'bot':
      return 'it came from a bot';
    case 'deleted':
      return 'this account is deactivated';
    case 'stranger':
      return 'you belong to another workspace';
    case 'not in channel':
      return 'you are not a member of the card’s channel';
  }
}

/** The status as the end of a sentence that begins with what is not possible. */
function nowWords(status: Status): string {
  if (status === 'awaiting approval') return 'this request awaits approval';
  if (status === 'asking') return 'this request waits for an answer';
  if (status === 'step failed') return 'a step of this request has failed';
  if (status === 'task failed') return 'the OCP task of this request has failed';
  return `this request is ${status}`;
}

const WISHES: Partial<Record<CommandKind, string>> = {
  'give key': 'enter the encryption key',
  withdraw: 'withdraw an approval',
  start: 'start it',
  move: 'change its start',
};

function wishWords(command: CommandKind): string {
  return WISHES[command] ?? command;
}

/** Why somebody may not ask for a move-out. Plain text. */
export function requesterRefusalText(because: Unfit): string {
  if (because === 'not on the list')
    return 'You may not request move-outs: you are not on the list of requesters (MOVEOUT_REQUESTERS). Ask the administrator of Moveout.';
  const who = `You may not request a move-out here: ${unfitWords(because)}.`;
  if (because === 'not in channel') return `${who} Join it, then try again.`;
  return `${who} Ask a full member.`;
}

/** Who the person is, or who requested and approved it, could not be read from Slack. */
function unreadableText(command: CommandKind, why: string): string {
  return `Moveout could not read from Slack who may do that here (${escapeText(why, 400)}), so it did not ${wishWords(command)}. Please try again.`;
}

/** What OCP says now could not be read. */
function unansweredText(command: CommandKind, why: string): string {
  return `Moveout could not see in OCP whether everything is still as the card shows (${escapeText(why, 400)}), so it did not ${wishWords(command)}. Please try again.`;
}

/** Why nobody can approve now, whoever it is. */
export function nobodyApprovesText(why: string): string {
  return `OCP does not say whether everything is still as the card shows (${escapeText(why, 400)}), and until it does nobody can approve.`;
}

/** Why nobody may do anything now: who they are could not be read from Slack. */
export function nobodyMayText(why: string): string {
  return `Moveout could not read from Slack who may do what here (${escapeText(why, 400)}), and until it can it lets nobody. Please try again.`;
}

/** What somebody is told whose act was not done; undefined when it was. */
export function actedText(acted: Acted, command: CommandKind): string | undefined {
  if ('done' in acted) return undefined;
  if ('unknown' in acted) return unknownRequestText(acted.unknown);
  if ('unanswered' in acted) return unansweredText(command, acted.unanswered);
  return 'unreadable' in acted
    ? unreadableText(command, acted.unreadable)
    : refusalText(acted.refusal, acted.request);
}
