import { detached, element, setAttributes } from '../dom.ts';
import { icon } from '../icons.ts';
import { type Choice, createChoiceList } from './choice-list.ts';

/** One option that a combobox offers. */
export interface Offer {
  readonly words: string;
  readonly description: string;
  readonly group?: string | undefined;
  readonly value: string;
}

export interface ComboboxParts {
  readonly id: string;
  readonly naming: Readonly<Record<string, string | boolean | undefined>>;
  readonly listLabel: string;
  readonly placeholder: string;
  /** Whether the list stays open for the next choice. */
  readonly multiple: boolean;
  /** The words that the input shows while nobody types. */
  readonly shownWords: () => string;
  readonly isChosen: (value: string) => boolean;
  /** What is offered for what was typed, or a sentence why nothing is. */
  readonly find: (query: string) => Promise<readonly Offer[] | string>;
  readonly pick: (offer: Offer) => void;
  /** Backspace in the empty input of a multiple choice. */
  readonly removeLast: () => void;
}

/** An input that finds as one types, with a list beneath: for every kind of select. `chips` stand before the input. */
export function createCombobox(parts: ComboboxParts, chips?: HTMLElement): HTMLElement {
  const input = element('input', {
    class: 'combobox-input',
    attributes: {
      ...{ id: parts.id, type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false' },
      ...{ 'aria-autocomplete': 'list', 'aria-expanded': 'false', placeholder: parts.placeholder },
      ...parts.naming,
    },
  });
  const box = element('div', { class: 'combobox' }, chips, input, icon('chevron'));
  const list = createChoiceList(input, box, parts.listLabel);
  box.append(list.node);
  setAttributes(input, { 'aria-controls': list.listId });
  input.value = parts.shownWords();

  let asked = 0;
  async function search(query: string): Promise<void> {
    asked += 1;
    const mine = asked;
    const slow = setTimeout(() => (list.active() ? undefined : list.show('Searching…')), 150);
    const found = await parts.find(query).finally(() => clearTimeout(slow));
    if (mine !== asked || !list.isOpen()) return;
    list.show(typeof found === 'string' ? found : found.map(choiceOf));
  }

  function choiceOf(offer: Offer): Choice {
    return { ...offer, chosen: parts.isChosen(offer.value), pick: () => pick(offer) };
  }

  function open(query: string): void {
    list.open();
    detached(search(query), () => list.show('The choices could not be loaded.'));
  }

  function pick(offer: Offer): void {
    parts.pick(offer);
    input.value = parts.shownWords();
    if (parts.multiple) open('');
    else list.close();
  }

  function settle(): void {
    asked += 1;
    list.close();
    input.value = parts.shownWords();
  }

  function onKey(event: KeyboardEvent): void {
    const wasOpen = list.isOpen();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (wasOpen) list.move(event.key === 'ArrowDown' ? 1 : -1);
      else open('');
    } else if (event.key === 'Enter') {
      if (wasOpen) list.active()?.pick();
    } else if (event.key === 'Escape' && wasOpen) {
      settle();
      event.stopPropagation();
    } else {
      if (event.key === 'Backspace' && input.value === '' && parts.multiple) parts.removeLast();
      return;
    }
    event.preventDefault();
  }

  input.addEventListener('input', () => open(input.value));
  input.addEventListener('click', () => {
    input.select();
    if (!list.isOpen()) open('');
  });
  input.addEventListener('keydown', onKey);
  input.addEventListener('blur', settle);
  return box;
}
