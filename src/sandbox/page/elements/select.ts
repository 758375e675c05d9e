import { detached, element } from '../dom.ts';
import { optionsOf } from '../form-state.ts';
import type { JsonObject } from '../protocol.ts';
import { readNumber, readObjects, readText, wordsOf } from '../read-json.ts';
import { createCombobox, type Offer } from './combobox.ts';
import { type BlockContext, changeField, chosenOptions, type Field, namingOf } from './field.ts';

const DEBOUNCE_MS = 200;
/** Slack asks the bot only after this many characters, unless the element says otherwise. */
const LEAST_QUERY = 3;

interface OptionOffer extends Offer {
  readonly option: JsonObject;
}

/** `static_select`, `external_select` and their `multi_` forms. */
export function showSelect(field: Field, context: BlockContext): HTMLElement {
  const type = readText(field.json, 'type');
  const multiple = type.startsWith('multi_');
  const chips = multiple ? element('span', { class: 'chips' }) : undefined;
  const chosen = () => chosenOptions(field, context);
  const offers = new Map<string, JsonObject>();
  const choose = (options: readonly JsonObject[]) => {
    const change = multiple ? { selected_options: [...options] } : { selected_option: options[0] ?? null };
    chips?.replaceChildren(
      ...options.map((option) => chipOf(option, () => choose(without(chosen(), option)))),
    );
    detached(changeField(field, context, change), () => {});
  };
  chips?.append(...chosen().map((option) => chipOf(option, () => choose(without(chosen(), option)))));
  const find = type.includes('external') ? externalFinder(field, context) : staticFinder(field);
  return createCombobox(
    {
      id: field.controlId,
      naming: namingOf(field),
      listLabel: field.label ?? 'Choices',
      placeholder: wordsOf(field.json, 'placeholder') || (multiple ? 'Select options' : 'Select an option'),
      multiple,
      shownWords: () =>
        multiple
          ? ''
          : chosen()
              .map((option) => wordsOf(option, 'text'))
              .join(''),
      isChosen: (value) => chosen().some((option) => readText(option, 'value') === value),
      async find(query) {
        const found = await find(query);
        if (typeof found !== 'string') for (const { value, option } of found) offers.set(value, option);
        return found;
      },
      pick({ value }) {
        const option = offers.get(value);
        if (option)
          choose(
            multiple ? toggled(chosen(), option, readNumber(field.json, 'max_selected_items')) : [option],
          );
      },
      removeLast: () => choose(chosen().slice(0, -1)),
    },
    chips,
  );
}

type Finder = (query: string) => Promise<readonly OptionOffer[] | string>;

function staticFinder(field: Field): Finder {
  const all = offersOf(field.json);
  return (query) => {
    const words = query.trim().toLowerCase();
    const found = all.filter((offer) => offer.words.toLowerCase().includes(words));
    return Promise.resolve(found.length > 0 ? found : 'No result.');
  };
}

function externalFinder(field: Field, context: BlockContext): Finder {
  let last = 0;
  const least = readNumber(field.json, 'min_query_length') ?? LEAST_QUERY;
  return async (query) => {
    last += 1;
    const mine = last;
    if ([...query].length < least)
      return least === 1 ? 'Type to search.' : `Type at least ${least} characters to search.`;
    if (query !== '') await new Promise((resolve) => setTimeout(resolve, DEBOUNCE_MS));
    if (mine !== last) return 'Searching…';
    const answer = await context.suggest(
      readText(field.block, 'block_id'),
      readText(field.json, 'action_id'),
      query,
    );
    if (!answer.ok) return 'The choices could not be loaded.';
    const found = offersOf({
      options: [...(answer.options ?? [])],
      option_groups: [...(answer.option_groups ?? [])],
    });
    return found.length > 0 ? found : 'No result.';
  };
}

function offersOf(json: JsonObject): readonly OptionOffer[] {
  const plain = readObjects(json, 'options').map((option) => offerOf(option));
  const grouped = readObjects(json, 'option_groups').flatMap((group) =>
    optionsOf(group).map((option) => offerOf(option, wordsOf(group, 'label'))),
  );
  return [...plain, ...grouped];
}

function offerOf(option: JsonObject, group?: string): OptionOffer {
  const description = wordsOf(option, 'description');
  return { words: wordsOf(option, 'text'), description, group, value: readText(option, 'value'), option };
}

function chipOf(option: JsonObject, remove: () => void): HTMLElement {
  const words = wordsOf(option, 'text');
  return element(
    'span',
    { class: 'chip' },
    words,
    element(
      'button',
      {
        class: 'chip-remove',
        attributes: { type: 'button', 'aria-label': `Remove ${words}` },
        onClick: remove,
      },
      '×',
    ),
  );
}

function without(options: readonly JsonObject[], option: JsonObject): readonly JsonObject[] {
  return options.filter((one) => readText(one, 'value') !== readText(option, 'value'));
}

function toggled(
  options: readonly JsonObject[],
  option: JsonObject,
  most = Number.POSITIVE_INFINITY,
): readonly JsonObject[] {
  const rest = without(options, option);
  if (rest.length < options.length || options.length >= most) return rest;
  return [...options, option];
}
