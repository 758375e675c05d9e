import { element } from '../dom.ts';
import { readText, wordsOf } from '../read-json.ts';
import { showButton, showOverflow } from './button.ts';
import { showChoices } from './choices.ts';
import type { BlockContext, Field } from './field.ts';
import { showImage } from './image.ts';
import { showSelect } from './select.ts';
import { showMoment, showTextInput } from './text-input.ts';

type Show = (field: Field, context: BlockContext) => HTMLElement;

const SHOW: Readonly<Record<string, Show>> = {
  button: showButton,
  overflow: showOverflow,
  static_select: showSelect,
  external_select: showSelect,
  multi_static_select: showSelect,
  multi_external_select: showSelect,
  checkboxes: showChoices,
  radio_buttons: showChoices,
  plain_text_input: showTextInput,
  datepicker: showMoment,
  timepicker: showMoment,
  image: (field) => showImage(field.json),
};

/** Any element of a section, actions or input block. A type that the page does not know is named in its place. */
export function showElement(field: Field, context: BlockContext): HTMLElement {
  const type = readText(field.json, 'type');
  const show = Object.hasOwn(SHOW, type) ? SHOW[type] : undefined;
  return show ? show(field, context) : showUnsupported(type);
}

/** Whether the control of this element is a group of several, which a `<legend>` names and not a `<label>`. */
export function isGroup(type: string): boolean {
  return type === 'checkboxes' || type === 'radio_buttons';
}

/** Says that the page cannot show something. */
export function showUnsupported(type: string): HTMLElement {
  return element('p', { class: 'unsupported' }, `unsupported: ${type}`);
}

/** The name of a control that no label stands beside. */
export function fallbackLabel(field: Field['json']): string {
  return wordsOf(field, 'placeholder') || readText(field, 'action_id') || 'Choices';
}
