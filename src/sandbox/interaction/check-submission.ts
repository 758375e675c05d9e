import { isEmptyState, statefulElements } from '../block-kit/state-values.ts';
import { codePoints } from '../limits.ts';
import type { JsonObject, StateValues } from '../page/protocol.ts';

/** What Slack's client says at a required field that is empty. */
const REQUIRED = 'Please complete this required field.';

/**
 * What Slack's own client refuses before the bot hears of a submission, by block_id: required inputs that are empty, texts shorter
 * or longer than their element allows. Slack publishes no words for lengths; these are ours.
 */
export function checkSubmission(
  blocks: readonly JsonObject[],
  values: StateValues,
): { readonly [blockId: string]: string } {
  const found = statefulElements(blocks).flatMap(({ blockId, actionId, element, block }) => {
    if (block.type !== 'input') return [];
    const state = values[blockId]?.[actionId];
    const error = isEmptyState(state)
      ? block.optional === true
        ? undefined
        : REQUIRED
      : lengthError(element, state);
    return error === undefined ? [] : [[blockId, error] as const];
  });
  return Object.fromEntries(found);
}

function lengthError(
  { min_length: min, max_length: max }: JsonObject,
  state?: JsonObject,
): string | undefined {
  if (typeof state?.value !== 'string') return undefined;
  const length = codePoints(state.value);
  if (typeof min === 'number' && length < min) return `Please enter at least ${min} characters.`;
  return typeof max === 'number' && length > max ? `Please enter at most ${max} characters.` : undefined;
}
