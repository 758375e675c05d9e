/** The modal in which another start is chosen for a request. */
import type { ModalView } from '@slack/types';
import type { Calendar } from '../../domain/calendar.ts';
import type { StartChoice } from '../../domain/start-time.ts';
import { modal, section } from './elements.ts';
import { type FieldErrors, fieldErrors } from './move-out-submission.ts';
import { parseRequestView } from './request-view.ts';
import { parseStart, type StartForm, startFields, startOf } from './start-fields.ts';

/** The callback id of the submission. */
export const CHANGE_START = 'change-start';

export function changeStartView(requestId: string, form: StartForm): ModalView {
  return modal({
    title: 'Change Start',
    callbackId: CHANGE_START,
    metadata: requestId,
    submit: 'Change Start',
    close: 'Cancel',
    blocks: [
      section('With another start the approvals given so far are void, and approval is asked for again.'),
      ...startFields(form),
    ],
  });
}

/** Reads the submitted view. Throws when it is none of ours. */
export function parseChangedStart(
  view: unknown,
  calendar: Calendar,
  now: Date,
): { start: StartChoice } | { errors: FieldErrors } {
  const start = startOf({ calendar, openedAt: now }, parseStart(parseRequestView(view).state), now);
  if ('fault' in start) return { errors: fieldErrors([[start.block, start.fault]]) };
  return { start: choiceOf(start.start) };
}

function choiceOf(start: Exclude<ReturnType<typeof startOf>, { fault: string }>['start']): StartChoice {
  return start.kind === 'at' ? { kind: 'at', at: new Date(start.at) } : { kind: start.kind };
}
