import { optionsOf } from '../src/sandbox/block-kit/objects.ts';
import {
  initialState,
  type StatefulElement,
  statefulElements,
  stateOf,
} from '../src/sandbox/block-kit/state-values.ts';
import { objectsOf } from '../src/sandbox/json.ts';
import type {
  ActOutcome,
  JsonObject,
  ShownView,
  StateValues,
  SubmitOutcome,
} from '../src/sandbox/page/protocol.ts';
import { findButton } from './find-button.ts';
import { flattenBlocks, words } from './flatten-blocks.ts';
import type { LocalHttp } from './local-http.ts';
import { type Patience, waitUntil } from './wait-until.ts';

interface ModalParts {
  readonly http: LocalHttp;
  readonly user: string;
  readonly view: ShownView;
  /** The same view as it is now; nothing when it is closed. */
  readonly reread: () => Promise<ShownView | undefined>;
}

type Text = string | RegExp;

const CHOOSERS = ['radio_buttons', 'static_select', 'external_select'];
/** What can be typed into, and where the state keeps it. */
const TYPED: Readonly<Record<string, string>> = {
  plain_text_input: 'value',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
};
const LISTS = ['checkboxes', 'multi_static_select', 'multi_external_select'];

/** A modal as the person in front of it has it: what it shows, and what was filled in so far. */
export class Modal {
  readonly #parts: ModalParts;
  #view: ShownView;
  #values: StateValues;
  /** Field errors of the last submission, by the label of the field. */
  errors: { readonly [label: string]: string } = {};

  constructor(parts: ModalParts) {
    this.#parts = parts;
    this.#view = parts.view;
    this.#values = valuesFor(parts.view, {});
  }

  get view(): ShownView {
    return this.#view;
  }

  /** What would be submitted now. */
  get values(): StateValues {
    return this.#values;
  }

