/** The rules that say no, in words, as they stand now; what became of an act is added where one was tried (`refusal-words.ts`). */
import type { CommandKind, Refusal } from '../domain/decision.ts';
import { isBeforeRun, mayBeGivenUp, needsKey, type Request, type Status } from '../domain/request.ts';
import type { Unfit } from '../domain/standing.ts';
import type { StartFault } from '../domain/start-time.ts';
import { date, escapeText, person } from './mrkdwn.ts';
import { joinFitting } from './views/join-fitting.ts';

/** The rule, and what to do, in the present tense: as true of somebody who asks as of somebody who acted. */
export function ruleText(refusal: Refusal, request?: Request): string {
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
      return `What people voted on is no longer so. ${listed(refusal.changes)}`;
    case 'forbidden':
      return `It cannot be approved now. ${listed(refusal.rules)} When that is over, press Approve.`;
    case 'not the requester':
      return `Only the requester${whose(request)} can do that.`;
    case 'reason missing':
      return 'A rejection needs a reason. Please write one.';
    case 'too late to cancel':
      return `Too late to cancel: the move-out may be in OCP already. ${instead(request)}`;
    case 'approval expired':
      return 'The time to approve is over. Request it again with `/moveout`.';
    case 'approval over':
      return `${lapsed(request)} no longer valid. Give Up, then request it again with \`/moveout\`.`;
    case 'window over':
      return 'The off-peak window that was approved is over. Give Up, then request it again with `/moveout`.';
    case 'frozen':
      return frozenText(refusal.until);
    case 'one more approval':
      return `${outsideText(refusal)} ${hoursAdvice(refusal, request)}`;
    case 'hindered too long':
      return tooLongText(refusal.because);
    case 'cannot start then':
      return startFaultText(refusal.fault);
    case 'same start':
      return 'That is the start it has.';
    case 'starts by itself':
      return 'It starts by itself as soon as OCP and Slack have answered. Its thread tells.';
    case 'rollback prohibited':
      return 'OCP does not allow this task to be rolled back. Use Retry, Skip or Give Up.';
    case 'nothing chosen to skip':
      return 'Choose at least one failed subtask.';
    case 'subtask not failed':
      return 'A chosen subtask is no longer failed. Press Skip again to see which are.';
    case 'somebody else must':
      return 'You requested this, so somebody else must look in OCP and submit it again.';
    case 'not now':
      return notNowText(refusal);
  }
}

/** While it waits for its time one more person can approve; one that would start now is asked for anew; a run waits for the hours, as long as its approval counts. */
function hoursAdvice({ next }: Outside, request: Request | undefined): string {
  if (request?.status === 'approved')
    return 'Approval is asked for anew as soon as OCP and Slack have answered; or press Change Start on the card.';
  if (request !== undefined && isBeforeRun(request))
    return 'Let one more person press Approve on the card, or wait for its time.';
  return next === undefined
    ? 'Give Up, then request it again.'
    : `Try again in the next off-peak hours, from ${date(next)}; or Give Up, then request it again.`;
}

type Outside = Extract<Refusal, { why: 'one more approval' }>;

function outsideText({ needed, approvals }: Outside): string {
  return `Outside the off-peak hours it needs ${needed} approvals, and it has ${approvals}.`;
}

function tooLongText(because: Extract<Refusal, { why: 'hindered too long' }>['because']): string {
  const hindered =
    because.why === 'frozen'
      ? `${frozenText(because.until)} Its approval is over before that.`
      : `${outsideText(because)} Its approval is over before they begin again.`;
  return `${hindered} Give Up, then request it again with \`/moveout\`.`;
}

function notNowText({ status, command }: Extract<Refusal, { why: 'not now' }>): string {
  const now = nowWords(status);
  if (command === 'approve' || command === 'reject') return `Too late to ${command}: ${now}. See the card.`;
  return `${capital(now)}, so it is not possible to ${wishWords(command)} now. See the card.`;
}

/** What helps where it is too late to cancel: a run that waits for people can be left. */
function instead(request: Request | undefined): string {
  return request !== undefined && mayBeGivenUp(request)
    ? `To end the request as it stands, ${endingWords(request, 'give up')}.`
    : 'See View Task for where it stands.';
}

/** How somebody ends a request without its card. */
export function endingWords({ id }: Pick<Request, 'id'>, end: 'cancel' | 'give up'): string {
  return end === 'cancel'
    ? `type \`/moveout cancel ${id}\``
    : `type \`/moveout status ${id}\`, then press Give Up`;
}

function lapsed(request: Request | undefined): string {
  if (request !== undefined && !needsKey(request)) return 'This approval is';
  return 'This approval, and the encryption key that was kept for it, are';
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

function frozenText(until: Parameters<typeof date>[0]): string {
  return `Nothing starts before ${date(until)}, in a freeze period.`;
}

function startFaultText(fault: StartFault): string {
  switch (fault.why) {
    case 'frozen':
      return frozenText(fault.until);
    case 'no window':
      return 'There is no off-peak window that a freeze period leaves free.';
    case 'past':
      return 'That start is in the past.';
    case 'too far':
      return 'That start is too far ahead.';
  }
}

function unfitText(because: Unfit): string {
  if (because === 'not on the list')
    return 'You may not do that: you are not on the list of those who may approve (MOVEOUT_APPROVERS). Ask somebody who is.';
  return `You may not do that: ${unfitWords(because)}. Ask a full member of the card’s channel.`;
}

/** Why a person does not count, as a clause to that person. */
export function unfitWords(because: Exclude<Unfit, 'not on the list'>): string {
  switch (because) {
    case 'guest':
      return 'you are a guest in this workspace';
    case 'bot':
      return 'it comes from a bot';
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

export function wishWords(command: CommandKind): string {
  return WISHES[command] ?? command;
}

function capital(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
