import { isObject, objectsOf } from '../json.ts';
import { LIMITS } from '../limits.ts';
import type { JsonObject } from '../page/protocol.ts';
import {
  also,
  boolean,
  byType,
  type Check,
  list,
  object,
  oneOf,
  type Problem,
  problem,
  type Shape,
  string,
} from './check.ts';

/** An object with a `type` that was looked at before. */
export function typed(shape: Shape): Check {
  return object(shape, ['type']);
}

/** A `plain_text` object of at most `max` code points. */
export function plainText(max: number): Check {
  return byType(
    new Map([['plain_text', typed({ needs: { text: string({ max }) }, may: { emoji: boolean } })]]),
  );
}

/** A `plain_text` or `mrkdwn` object of at most `max` code points. */
export function richOrPlainText(max: number): Check {
  return byType(
    new Map([
      ['plain_text', typed({ needs: { text: string({ max }) }, may: { emoji: boolean } })],
      ['mrkdwn', typed({ needs: { text: string({ max }) }, may: { verbatim: boolean } })],
    ]),
  );
}

/** A block_id, action_id or callback_id. */
export const id: Check = string({ max: LIMITS.id });

/** The question that Slack asks before it sends an action. */
export const confirmDialog: Check = object({
  needs: {
    title: plainText(LIMITS.confirm.title),
    text: richOrPlainText(LIMITS.confirm.text),
    confirm: plainText(LIMITS.confirm.button),
    deny: plainText(LIMITS.confirm.button),
  },
  may: { style: oneOf('primary', 'danger') },
});

const OPTION = { text: LIMITS.option.text, description: LIMITS.option.description };

/** An option of a menu: plain texts only. */
export const menuOption: Check = object({
  needs: { text: plainText(OPTION.text), value: string({ max: LIMITS.option.value }) },
  may: { description: plainText(OPTION.description) },
});

/** An option of an overflow menu, which may be a link. */
export const overflowOption: Check = object({
  needs: { text: plainText(OPTION.text), value: string({ max: LIMITS.option.value }) },
  may: { description: plainText(OPTION.description), url: string({ max: LIMITS.option.url }) },
});

/** An option of checkboxes and radio buttons, which may use mrkdwn. */
export const choiceOption: Check = object({
  needs: { text: richOrPlainText(OPTION.text), value: string({ max: LIMITS.option.value }) },
  may: { description: richOrPlainText(OPTION.description) },
});

/** The options of a select menu. */
export const menuOptions: Check = list(menuOption, { max: LIMITS.select.options });

/** The groups of a select menu. */
export const menuGroups: Check = list(
  object({ needs: { label: plainText(LIMITS.select.groupLabel), options: menuOptions } }),
  { max: LIMITS.select.groups },
);

/** Every option of an element, those in groups included. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...objectsOf(element.options),
    ...objectsOf(element.option_groups).flatMap((group) => objectsOf(group.options)),
  ];
}

/** The rule that what is chosen at first must be among the options. */
export function withInitialAmongOptions(check: Check): Check {
  return also(check, (element, at) => {
    const values = new Set(optionsOf(element).map(({ value }) => value));
    const strangers = (field: 'initial_option' | 'initial_options'): Problem[] => {
      const given = element[field];
      const chosen = isObject(given) ? [given] : objectsOf(given);
      return chosen.some(({ value }) => !values.has(value))
        ? problem('must match one of the options', `${at}/${field}`)
        : [];
    };
    return [...strangers('initial_option'), ...strangers('initial_options')];
  });
}

/** The rule that a static menu has either options or groups of options. */
export function withOptionsOrGroups(check: Check): Check {
  return also(check, (element, at) => {
    if (element.options === undefined && element.option_groups === undefined) {
      return problem('missing required field: options', at);
    }
    return element.options !== undefined && element.option_groups !== undefined
      ? problem('only one of `options` and `option_groups` can be given', at)
      : [];
  });
}