  /** Takes over what the view shows now. A value stays where block_id and action_id both stay the same. */
  show(view: ShownView): this {
    if (view.hash === this.#view.hash) return this;
    this.#view = view;
    this.#values = valuesFor(view, this.#values);
    return this;
  }

  /** Everything that can be read in it, with what is chosen and typed at first. */
  text(): string {
    const { title, blocks, submit, close } = this.#view;
    const buttons = [submit, close].filter((label) => label !== undefined).map((label) => `[${label}]`);
    return [title, flattenBlocks(blocks), buttons.join(' ')].filter((part) => part !== '').join('\n');
  }

  /** Reads it again; false when it is closed. */
  async refresh(): Promise<boolean> {
    const view = await this.#parts.reread();
    if (view) this.show(view);
    return view !== undefined;
  }

  /** Waits until its text fits. */
  waitFor(pattern: RegExp, patience?: Patience): Promise<this> {
    return waitUntil(
      async () => ((await this.refresh()) && pattern.test(this.text()) ? this : undefined),
      () => `The modal never showed ${pattern}. It shows:\n${this.text()}`,
      patience,
    );
  }

  /** Waits until it is closed. */
  async waitUntilClosed(patience?: Patience): Promise<void> {
    await waitUntil(
      async () => ((await this.refresh()) ? undefined : true),
      () => `The modal is still open:\n${this.text()}`,
      patience,
    );
  }

  /** Types into the field with this label, in place of what was there; a date as `2026-12-01`, a time as `22:30`. */
  async type(label: Text, text: string): Promise<ActOutcome | undefined> {
    await this.refresh();
    const field = this.#find(label, ({ element }) => String(element.type) in TYPED);
    return this.#fill(field, { [TYPED[String(field.element.type)] ?? 'value']: text });
  }

  /** Ticks a checkbox or adds an option of a multi-select, by its visible text. */
  check(option: Text, label?: Text): Promise<ActOutcome | undefined> {
    return this.#toggle(option, label, true);
  }

  /** Clears a checkbox or takes an option out of a multi-select. */
  uncheck(option: Text, label?: Text): Promise<ActOutcome | undefined> {
    return this.#toggle(option, label, false);
  }

  /** The visible texts of all that is ticked or chosen in lists. */
  checked(): string[] {
    return this.#elements().flatMap((field) =>
      objectsOf(this.#stateOf(field).selected_options).map(({ text }) => words(text)),
    );
  }

  /** Chooses in radio buttons or a menu. In a menu that asks the bot, types `query` (the option's text when absent). */
  async select(
    option: Text,
    { label, query }: { label?: Text; query?: string } = {},
  ): Promise<ActOutcome | undefined> {
    await this.refresh();
    const isExternal = ({ element }: StatefulElement): boolean => element.type === 'external_select';
    const fitting = (field: StatefulElement): boolean =>
      CHOOSERS.includes(String(field.element.type)) &&
      (isExternal(field) || optionsOf(field.element).some((each) => matches(words(each.text), option)));
    const field = this.#find(label ?? /(?:)/, fitting, `"${option}"`);
    const options = isExternal(field)
      ? await this.suggest(field, query ?? String(option))
      : optionsOf(field.element);
    const chosen = options.find((each) => matches(words(each.text), option));
    if (chosen) return this.#fill(field, { selected_option: chosen });
    throw new Error(`"${option}" is not offered, but ${options.map(({ text }) => words(text)).join(', ')}.`);
  }

  /** The options that the bot offers for what is typed in a menu, by the menu's label or the menu itself. */
  async suggest(menu: Text | StatefulElement, value: string): Promise<JsonObject[]> {
    const isMenu = ({ element }: StatefulElement): boolean => String(element.type).includes('external');
    const field = typeof menu === 'string' || menu instanceof RegExp ? this.#find(menu, isMenu) : menu;
    const answer = await this.#post<JsonObject>('suggest', { ...this.#at(field), value });
    if (answer.ok !== true) throw new Error(`The menu offers nothing: ${String(answer.error)}`);
    return optionsOf(answer);
  }

  /** Presses a button inside the modal by its label. */
  async click(label: string): Promise<ActOutcome> {
    await this.refresh();
    const { blockId, actionId, state } = findButton(this.#view.blocks, label);
    const place = { container: this.#container(), block_id: blockId, action_id: actionId };
    return this.#post('click', { ...place, ...state, values: this.#values });
  }

  /** Presses the submit button. Field errors are kept in `errors` by label, too. */
  async submit(): Promise<SubmitOutcome> {
    await this.refresh();
    if (this.#view.submit === undefined) throw new Error(`There is no submit button:\n${this.text()}`);
    const call = { view_id: this.#view.id, values: this.#values };
    const outcome = await this.#post<SubmitOutcome>('submit', call);
    const named = Object.entries(outcome.errors ?? {}).map(([id, text]) => [this.#labelOf(id), text]);
    this.errors = Object.fromEntries(named);
    await this.refresh();
    return outcome;
  }

  /** Presses the close button. */
  close(): Promise<ActOutcome> {
    return this.#post('close', { view_id: this.#view.id });
  }

  async #toggle(option: Text, label: Text | undefined, on: boolean): Promise<ActOutcome | undefined> {
    await this.refresh();
    const among = (field: StatefulElement): JsonObject | undefined =>
      optionsOf(field.element).find((each) => matches(words(each.text), option));
    const field = this.#find(
      label ?? /(?:)/,
      (each) => LISTS.includes(String(each.element.type)) && among(each) !== undefined,
      `"${option}"`,
    );
    const chosen = among(field) ?? {};
    const others = objectsOf(this.#stateOf(field).selected_options).filter(
      ({ value }) => value !== chosen.value,
    );
    return this.#fill(field, { selected_options: on ? [...others, chosen] : others });
  }

  /** Keeps a new value, and tells the bot where the element asks for it at once. */
  async #fill(field: StatefulElement, given: JsonObject): Promise<ActOutcome | undefined> {
    const { blockId, actionId, element, block } = field;
    const state = stateOf(element, given);
    this.#values = { ...this.#values, [blockId]: { ...this.#values[blockId], [actionId]: state } };
    if (block.type === 'input' && block.dispatch_action !== true) return undefined;
    return this.#post('click', { ...this.#at(field), state, values: this.#values });
  }

  #elements(): StatefulElement[] {
    return statefulElements(this.#view.blocks);
  }

  #stateOf({ blockId, actionId, element }: StatefulElement): JsonObject {
    return this.#values[blockId]?.[actionId] ?? initialState(element);
  }

  #find(label: Text, fitting: (field: StatefulElement) => boolean, what = 'field'): StatefulElement {
    const found = this.#elements().filter((field) => matches(labelOf(field.block), label) && fitting(field));
    const [first, second] = found;
    if (first && !second) return first;
    const problem = first ? `several of ${what} at ${label}; say which by label` : `no ${what} at ${label}`;
    throw new Error(`There is ${problem}. The modal shows:\n${this.text()}`);
  }

  #labelOf(blockId: string): string {
    const block = this.#view.blocks.find(({ block_id: id }) => id === blockId);
    return block ? labelOf(block) : blockId;
  }

  #container(): object {
    return { kind: 'view', view_id: this.#view.id };
  }

  #at({ blockId, actionId }: StatefulElement): object {
    return { container: this.#container(), block_id: blockId, action_id: actionId };
  }

  #post<Answer>(path: string, body: object): Promise<Answer> {
    return this.#parts.http.post(path, { as: this.#parts.user, ...body });
  }
}

function valuesFor({ blocks }: ShownView, known: StateValues): StateValues {
  const values: { [block: string]: { [action: string]: JsonObject } } = {};
  for (const { blockId, actionId, element } of statefulElements(blocks)) {
    const state = known[blockId]?.[actionId] ?? initialState(element);
    values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}

function labelOf(block: JsonObject): string {
  return words(block.label) || words(block.text);
}

function matches(text: string, wanted: Text): boolean {
  return wanted instanceof RegExp ? wanted.test(text) : text === wanted;
}
