import type { JsonObject, StateValues } from './protocol.ts';
import { readObject, readObjects, readText } from './read-json.ts';

/** What a person has filled in, by block and action. */
export type FormState = Map<string, FormEntry>;

interface FormEntry {
  readonly blockId: string;
  readonly actionId: string;
  /** The element's state as Slack sends it in `view.state.values`, `type` included. */
  readonly state: JsonObject;
}

const MULTIPLE = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);
const SINGLE = new Set(['static_select', 'external_select', 'radio_buttons']);

/** The name under which a field is kept. */
export function fieldKey(blockId: string, actionId: string): string {
  return JSON.stringify([blockId, actionId]);
}

/**
 * The state of a view or message with these blocks. By Slack's rule a value stays when `block_id` and `action_id` both stay
 * the same; every other field begins with its initial value. A choice that is no longer offered is dropped.
 * @param before the state as it was with the blocks shown before, if any.
 */
export function nextForm(blocks: readonly JsonObject[], before?: FormState): FormState {
  const form: FormState = new Map();
  for (const block of blocks) {
    const blockId = readText(block, 'block_id');
    for (const field of fieldsOf(block)) {
      const initial = initialState(field);
      if (!initial) continue;
      const actionId = readText(field, 'action_id');
      const key = fieldKey(blockId, actionId);
      const kept = before?.get(key)?.state;
      const stays = kept && kept.type === initial.type;
      form.set(key, { blockId, actionId, state: stays ? stillOffered(kept, field) : initial });
    }
  }
  return form;
}

/** The state as the calls of the protocol carry it. */
export function toValues(form: FormState): StateValues {
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const entry of form.values()) {
    values[entry.blockId] = { ...values[entry.blockId], [entry.actionId]: entry.state };
  }
  return values;
}

/** The options of an element, those inside groups included. */
export function optionsOf(field: JsonObject): readonly JsonObject[] {
  const grouped = readObjects(field, 'option_groups').flatMap((group) => readObjects(group, 'options'));
  return [...readObjects(field, 'options'), ...grouped];
}

function fieldsOf(block: JsonObject): readonly JsonObject[] {
  const single = [readObject(block, 'element'), readObject(block, 'accessory')];
  const several = readText(block, 'type') === 'actions' ? readObjects(block, 'elements') : [];
  return [...single, ...several].filter((field) => field !== undefined);
}

/** The state in which an element begins, or nothing when it keeps none (buttons, menus, images). */
function initialState(field: JsonObject): JsonObject | undefined {
  const type = readText(field, 'type');
  if (MULTIPLE.has(type)) return { type, selected_options: [...readObjects(field, 'initial_options')] };
  if (SINGLE.has(type)) return { type, selected_option: readObject(field, 'initial_option') ?? null };
  if (type === 'plain_text_input') return { type, value: readText(field, 'initial_value') || null };
  if (type === 'datepicker') return { type, selected_date: readText(field, 'initial_date') || null };
  if (type === 'timepicker') return { type, selected_time: readText(field, 'initial_time') || null };
  return undefined;
}

function stillOffered(state: JsonObject, field: JsonObject): JsonObject {
  if (readText(field, 'type').includes('external')) return state;
  const offered = new Set(optionsOf(field).map((option) => readText(option, 'value')));
  if ('selected_options' in state) {
    const kept = readObjects(state, 'selected_options').filter((one) => offered.has(readText(one, 'value')));
    return { ...state, selected_options: [...kept] };
  }
  const selected = readObject(state, 'selected_option');
  if (!selected || offered.has(readText(selected, 'value'))) return state;
  return { ...state, selected_option: null };
}
