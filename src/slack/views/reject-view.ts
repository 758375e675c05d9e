/** The modal in which an approver says why a request is rejected. */
import type { ModalView } from '@slack/types';
import { REASON_BLOCK, reasonField } from './confirm-fields.ts';
import { modal } from './elements.ts';
import { type FieldErrors, fieldErrors, reasonFault } from './move-out-submission.ts';
import { parseRequestView } from './request-view.ts';
import { typedText } from './view-state.ts';

/** The callback id of the submission. */
export const REJECT = 'reject';

export function rejectView(requestId: string): ModalView {
  return modal({
    title: 'Reject Request',
    callbackId: REJECT,
    metadata: requestId,
    submit: 'Reject',
    close: 'Cancel',
    blocks: [reasonField('Everybody in the channel can read it.')],
  });
}

/** Reads the submitted view. Throws when it is none of ours. */
export function parseRejection(
  view: unknown,
): { requestId: string; reason: string } | { errors: FieldErrors } {
  const { requestId, state } = parseRequestView(view);
  const reason = typedText(state, REASON_BLOCK).trim();
  const errors = fieldErrors([[REASON_BLOCK, reasonFault(reason)]]);
  return Object.keys(errors).length > 0 ? { errors } : { requestId, reason };
}
