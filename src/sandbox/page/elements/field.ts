import type { Suggestions } from '../api.ts';
import { type FormState, fieldKey } from '../form-state.ts';
import type { Json, JsonObject, Workspace } from '../protocol.ts';
import { isObject, readObject, readText } from '../read-json.ts';
import { askConfirm } from './confirm.ts';

/** What an element needs from the message or modal it stands in. */
export interface BlockContext {
  readonly workspace: Workspace;
  /** The values of this message or modal as they are now. */
  readonly form: () => FormState;
  /** Tells the bot that an element was used; resolves when it has acknowledged or the person was told why not. */
  readonly act: (blockId: string, actionId: string, state: JsonObject | undefined) => Promise<void>;
  readonly suggest: (blockId: string, actionId: string, query: string) => Promise<Suggestions>;
  /** Input blocks put themselves here by block id, to be found when the bot refuses a value. */
  readonly inputs: Map<string, InputHandle>;
}

export interface InputHandle {
  readonly showError: (sentence: string | undefined) => void;
  readonly focus: () => void;
}

/** One interactive element and how it is tied to what stands around it. */
export interface Field {
  readonly block: JsonObject;
  readonly json: JsonObject;
  /** The id of the control that a `<label>` points to. */
  readonly controlId: string;
  /** The id of the text that names the control, or else the name itself. */
  readonly labelledBy?: string;
  readonly label?: string;
  readonly describedBy?: string;
  readonly required: boolean;
  /** Whether a change is told to the bot at once. */
  readonly dispatches: boolean;
}

/** The attributes that name and describe a control. A control with a `<label>` needs no name here. */
export function namingOf(field: Field): Record<string, string | boolean | undefined> {
  return {
    'aria-labelledby': field.labelledBy,
    'aria-label': field.label,
    'aria-describedby': field.describedBy,
    'aria-required': field.required ? 'true' : undefined,
    'data-field': fieldName(field),
  };
}

/** What a control is marked with, so that the focus finds it again when its block was built anew. */
export function fieldName(field: Field, part = ''): string {
  return `${readText(field.block, 'block_id')}/${readText(field.json, 'action_id')}/${part}`;
}

/** The value of a field as it is now, under a name such as `value` or `selected_options`. */
export function currentValue(field: Field, context: BlockContext, name: string): Json | undefined {
  const key = fieldKey(readText(field.block, 'block_id'), readText(field.json, 'action_id'));
  return context.form().get(key)?.state[name];
}

/** The options that are chosen now, of a single or a multiple choice. */
export function chosenOptions(field: Field, context: BlockContext): readonly JsonObject[] {
  const several = currentValue(field, context, 'selected_options');
  if (Array.isArray(several)) return several.filter(isObject);
  const one = currentValue(field, context, 'selected_option');
  return isObject(one) ? [one] : [];
}

/** Keeps a new value of a field and, where the element asks for it, tells the bot. */
export async function changeField(field: Field, context: BlockContext, change: JsonObject): Promise<void> {
  keepValue(field, context, change);
  if (field.dispatches) await useField(field, context, change);
}

/** Keeps a new value without telling anybody. */
export function keepValue(field: Field, context: BlockContext, change: JsonObject): void {
  const blockId = readText(field.block, 'block_id');
  const actionId = readText(field.json, 'action_id');
  const state = { type: readText(field.json, 'type'), ...change };
  context.form().set(fieldKey(blockId, actionId), { blockId, actionId, state });
}

/** Tells the bot that an element was used, after the person has confirmed where the element wants that. */
export async function useField(field: Field, context: BlockContext, state?: JsonObject): Promise<void> {
  if (await isConfirmed(field, context)) await tellBot(field, context, state);
}

/** Asks the person, if the element wants a confirmation. */
export async function isConfirmed(field: Field, context: BlockContext): Promise<boolean> {
  const confirm = readObject(field.json, 'confirm');
  return !confirm || (await askConfirm(confirm, context.workspace));
}

/** Tells the bot that an element was used; resolves when it has answered. */
export function tellBot(field: Field, context: BlockContext, state?: JsonObject): Promise<void> {
  return context.act(readText(field.block, 'block_id'), readText(field.json, 'action_id'), state);
}
