/** How far OCP's clock is from ours, and what to say when a signature is refused for it. */
import { OcpFault } from '../../workflow/ports.ts';
import type { RawAnswer } from './transport.ts';

/** OCP refuses a signature whose `Date` is further away than this, in milliseconds ("Call the API with an AccessKey pair"). */
export const TAKEN_FOR_MS = 15 * 60_000;

/** What `/api/v2/time` answered, a bare ISO 8601 time, minus ours, in milliseconds; undefined when it is no time. */
export function clockDifference(answer: RawAnswer, now: Date): number | undefined {
  if (answer.status !== 200) return undefined;
  const text = answer.body.toString('utf8', 0, 100).trim().replaceAll('"', '');
  const theirs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(theirs) ? undefined : theirs - now.getTime();
}

/** The fault of a refused login that the clocks explain; undefined when they agree well enough. */
export function clockFault(ocp: string, time: RawAnswer, now: Date, refused: OcpFault): OcpFault | undefined {
  const difference = clockDifference(time, now);
  if (difference === undefined || Math.abs(difference) <= TAKEN_FOR_MS) return undefined;
  const message = `OCP ${ocp} does not accept the login, since ${clockSentence(ocp, difference)}`;
  return new OcpFault({ ...refused.failure, message }, { unanswered: false, cause: refused });
}

/** The end of a sentence about clocks that differ by more than OCP takes. */
export function clockSentence(ocp: string, difference: number): string {
  const minutes = Math.round(Math.abs(difference) / 60_000);
  const side = difference > 0 ? 'ahead of' : 'behind';
  return `its clock is ${minutes} minutes ${side} that of this machine, and OCP takes 15 at most. Set the clock that is wrong; OCP ${ocp} says what it has at /api/v2/time.`;
}
