/** The modal in which a person chooses the failed subtasks that OCP is to skip. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { FailedSubtask } from '../../domain/events.ts';
import { cut, LIMITS } from '../limits.ts';
import { checkboxes, context, field, modal, option, section } from './elements.ts';
import { portions } from './host-groups.ts';
import { counted } from './lines.ts';
import type { FieldErrors } from './move-out-submission.ts';
import { parseRequestView } from './request-view.ts';
import { tickedIds } from './view-state.ts';

/** The callback id of the submission. */
export const SKIP = 'skip';
const SUBTASKS_BLOCK = 'subtasks:';
/** The field at which a mistake is told. */
export const FIRST_SUBTASKS_BLOCK = `${SUBTASKS_BLOCK}0`;
/** Two blocks are kept for the texts. */
const SHOWN = (LIMITS.viewBlocks - 2) * LIMITS.boxOptions;

/** A single failed subtask is ticked; of several none is, so that nothing is skipped unread. Takes at least one. */
export function skipView(requestId: string, failed: readonly FailedSubtask[]): ModalView {
  const shown = failed.slice(0, SHOWN);
  return modal({
    title: 'Skip Subtasks',
    callbackId: SKIP,
    metadata: requestId,
    submit: 'Skip',
    close: 'Cancel',
    blocks: [
      section('OCP does *not* carry out a skipped subtask. The task goes on as if it had succeeded.'),
      ...portions(shown).map((some, index) => boxes(some, index, failed.length)),
      ...hiddenBlocks(failed.length - shown.length),
    ],
  });
}

/** Reads the submitted view. `failed`: the subtasks that are failed now. Throws when the view is none of ours. */
export function parseSkip(
  view: unknown,
  failed: readonly FailedSubtask[],
): { requestId: string; subtaskIds: number[] } | { errors: FieldErrors } {
  const { requestId, state } = parseRequestView(view);
  const subtaskIds = tickedIds(state, SUBTASKS_BLOCK);
  if (subtaskIds.length === 0) return { errors: { [FIRST_SUBTASKS_BLOCK]: 'Choose at least one subtask.' } };
  if (!subtaskIds.every((id) => failed.some((subtask) => subtask.id === id)))
    return {
      errors: {
        [FIRST_SUBTASKS_BLOCK]: 'A chosen subtask is not failed any more. Close this and open it again.',
      },
    };
  return { requestId, subtaskIds };
}

function boxes(some: readonly FailedSubtask[], index: number, total: number): KnownBlock {
  return field(
    {
      id: `${SUBTASKS_BLOCK}${index}`,
      label: index === 0 ? `Failed subtasks to skip (${total})` : 'More failed subtasks',
      // With several sets of boxes no single one is required; that one subtask is chosen is checked when it is submitted.
      optional: total > LIMITS.boxOptions,
    },
    checkboxes('subtasks', some.map(subtaskOption), () => total === 1),
  );
}

function subtaskOption({ id, name, host }: FailedSubtask) {
  const place = host === undefined ? 'on no single host' : `on host ${cut(host, 40)}`;
  return option(name, String(id), `${place}, subtask ${id}`);
}

function hiddenBlocks(hidden: number): KnownBlock[] {
  return hidden === 0 ? [] : [context(`… and ${counted(hidden, 'more')}. Skip these first.`)];
}
