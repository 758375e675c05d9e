/** What a form lets people fill in, kept as it was opened; and whether what came back can have been filled in there. */
import type { InputBlock, ModalView } from '@slack/types';
import { DateTime } from 'luxon';
import { length } from './limits.ts';
import type { ViewState } from './views/view-state.ts';

type Element = ViewState[string][string];
const PARTS: readonly (keyof Element)[] = [
  'value',
  'selected_option',
  'selected_options',
  'selected_date',
  'selected_time',
];

interface OfferedField {
  readonly actionId: string;
  readonly isRequired: boolean;
  /** Where the state keeps what is filled in. */
  readonly part: keyof Element;
  readonly allows: (value: string) => boolean;
}

/** By block id. */
export type OfferedFields = ReadonlyMap<string, OfferedField>;

/** The fields of a view. Throws for an element that no form of Moveout's has. */
export function offeredFields({ blocks }: Pick<ModalView, 'blocks'>): OfferedFields {
  return new Map(blocks.filter(isInput).map((block) => [block.block_id ?? '', offeredField(block)]));
}

function isInput(block: ModalView['blocks'][number]): block is InputBlock {
  return block.type === 'input';
}

function offeredField({ element, optional }: InputBlock): OfferedField {
  const actionId = ('action_id' in element && element.action_id) || '';
  return { actionId, isRequired: optional !== true, ...fillingOf(element) };
}

function fillingOf(element: InputBlock['element']): Pick<OfferedField, 'part' | 'allows'> {
  if (element.type === 'plain_text_input') {
    const { max_length: longest = Number.POSITIVE_INFINITY } = element;
    return { part: 'value', allows: (value) => length(value) <= longest };
  }
  if (element.type === 'checkboxes') return { part: 'selected_options', allows: isAmong(element.options) };
  if (element.type === 'radio_buttons') return { part: 'selected_option', allows: isAmong(element.options) };
  if (element.type === 'datepicker') return { part: 'selected_date', allows: isWritten('yyyy-MM-dd') };
  if (element.type === 'timepicker') return { part: 'selected_time', allows: isWritten('HH:mm') };
  throw new Error(`No form of Moveout's has a ${element.type}.`);
}

function isAmong(options: readonly { readonly value?: string }[]): (value: string) => boolean {
  const values = new Set(options.map(({ value }) => value));
  return (value) => values.has(value);
}

function isWritten(format: string): (value: string) => boolean {
  return (value) => DateTime.fromFormat(value, format, { zone: 'UTC' }).isValid;
}

/**
 * Whether somebody who only uses the form can have submitted that: its own fields, each with what it offers, and none empty that
 * must be filled, which Slack does not let pass. Says nothing about whether it is right.
 */
export function isFilledIn(fields: OfferedFields, state: ViewState): boolean {
  const isKnown = Object.entries(state).every(([block, elements]) =>
    Object.entries(elements).every(([actionId, element]) => {
      const field = fields.get(block);
      return field?.actionId === actionId && isAllowed(field, element);
    }),
  );
  const isComplete = [...fields].every(([block, { isRequired, actionId, part }]) => {
    const element = state[block]?.[actionId];
    return !isRequired || (element !== undefined && valuesOf(element[part]).length > 0);
  });
  return isKnown && isComplete;
}

function isAllowed({ part, allows }: OfferedField, element: Element): boolean {
  return PARTS.every((each) => valuesOf(element[each]).every((value) => each === part && allows(value)));
}

/** What is filled in; nothing for a field that was left empty. */
function valuesOf(filled: Element[keyof Element]): string[] {
  if (filled == null || filled === '') return [];
  if (typeof filled === 'string') return [filled];
  return 'value' in filled ? [filled.value] : filled.map(({ value }) => value);
}
