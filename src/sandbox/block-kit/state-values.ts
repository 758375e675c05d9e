import { isObject, objectsOf } from '../json.ts';
import type { Json, JsonObject, StateValues } from '../page/protocol.ts';
import { elementsOf } from './blocks.ts';
import { optionsOf } from './objects.ts';

/** Where each kind of element keeps its value, and the field of the element that fills it at first. */
const FIELDS: { readonly [type: string]: { readonly value: string; readonly initial: string } } = {
  plain_text_input: { value: 'value', initial: 'initial_value' },
  static_select: { value: 'selected_option', initial: 'initial_option' },
  external_select: { value: 'selected_option', initial: 'initial_option' },
  radio_buttons: { value: 'selected_option', initial: 'initial_option' },
  checkboxes: { value: 'selected_options', initial: 'initial_options' },
  multi_static_select: { value: 'selected_options', initial: 'initial_options' },
  multi_external_select: { value: 'selected_options', initial: 'initial_options' },
  users_select: { value: 'selected_user', initial: 'initial_user' },
  multi_users_select: { value: 'selected_users', initial: 'initial_users' },
  datepicker: { value: 'selected_date', initial: 'initial_date' },
  timepicker: { value: 'selected_time', initial: 'initial_time' },
};

/** An element that has a value, with the block around it. */
export interface StatefulElement {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
  readonly block: JsonObject;
}

/** Every element with a value, in the order of the blocks. */
export function statefulElements(blocks: readonly JsonObject[]): StatefulElement[] {
  return blocks.flatMap((block) =>
    elementsOf(block)
      .filter(({ element }) => FIELDS[String(element.type)] !== undefined)
      .map(({ element }) => ({
        blockId: String(block.block_id),
        actionId: String(element.action_id),
        element,
        block,
      })),
  );
}

/** The state of an element that nobody has touched. */
export function initialState(element: JsonObject): JsonObject {
  const fields = FIELDS[String(element.type)];
  const initial = fields ? element[fields.initial] : undefined;
  return stateOf(element, fields ? { [fields.value]: initial } : {});
}

/** The state of an element as Slack sends it: the type, and the value or its empty form. */
export function stateOf(element: JsonObject, given: JsonObject): JsonObject {
  const type = String(element.type);
  const fields = FIELDS[type];
  if (!fields) return {};
  return { type, [fields.value]: normal(element, fields.value, given[fields.value]) };
}

function normal(element: JsonObject, field: string, value: Json | undefined): Json {
  if (field === 'selected_options') {
    return objectsOf(value)
      .map((option) => known(element, option))
      .filter(isObject);
  }
  if (field === 'selected_users') return Array.isArray(value) ? value : [];
  if (field === 'selected_option') return (isObject(value) ? known(element, value) : undefined) ?? null;
  return value === undefined || value === '' ? null : value;
}

/** The option of a static element as the bot wrote it; the chosen one itself where options come from outside. */
function known(element: JsonObject, chosen: JsonObject): JsonObject | undefined {
  if (String(element.type).includes('external')) return chosen;
  return optionsOf(element).find(({ value }) => value === chosen.value);
}

/**
 * `state.values` for some blocks: what the person has filled in, else what was known before, else the initial values.
 * A value survives an update of the view only where block_id and action_id both stay the same.
 */
export function stateValues(blocks: readonly JsonObject[], ...sources: readonly StateValues[]): StateValues {
  const values: { [block: string]: { [action: string]: JsonObject } } = {};
  for (const { blockId, actionId, element } of statefulElements(blocks)) {
    const given = sources
      .map((source) => source[blockId]?.[actionId])
      .find((state) => state !== undefined && (state.type ?? element.type) === element.type);
    const state = given ? stateOf(element, given) : initialState(element);
    values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}

/** Whether an element's state is empty. */
export function isEmptyState(state: JsonObject | undefined): boolean {
  const value = Object.entries(state ?? {}).find(([key]) => key !== 'type')?.[1];
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
