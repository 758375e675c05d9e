/** The modal in which the requester enters the encryption key again. */
import type { ModalView } from '@slack/types';
import { escapeText } from '../mrkdwn.ts';
import { KEY_BLOCK, keyField } from './confirm-fields.ts';
import { modal, section } from './elements.ts';
import { type FieldErrors, fieldErrors, keyFault } from './move-out-submission.ts';
import { parseRequestView } from './request-view.ts';
import { typedText } from './view-state.ts';

/** The callback id of the submission. */
export const GIVE_KEY = 'give-key';

/** `why` is a plain sentence that tells why the key is needed once more. */
export function keyView(requestId: string, why: string): ModalView {
  return modal({
    title: 'Enter the Key Again',
    callbackId: GIVE_KEY,
    metadata: requestId,
    submit: 'Continue',
    close: 'Cancel',
    blocks: [
      section(
        `${escapeText(why, 1000)}\nNothing was exported yet. Enter a key to go on: the same one or another, it only has to ` +
          'open the file that you will get.',
      ),
      keyField(),
    ],
  });
}

/** Reads the submitted view; the key in the result is the secret. Throws when the view is none of ours. */
export function parseGivenKey(view: unknown): { requestId: string; key: string } | { errors: FieldErrors } {
  const { requestId, state } = parseRequestView(view);
  const key = typedText(state, KEY_BLOCK);
  const errors = fieldErrors([[KEY_BLOCK, keyFault(key)]]);
  return Object.keys(errors).length > 0 ? { errors } : { requestId, key };
}
