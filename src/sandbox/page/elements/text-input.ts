import { detached, element, uniqueId } from '../dom.ts';
import { readNumber, readObject, readText, wordsOf } from '../read-json.ts';
import { type BlockContext, currentValue, type Field, keepValue, namingOf, useField } from './field.ts';

/** The counter appears when no more than this part of the allowed length is left. */
const COUNTER_FROM = 0.8;
const DEBOUNCE_MS = 250;

/**
 * `plain_text_input`, of one line or several. A text that is too long is not cut (a cut key would be a wrong key): the counter
 * turns red, and the field is refused at submission.
 */
export function showTextInput(field: Field, context: BlockContext): HTMLElement {
  const multiline = field.json.multiline === true;
  const counterId = uniqueId('counter');
  const naming = namingOf(field);
  const input = element(multiline ? 'textarea' : 'input', {
    class: 'text-input',
    attributes: {
      ...naming,
      id: field.controlId,
      type: multiline ? undefined : 'text',
      rows: multiline ? 4 : undefined,
      placeholder: wordsOf(field.json, 'placeholder') || undefined,
      autocomplete: 'off',
      autofocus: field.json.focus_on_load === true,
      spellcheck: multiline ? 'true' : 'false',
      'aria-describedby': [naming['aria-describedby'], counterId].filter(Boolean).join(' '),
    },
  });
  const value = currentValue(field, context, 'value');
  input.value = typeof value === 'string' ? value : '';
  const counter = element('div', { class: 'counter', attributes: { id: counterId } });
  const tell = () => detached(useField(field, context, { value: input.value }), () => {});
  const triggers = triggersOf(field);
  let timer: number | undefined;
  input.addEventListener('input', () => {
    keepValue(field, context, { value: input.value === '' ? null : input.value });
    showCounter(counter, input.value, readNumber(field.json, 'max_length'));
    clearTimeout(timer);
    if (triggers.includes('on_character_entered')) timer = setTimeout(tell, DEBOUNCE_MS);
  });
  input.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || multiline) return;
    if (!triggers.includes('on_enter_pressed')) return;
    event.preventDefault();
    tell();
  });
  return element('div', { class: 'text-field' }, input, counter);
}

function triggersOf(field: Field): readonly string[] {
  if (!field.dispatches) return [];
  const config = readObject(field.json, 'dispatch_action_config')?.trigger_actions_on;
  if (!Array.isArray(config)) return ['on_enter_pressed'];
  return config.filter((one) => typeof one === 'string');
}

function showCounter(counter: HTMLElement, value: string, most: number | undefined): void {
  const length = [...value].length;
  const near = most !== undefined && length >= most * COUNTER_FROM;
  counter.textContent = near ? `${length} of ${most}` : '';
  counter.classList.toggle('over', most !== undefined && length > most);
}

/** `datepicker` and `timepicker`, with the browser's own controls. */
export function showMoment(field: Field, context: BlockContext): HTMLElement {
  const type = readText(field.json, 'type') === 'datepicker' ? 'date' : 'time';
  const name = `selected_${type}`;
  const input = element('input', {
    class: 'text-input moment',
    attributes: { ...namingOf(field), id: field.controlId, type },
  });
  const value = currentValue(field, context, name);
  input.value = typeof value === 'string' ? value : '';
  input.addEventListener('change', () => {
    const change = { [name]: input.value === '' ? null : input.value };
    keepValue(field, context, change);
    if (field.dispatches) detached(useField(field, context, change), () => {});
  });
  return input;
}
