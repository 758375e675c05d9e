/** The modal in which another start is chosen for a request. */
import type { ModalView } from '@slack/types';
import type { Terms } from '../../domain/events.ts';
import type { StartChoice } from '../../domain/start-time.ts';
import { modal, section } from './elements.ts';
import { type FieldErrors, fieldErrors } from './move-out-submission.ts';
import { parseRequestView } from './request-view.ts';
import {
  isOutdated,
  parseStart,
  presentStart,
  type StartForm,
  type SubmittedStart,
  startFields,
  startOf,
} from './start-fields.ts';

/** The callback id of the submission. */
export const CHANGE_START = 'change-start';

const VOIDS = 'With another start the approvals given so far are void, and approval is asked for again.';
const OUTDATED =
  '⚠️ The starts have changed since this form was opened, and nothing was changed. Choose again.';

/** The form with the present start chosen; `isAgain`: in place of one that showed other starts than there are now. */
export function changeStartView(
  requestId: string,
  form: StartForm,
  start: Terms['start'],
  isAgain = false,
): ModalView {
  return modal({
    title: 'Change Start',
    callbackId: CHANGE_START,
    metadata: requestId,
    submit: 'Change Start',
    close: 'Cancel',
    blocks: [
      ...(isAgain ? [section(OUTDATED)] : []),
      section(VOIDS),
      ...startFields(form, presentStart(form, start)),
    ],
  });
}

/** Reads the submitted view of a request whose start is `start`; `outdated` when what was chosen means another start by now than the form showed. Throws when it is none of ours. */
export function parseChangedStart(
  view: unknown,
  { start: before, now, ...form }: StartForm & { readonly start: Terms['start']; readonly now: Date },
): { start: StartChoice } | { errors: FieldErrors } | { outdated: true } {
  const submitted = withoutPreset(parseStart(parseRequestView(view).state), presentStart(form, before));
  if (isOutdated(form, submitted, now)) return { outdated: true };
  const start = startOf(form, submitted, now);
  if ('fault' in start) return { errors: fieldErrors([[start.block, start.fault]]) };
  return { start: choiceOf(start.start) };
}

/** Whoever chose another kind of start left the moment that stood there; one that was filled in was meant. */
function withoutPreset(submitted: SubmittedStart, preset: SubmittedStart): SubmittedStart {
  const isLeft = submitted.date === preset.date && submitted.time === preset.time;
  return submitted.kind === 'at' || !isLeft ? submitted : { ...submitted, date: undefined, time: undefined };
}

function choiceOf(start: Exclude<ReturnType<typeof startOf>, { fault: string }>['start']): StartChoice {
  return start.kind === 'at' ? { kind: 'at', at: new Date(start.at) } : { kind: start.kind };
}
