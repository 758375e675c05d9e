/** What the world still owes a request: the order of the procedure in one readable place. */
import { type Calendar, frozenUntil } from './calendar.ts';
import type { ExportedFile, StartLapse } from './events.ts';
import { startNowOver } from './may-run.ts';
import { nextReminder } from './reminders.ts';
import {
  type InStatus,
  type Intent,
  isAbsent,
  type Position,
  type Request,
  restsOnApproval,
  type Steering,
} from './request.ts';
import { approvalEndsAt, startsUntil, votesUntil } from './request-times.ts';

export type Action =
  /** Nothing to do before `until` (ISO 8601 UTC), or before a person acts. */
  | { readonly do: 'wait'; readonly until?: string }
  | { readonly do: 'expire' }
  | { readonly do: 'schedule'; readonly startAt: string; readonly startUntil: string }
  /** Who approved and what was approved are looked at once more, then the run starts. */
  | { readonly do: 'start' }
  /** Somebody wished that it starts now, and it could not: it waits for its planned start again. */
  | { readonly do: 'drop start'; readonly by: string; readonly because: StartLapse }
  | { readonly do: 'remind' }
  | { readonly do: 'recheck' }
  | { readonly do: 'export' }
  | { readonly do: 'deliver'; readonly file: ExportedFile }
  | { readonly do: 'submit' }
  /** An intent without an outcome: nothing dangerous is done before it is found. */
  | { readonly do: 'look for task'; readonly intent: Intent }
  | { readonly do: 'steer'; readonly taskId: number; readonly owed: Steering }
  | { readonly do: 'follow'; readonly taskId: number }
  | { readonly do: 'confirm'; readonly taskId: number }
  /** The task failed and people decide; it is still watched, since somebody may steer it in OCP. */
  | { readonly do: 'watch'; readonly taskId: number }
  /** The request ended: its key is forgotten, its file is kept for a while, then it is archived. */
  | { readonly do: 'clear up'; readonly endedAt: string };

/**
 * The one thing that is owed to the request at `now`. A run that waits for people where it rests on its approval expires with
 * it, so that no key is kept for ever, and no approval counts for ever.
 */
export function nextAction(request: Request, now: Date, calendar: Calendar): Action {
  switch (request.status) {
    case 'awaiting approval':
      return untilApproval(request, now, calendar);
    case 'approved':
    case 'scheduled':
      return untilStart(request, now, calendar);
    case 'running':
    case 'rolling back':
      return inRun(request.at);
    case 'task failed':
      return 'taskId' in request.at ? { do: 'watch', taskId: request.at.taskId } : { do: 'wait' };
    case 'step failed':
    case 'asking':
      return restsOnApproval(request)
        ? due(approvalEndsAt(request.terms, request.startedAt), now, { do: 'expire' })
        : { do: 'wait' };
    case 'rejected':
    case 'cancelled':
    case 'expired':
    case 'completed':
    case 'rolled back':
    case 'abandoned':
      return { do: 'clear up', endedAt: request.endedAt };
  }
}

function due(time: string, now: Date, action: Action): Action {
  return now.getTime() >= Date.parse(time) ? action : { do: 'wait', until: time };
}

function untilApproval(request: InStatus<'awaiting approval'>, now: Date, calendar: Calendar): Action {
  const until = votesUntil(request);
  const reminder = nextReminder(request, calendar, now);
  if (now.getTime() >= Date.parse(until)) return { do: 'expire' };
  if (reminder === undefined) return { do: 'wait', until };
  return due(reminder.toISOString(), now, { do: 'remind' });
}

/**
 * A start that was missed (approved too late, OCP or Moveout was down) does not start a run for ever after, and a window that went
 * by none in peak hours. Nothing starts in a freeze period; it is waited for as long as the run may still start.
 */
function untilStart(request: InStatus<'approved' | 'scheduled'>, now: Date, calendar: Calendar): Action {
  const { start } = request.terms;
  const until = startsUntil(request);
  if (now.getTime() >= Date.parse(until)) return { do: 'expire' };
  if (request.startAsked !== undefined) {
    const because = startNowOver(request, calendar, now);
    return because === undefined ? { do: 'start' } : { do: 'drop start', by: request.startAsked.by, because };
  }
  if (start.kind !== 'when approved' && now.getTime() < Date.parse(start.at))
    return request.status === 'approved'
      ? { do: 'schedule', startAt: start.at, startUntil: until }
      : { do: 'wait', until: start.at };
  const thaw = frozenUntil(calendar, now);
  return thaw === undefined ? { do: 'start' } : { do: 'wait', until: earlier(thaw.toISOString(), until) };
}

function earlier(a: string, b: string): string {
  return Date.parse(a) < Date.parse(b) ? a : b;
}

function inRun(at: Position): Action {
  switch (at.step) {
    case 'recheck':
      return { do: 'recheck' };
    case 'export':
      return { do: 'export' };
    case 'deliver':
      return { do: 'deliver', file: at.file };
    case 'submit':
      // Absent twice: the move-out was never taken, so it is intended anew, with everything checked again.
      return at.intent === undefined || isAbsent(at.intent)
        ? { do: 'submit' }
        : { do: 'look for task', intent: at.intent };
    case 'follow':
    case 'roll back':
      return at.owed === undefined
        ? { do: 'follow', taskId: at.taskId }
        : { do: 'steer', taskId: at.taskId, owed: at.owed };
    case 'confirm':
      return { do: 'confirm', taskId: at.taskId };
  }
}
