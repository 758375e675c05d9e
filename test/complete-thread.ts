/** The thread of a run of Ada's that nothing went wrong in, each message by how it begins. */
import { expect } from 'vitest';

const SUBMITTED = /^The move-out is submitted: it is OCP task/;
/** The same where the answer to the submit may have been lost: then its task was found. */
export const SUBMITTED_OR_FOUND =
  /^The move-out is submitted: it is OCP task|^OCP has taken the move-out: it is OCP task/;

/** To be compared with the texts of the replies, in order; with how the submit may be told. */
export function completeThread(submitted: RegExp = SUBMITTED): unknown[] {
  return [
    /^👍 Approved by @U0GRACE \(1 of 1\)\.$/,
    /^▶️ Started\.$/,
    /^The rules were checked again/,
    /^The credentials are exported and encrypted; the file was sent to @U0ADA/,
    submitted,
    /^The OCP task is completed\./,
    /^@U0ADA ✅ .* is moved out of OCP/,
  ].map((line) => expect.stringMatching(line));
}
