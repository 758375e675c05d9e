import { element, setAttributes, uniqueId } from '../dom.ts';
import { icon } from '../icons.ts';
import { openFloating } from './floating.ts';

/** Something that a person can pick from a list. */
export interface Choice {
  readonly words: string;
  readonly description: string;
  readonly group?: string | undefined;
  readonly chosen: boolean;
  readonly pick: () => void;
}

/** A list that floats under an input: the input keeps the focus, the arrow keys move the active choice. */
export interface ChoiceList {
  readonly node: HTMLElement;
  readonly listId: string;
  readonly isOpen: () => boolean;
  readonly open: () => void;
  readonly close: () => void;
  /** Shows choices, or a sentence in their place. */
  readonly show: (content: readonly Choice[] | string) => void;
  /** Moves the active choice by that many places, round at the ends. */
  readonly move: (step: number) => void;
  readonly active: () => Choice | undefined;
}

interface Row {
  readonly choice: Choice;
  readonly node: HTMLElement;
}

/** Makes the list of an input. `anchor` is what the list stands under, `label` names the list for screen readers. */
export function createChoiceList(input: HTMLElement, anchor: HTMLElement, label: string): ChoiceList {
  const listId = uniqueId('list');
  const list = element('div', {
    class: 'choices',
    attributes: { id: listId, role: 'listbox', 'aria-label': label },
  });
  const note = element('p', { class: 'choices-note', attributes: { role: 'status' } });
  const node = element('div', { class: 'floating', attributes: { popover: 'manual' } }, list, note);
  let rows: readonly Row[] = [];
  let current = -1;
  let hide: (() => void) | undefined;
  /** Whether the person has moved to the active choice; then it stays active when the choices are shown anew. */
  let moved = false;

  function activate(index: number): void {
    current = index;
    for (const row of rows) row.node.classList.toggle('active', row === rows[index]);
    setAttributes(input, { 'aria-activedescendant': rows[index]?.node.id });
    rows[index]?.node.scrollIntoView({ block: 'nearest' });
  }

  function hover(index: number): void {
    moved = true;
    activate(index);
  }

  /** A plain text field has no open and closed state to tell. */
  function tell(expanded: string): void {
    if (input.getAttribute('role') === 'combobox') setAttributes(input, { 'aria-expanded': expanded });
  }

  return {
    node,
    listId,
    isOpen: () => hide !== undefined,
    open() {
      hide ??= openFloating(node, anchor, 'anchor');
      tell('true');
    },
    close() {
      hide?.();
      hide = undefined;
      moved = false;
      rows = [];
      list.replaceChildren();
      tell('false');
      setAttributes(input, { 'aria-activedescendant': undefined });
    },
    show(content) {
      const choices = typeof content === 'string' ? [] : content;
      const before = moved ? rows[current]?.choice.words : undefined;
      rows = choices.map((choice, index) => ({ choice, node: optionNode(choice, () => hover(index)) }));
      list.replaceChildren(...grouped(rows));
      note.textContent = typeof content === 'string' ? content : '';
      activate(firstActive(choices, before));
    },
    move(step) {
      moved = true;
      if (rows.length > 0) activate((current + step + rows.length) % rows.length);
    },
    active: () => rows[current]?.choice,
  };
}

function firstActive(choices: readonly Choice[], before: string | undefined): number {
  const same = choices.findIndex((choice) => choice.words === before);
  if (same >= 0) return same;
  const chosen = choices.findIndex((choice) => choice.chosen);
  return chosen >= 0 || choices.length === 0 ? chosen : 0;
}

function optionNode(choice: Choice, hover: () => void): HTMLElement {
  const node = element(
    'div',
    {
      class: 'choice',
      attributes: { id: uniqueId('choice'), role: 'option', 'aria-selected': String(choice.chosen) },
    },
    element('span', { class: 'choice-words' }, choice.words),
    choice.description === ''
      ? undefined
      : element('span', { class: 'choice-description' }, choice.description),
    choice.chosen ? icon('check') : undefined,
  );
  // The input must keep the focus, or the list would close before the click arrives.
  node.addEventListener('mousedown', (event) => event.preventDefault());
  node.addEventListener('mousemove', hover);
  node.addEventListener('click', choice.pick);
  return node;
}

function grouped(rows: readonly Row[]): readonly HTMLElement[] {
  const nodes: HTMLElement[] = [];
  let group: { readonly name: string; readonly node: HTMLElement } | undefined;
  for (const { choice, node } of rows) {
    if (choice.group === undefined) nodes.push(node);
    else {
      if (group?.name !== choice.group) {
        group = { name: choice.group, node: groupNode(choice.group) };
        nodes.push(group.node);
      }
      group.node.append(node);
    }
  }
  return nodes;
}

function groupNode(name: string): HTMLElement {
  const heading = element('div', { class: 'choice-group', attributes: { 'aria-hidden': 'true' } }, name);
  return element('div', { attributes: { role: 'group', 'aria-label': name } }, heading);
}
