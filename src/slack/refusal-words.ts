/** Why something is refused, in a private sentence to the person who asked for it. */
import type { CommandKind, Refusal } from '../domain/decision.ts';
import type { Request } from '../domain/request.ts';
import type { Unfit } from '../domain/standing.ts';
import type { Acted } from '../workflow/act.ts';
import { escapeText } from './mrkdwn.ts';
import { endingWords, ruleText, unfitWords, wishWords } from './rule-words.ts';
import { unknownRequestText } from './wording.ts';

/** To somebody who acted: the rule, and what became of the act where that must be said. */
export function refusalText(refusal: Refusal, request?: Request): string {
  const ending = ENDINGS[refusal.why];
  const rule = ruleText(refusal, request);
  return ending === undefined ? rule : `${rule} ${ending}`;
}

const NOT_DONE = 'Nothing was done.';

const ENDINGS: Partial<Record<Refusal['why'], string>> = {
  'changed since':
    'Your approval was not counted: look at the card, which shows how things are now, then vote again.',
  'approval expired': 'Nothing was recorded.',
  'approval over': NOT_DONE,
  'window over': NOT_DONE,
  frozen: NOT_DONE,
  'one more approval': NOT_DONE,
  'hindered too long': NOT_DONE,
  'cannot start then': 'Nothing was changed.',
  'same start': 'Nothing was changed.',
};

/** To somebody who only asks what the rules say: nobody did anything, and the card is as it was. */
export function whyText(refusal: Refusal, request: Request): string {
  if (refusal.why === 'changed since')
    return `${ruleText(refusal, request)} Press Approve to have the card show how things are now; look at it, then vote.`;
  if (refusal.why === 'cannot start then')
    return 'A freeze period leaves no other start free within the time that may be chosen.';
  return ruleText(refusal, request);
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

/** Why nobody may do anything now: who they are could not be read from Slack. `ends`: what this person may do all the same, to end it. */
export function nobodyMayText(
  why: string,
  request: Request,
  ends: readonly ('cancel' | 'give up')[],
): string {
  const unread = `Moveout could not read from Slack who may do what here (${escapeText(why, 400)})`;
  const [end] = ends;
  if (end === undefined) return `${unread}, and until it can it lets nobody. Please try again.`;
  return `${unread}. Until it can, all that you may do is end it: ${endingWords(request, end)}.`;
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
