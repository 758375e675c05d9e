import { askSuggestions, sendClick } from '../api.ts';
import { botName } from '../directory.ts';
import type { BlockContext } from '../elements/field.ts';
import { type FormState, toValues } from '../form-state.ts';
import type { Container, Workspace } from '../protocol.ts';
import { refusalOf } from '../sentences.ts';

export interface ContextParts {
  readonly workspace: Workspace;
  readonly container: Container;
  readonly form: () => FormState;
  /** Shows why an act did not work, beside where it was done; `undefined` takes the sentence away. */
  readonly report: (sentence: string | undefined) => void;
}

/** Ties the elements of a message or modal to the local Slack. */
export function createBlockContext({ workspace, container, form, report }: ContextParts): BlockContext {
  const as = workspace.me.id;
  return {
    workspace,
    form,
    inputs: new Map(),
    async act(block_id, action_id, state) {
      report(undefined);
      const values = toValues(form());
      const outcome = await sendClick({
        ...{ as, container, block_id, action_id, values },
        ...(state === undefined ? {} : { state }),
      });
      report(refusalOf(outcome, botName(workspace)));
    },
    suggest: (block_id, action_id, value) => askSuggestions({ as, container, block_id, action_id, value }),
  };
}
