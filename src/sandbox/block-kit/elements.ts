import { isObject } from '../json.ts';
import { LIMITS } from '../limits.ts';
import {
  anything,
  boolean,
  type Check,
  integer,
  list,
  object,
  oneOf,
  pattern,
  problem,
  type Shape,
  string,
} from './check.ts';
import {
  choiceOption,
  confirmDialog,
  id,
  menuGroups,
  menuOption,
  menuOptions,
  overflowOption,
  plainText,
  typed,
  withInitialAmongOptions,
  withOptionsOrGroups,
} from './objects.ts';

const placeholder = plainText(LIMITS.placeholder);
const choices = { max: LIMITS.choices };
const some = { max: LIMITS.select.options };
const asked = { action_id: id, confirm: confirmDialog };
const focusable = { ...asked, focus_on_load: boolean };
const menu = { ...focusable, placeholder };
const count = integer(1, Number.MAX_SAFE_INTEGER);

function staticMenu(initial: Shape): Check {
  const may = { ...menu, options: menuOptions, option_groups: menuGroups, ...initial.may };
  return withInitialAmongOptions(withOptionsOrGroups(typed({ may })));
}

function externalMenu(initial: Shape): Check {
  return typed({ may: { ...menu, min_query_length: integer(0, 1_000), ...initial.may } });
}

const single: Shape = { may: { initial_option: menuOption } };
const multiple: Shape = { may: { initial_options: list(menuOption, some), max_selected_items: count } };

const button = typed({
  needs: { text: plainText(LIMITS.button.text) },
  may: {
    ...asked,
    value: string({ min: 0, max: LIMITS.button.value }),
    url: string({ max: LIMITS.button.url }),
    style: oneOf('primary', 'danger'),
    accessibility_label: string({ max: LIMITS.button.accessibilityLabel }),
  },
});

const textInput = typed({
  may: {
    action_id: id,
    placeholder,
    initial_value: string({ min: 0, max: LIMITS.textInput.max }),
    multiline: boolean,
    min_length: integer(0, LIMITS.textInput.min),
    max_length: integer(1, LIMITS.textInput.max),
    focus_on_load: boolean,
    dispatch_action_config: object({
      needs: {
        trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { max: 2 }),
      },
    }),
  },
});

const options = list(choiceOption, choices);

const ELEMENTS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['button', button],
  [
    'overflow',
    typed({ needs: { options: list(overflowOption, { max: LIMITS.overflow }) }, may: { ...asked } }),
  ],
  ['static_select', staticMenu(single)],
  ['multi_static_select', staticMenu(multiple)],
  ['external_select', externalMenu(single)],
  ['multi_external_select', externalMenu(multiple)],
  ['users_select', typed({ may: { ...menu, initial_user: id } })],
  [
    'multi_users_select',
    typed({ may: { ...menu, initial_users: list(id, some), max_selected_items: count } }),
  ],
  [
    'checkboxes',
    withInitialAmongOptions(
      typed({ needs: { options }, may: { ...focusable, initial_options: list(choiceOption, choices) } }),
    ),
  ],
  [
    'radio_buttons',
    withInitialAmongOptions(
      typed({ needs: { options }, may: { ...focusable, initial_option: choiceOption } }),
    ),
  ],
  ['plain_text_input', textInput],
  ['datepicker', typed({ may: { ...menu, initial_date: pattern(/^\d{4}-\d{2}-\d{2}$/) } })],
  [
    'timepicker',
    typed({ may: { ...menu, initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/), timezone: anything } }),
  ],
  [
    'image',
    typed({
      needs: { alt_text: string({ max: LIMITS.image.altText }) },
      may: { image_url: string({ max: LIMITS.image.url }), slack_file: anything },
    }),
  ],
]);

const MENUS = ['static_select', 'external_select', 'users_select', 'datepicker', 'timepicker'];
const LISTS = ['multi_static_select', 'multi_external_select', 'multi_users_select'];
const CHOICES = ['checkboxes', 'radio_buttons'];

/** Which elements stand in which place, as in Slack's reference of elements ("works in ..."). */
const PLACES: { readonly [place in 'actions' | 'accessory' | 'input']: readonly string[] } = {
  actions: ['button', 'overflow', ...MENUS, ...CHOICES],
  accessory: ['button', 'overflow', 'image', ...MENUS, ...LISTS, ...CHOICES],
  input: ['plain_text_input', ...MENUS, ...LISTS, ...CHOICES],
};

/** An interactive element in an actions block, at a section, or in an input block. */
export function elementIn(place: keyof typeof PLACES): Check {
  return (value, at) => {
    if (!isObject(value)) return problem('must provide an object', at);
    const { type } = value;
    if (typeof type !== 'string') return problem('missing required field: type', at);
    const check = PLACES[place].includes(type) ? ELEMENTS.get(type) : undefined;
    if (check) return check(value, at);
    return [
      ...problem('failed to match all allowed schemas', at),
      ...problem(`unsupported type: ${type}`, `${at}/type`),
    ];
  };
}

/** The small image of a context block. */
export const imageElement: Check = ELEMENTS.get('image') ?? anything;
