import { isObject, objectsOf } from '../json.ts';
import { LIMITS } from '../limits.ts';
import type { Json, JsonObject } from '../page/protocol.ts';
import { elementsOf, viewBlocks } from './blocks.ts';
import { boolean, type Check, object, oneOf, type Problem, problem, string } from './check.ts';
import { plainText } from './objects.ts';

const shared = {
  blocks: viewBlocks,
  private_metadata: string({ min: 0, max: LIMITS.view.privateMetadata }),
  callback_id: string({ min: 0, max: LIMITS.id }),
  external_id: string({ min: 0, max: LIMITS.id }),
  type: oneOf('modal', 'home'),
};

const modal: Check = object({
  needs: { type: shared.type, title: plainText(LIMITS.view.title), blocks: shared.blocks },
  may: {
    ...shared,
    submit: plainText(LIMITS.view.button),
    close: plainText(LIMITS.view.button),
    clear_on_close: boolean,
    notify_on_close: boolean,
  },
});

const home: Check = object({ needs: { type: shared.type, blocks: shared.blocks }, may: shared });

/** What Slack refuses in a view of one kind, with pointers that begin with `/view`. */
export function viewProblems(value: Json, kind: 'modal' | 'home'): Problem[] {
  const at = '/view';
  if (!isObject(value)) return problem('must provide an object', at);
  if (value.type !== kind) return problem(`must be one of: ${kind}`, `${at}/type`);
  const check = kind === 'modal' ? modal : home;
  return [...check(value, at), ...submitNeeded(value, at), ...focusTwice(value, at)];
}

function submitNeeded(view: JsonObject, at: string): Problem[] {
  if (view.type !== 'modal' || view.submit !== undefined) return [];
  return objectsOf(view.blocks).flatMap((block, index) =>
    block.type === 'input'
      ? problem('must define `submit` to use an `input` block in modals', `${at}/blocks/${index}/input`)
      : [],
  );
}

function focusTwice(view: JsonObject, at: string): Problem[] {
  const focused = objectsOf(view.blocks).flatMap((block, index) =>
    elementsOf(block)
      .filter(({ element }) => element.focus_on_load === true)
      .map(({ path }) => `${at}/blocks/${index}/${path}/focus_on_load`),
  );
  return focused.slice(1).flatMap((pointer) => problem('only one element can have `focus_on_load`', pointer));
}
