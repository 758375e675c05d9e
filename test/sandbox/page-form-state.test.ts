import { describe, expect, it } from 'vitest';
import { nextForm, toValues } from '../../src/sandbox/page/form-state.ts';
import type { Json, JsonObject, StateValues } from '../../src/sandbox/page/protocol.ts';

const option = (value: string): JsonObject => ({ text: { type: 'plain_text', text: value }, value });
const text = (blockId: string, actionId: string, initial?: string): JsonObject =>
  input(blockId, {
    type: 'plain_text_input',
    action_id: actionId,
    ...(initial === undefined ? {} : { initial_value: initial }),
  });
const boxes = (blockId: string, actionId: string, options: string[], chosen: string[]): JsonObject =>
  input(blockId, {
    type: 'checkboxes',
    action_id: actionId,
    options: options.map(option),
    initial_options: chosen.map(option),
  });

function input(blockId: string, element: JsonObject): JsonObject {
  return { type: 'input', block_id: blockId, label: { type: 'plain_text', text: blockId }, element };
}

function valueIn(values: StateValues, blockId: string, actionId: string): Json | undefined {
  const { type: _type, ...state } = values[blockId]?.[actionId] ?? {};
  return Object.values(state)[0];
}

describe('the first values of a form', () => {
  it.each<[string, JsonObject, Json]>([
    ['an empty text', { type: 'plain_text_input' }, null],
    ['a text', { type: 'plain_text_input', initial_value: 'x' }, 'x'],
    ['no box ticked', { type: 'checkboxes', options: [option('a')] }, []],
    [
      'a ticked box',
      { type: 'checkboxes', options: [option('a')], initial_options: [option('a')] },
      [option('a')],
    ],
    ['no choice', { type: 'radio_buttons', options: [option('a')] }, null],
    ['a choice', { type: 'static_select', options: [option('a')], initial_option: option('a') }, option('a')],
    ['several', { type: 'multi_static_select', options: [option('a')] }, []],
    ['an external choice', { type: 'external_select', initial_option: option('z') }, option('z')],
    ['a day', { type: 'datepicker', initial_date: '2026-11-22' }, '2026-11-22'],
    ['no time', { type: 'timepicker' }, null],
  ])('%s', (_name, element, value) => {
    const form = nextForm([input('b', { ...element, action_id: 'a' })]);
    expect(valueIn(toValues(form), 'b', 'a')).toEqual(value);
    expect(toValues(form).b?.a?.type).toBe(element.type);
  });

  it('takes accessories and actions too, and no buttons', () => {
    const form = nextForm([
      {
        type: 'section',
        block_id: 's',
        accessory: { type: 'static_select', action_id: 'x', options: [option('a')] },
      },
      {
        type: 'actions',
        block_id: 'a',
        elements: [
          { type: 'button', action_id: 'go' },
          { type: 'datepicker', action_id: 'day' },
        ],
      },
    ]);
    expect(toValues(form)).toEqual({
      s: { x: { type: 'static_select', selected_option: null } },
      a: { day: { type: 'datepicker', selected_date: null } },
    });
  });
});

describe('what a person typed, after the view was updated', () => {
  const typed = () => {
    const form = nextForm([text('key', 'key', 'first'), boxes('hosts', 'one', ['a', 'b', 'c'], ['a'])]);
    for (const [key, entry] of form) {
      if (entry.blockId === 'key') form.set(key, { ...entry, state: { ...entry.state, value: 'typed' } });
      else
        form.set(key, { ...entry, state: { ...entry.state, selected_options: [option('b'), option('c')] } });
    }
    return form;
  };

  it.each<[string, JsonObject, string, string, Json]>([
    ['stays where both ids stay', text('key', 'key', 'new'), 'key', 'key', 'typed'],
    ['goes with a new action_id', text('key', 'key2', 'new'), 'key', 'key2', 'new'],
    ['goes with a new block_id', text('key2', 'key', 'new'), 'key2', 'key', 'new'],
    ['goes when the element is another', boxes('key', 'key', ['a'], []), 'key', 'key', []],
    ['ticks stay', boxes('hosts', 'one', ['a', 'b', 'c'], []), 'hosts', 'one', [option('b'), option('c')]],
    ['a tick goes with its option', boxes('hosts', 'one', ['a', 'b'], ['a']), 'hosts', 'one', [option('b')]],
    [
      'new ids take the new ticks',
      boxes('hosts', 'two', ['a', 'b'], ['a', 'b']),
      'hosts',
      'two',
      [option('a'), option('b')],
    ],
  ])('%s', (_name, block, blockId, actionId, value) => {
    expect(valueIn(toValues(nextForm([block], typed())), blockId, actionId)).toEqual(value);
  });

  it('is forgotten when the field was gone in between', () => {
    const without = nextForm([], typed());
    expect(valueIn(toValues(nextForm([text('key', 'key', 'first')], without)), 'key', 'key')).toBe('first');
  });
});
