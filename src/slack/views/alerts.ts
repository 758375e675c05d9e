import type { Button } from '@slack/types';
import { type Calendar, EVERY_HOUR } from '../../domain/calendar.ts';
import type { RequestEvent } from '../../domain/events.ts';
import { triedUntil } from '../../domain/may-run.ts';
import type { Request } from '../../domain/request.ts';
import { clusterName, date, escapeText } from '../mrkdwn.ts';
import {
  afterStepFailure,
  afterTaskFailure,
  failedSubtaskLines,
  failureLines,
  questionWords,
  REQUEST_AGAIN,
} from './failure-words.ts';
import { mayGoOn } from './may-go-on.ts';
import { stepOf, stepTitle } from './steps.ts';
import type { Times } from './vote-words.ts';

/** A message that somebody must see. The first section tells the essence by itself. */
export interface Alert {
  readonly sections: readonly string[];
  /** A small last line. */
  readonly foot?: string | undefined;
  readonly buttons?: readonly Button[] | undefined;
}

/** What a failure, a start that does not come, or a question says; undefined for any other event. */
export function alertOf(
  event: RequestEvent,
  request: Request,
  calendar: Calendar = EVERY_HOUR,
): Alert | undefined {
  if (event.type === 'step failed') return stepAlert(event, request, calendar);
  if (event.type === 'task failed') return taskAlert(event, request);
  if (event.type === 'start delayed') return delayAlert(event, request, calendar);
  if (event.type !== 'asked') return undefined;
  const { asked, answers } = questionWords(request, {
    ...event,
    mayGoOn: mayGoOn(request, timesOf(event, calendar)),
  });
  return {
    sections: [`❓ *${asked}*\n> ${escapeText(event.why, 1200)}`, ...onCard(answers, event, request)],
  };
}

/** Whether the request still waits for what the event stopped it for: what is told late may be over, and it may wait for something else. */
function isStillSo(event: RequestEvent, request: Request): boolean {
  if (event.type === 'asked') return request.status === 'asking' && request.question === event.question;
  if (event.type === 'step failed')
    return request.status === 'step failed' && stepOf(request.at) === event.step;
  return request.status === event.type;
}

/** The moment of an event. */
function timesOf({ at }: RequestEvent, calendar: Calendar): Times {
  return { now: new Date(at), calendar };
}

/** What to do, unless the request has gone on, or ended, before this is told: then the card has no such buttons. */
function onCard(advice: string, event: RequestEvent, request: Request): string[] {
  return isStillSo(event, request) ? [`${advice} The buttons are on the card.`] : [];
}

/** Whoever requested it and went to bed must know that nothing happened. */
function delayAlert(
  event: Extract<RequestEvent, { type: 'start delayed' }>,
  request: Request,
  calendar: Calendar,
): Alert {
  return {
    sections: [
      `⚠️ *The move-out of ${clusterName(request.terms.cluster)} cannot start*\n> ${escapeText(event.why, 1200)}`,
      `It has been tried since ${date(event.since)}${keepsTrying(event, request, calendar)}. \`/moveout doctor\` says what to mend.`,
    ],
  };
}

function keepsTrying({ at }: RequestEvent, request: Request, calendar: Calendar): string {
  if (request.status !== 'approved' && request.status !== 'scheduled') return '';
  // The wish to start now counts for minutes only.
  const until =
    request.startAsked === undefined ? `, until ${date(triedUntil(request, calendar, new Date(at)))}` : '';
  return `, and Moveout keeps trying${until}`;
}

function stepAlert(
  event: Extract<RequestEvent, { type: 'step failed' }>,
  request: Request,
  calendar: Calendar,
): Alert {
  const title = `❌ *The move-out of ${clusterName(request.terms.cluster)} failed. ${stepTitle(event.step)}*`;
  const isOver = !mayGoOn(request, timesOf(event, calendar));
  const failure = isOver ? { ...event.failure, todo: REQUEST_AGAIN } : event.failure;
  return {
    sections: [
      [title, ...failureLines(event.failure)].join('\n'),
      ...onCard(afterStepFailure(event.step, failure, request), event, request),
    ],
  };
}

function taskAlert(event: Extract<RequestEvent, { type: 'task failed' }>, request: Request): Alert {
  const cluster = clusterName(request.terms.cluster);
  const rollback = event.operation === 'ROLLBACK';
  const title = rollback
    ? `❌ *The rollback of ${cluster} failed*`
    : `❌ *The OCP task of ${cluster} failed*`;
  const { subtasks, prohibitRollback } = event;
  const failed = failedSubtaskLines(subtasks);
  const advice = afterTaskFailure({ subtasks, rollback, canRollBack: !rollback && !prohibitRollback });
  return {
    sections: [
      [title, ...failureLines(event.failure)].join('\n'),
      ...(failed.length === 0 ? [] : [failed.join('\n')]),
      ...onCard(advice, event, request),
    ],
  };
}
