/** What the world still owes a request: the order of the procedure in one readable place. */
import type { ExportedFile } from './events.ts';
import {
  approvalEndsAt,
  type Intent,
  isAbsent,
  type Position,
  type Request,
  restsOnApproval,
  type Steering,
} from './request.ts';

export type Action =
  /** Nothing to do before `until` (ISO 8601 UTC), or before a person acts. */
  | { readonly do: 'wait'; readonly until?: string }
  | { readonly do: 'expire' }
  | { readonly do: 'schedule'; readonly startAt: string; readonly startUntil: string }
  | { readonly do: 'start' }
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
export function nextAction(request: Request, now: Date): Action {
  switch (request.status) {
    case 'awaiting approval':
      return due(request.terms.approvalExpiresAt, now, { do: 'expire' });
    case 'approved':
      return afterApproval(request.terms.start, now);
    case 'scheduled':
      return inWindow(request.startAt, request.startUntil, now);
    case 'running':
    case 'rolling back':
      return inRun(request.at);
    case 'task failed':
      return 'taskId' in request.at ? { do: 'watch', taskId: request.at.taskId } : { do: 'wait' };
    case 'step failed':
    case 'asking':
      return restsOnApproval(request)
        ? due(approvalEndsAt(request.terms), now, { do: 'expire' })
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

function afterApproval(start: Request['terms']['start'], now: Date): Action {
  if (start.kind === 'when approved') return { do: 'start' };
  const action = inWindow(start.at, start.until, now);
  return action.do === 'wait' ? { do: 'schedule', startAt: start.at, startUntil: start.until } : action;
}

/** A window that went by unused (approved too late, or Moveout was down) does not start a run in peak hours. */
function inWindow(from: string, until: string, now: Date): Action {
  if (now.getTime() >= Date.parse(until)) return { do: 'expire' };
  return due(from, now, { do: 'start' });
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
