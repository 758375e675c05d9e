import { detached, element, setAttributes, uniqueId } from '../dom.ts';
import { createChoiceList } from '../elements/choice-list.ts';
import { icon } from '../icons.ts';
import type { LocalCommand } from '../protocol.ts';

const MOST_HEIGHT = 200;

export interface ComposerParts {
  /** The commands that may be completed here. */
  readonly commands: () => readonly LocalCommand[];
  /** Sends what was typed; gives the sentence why it did not work, or nothing. */
  readonly send: (text: string) => Promise<string | undefined>;
}

export interface Composer {
  readonly node: HTMLElement;
  /** Names the field, for example `Message #general`. */
  readonly setLabel: (label: string) => void;
  readonly focus: () => void;
}

/** The field in which a person writes. Enter sends, Shift and Enter begin a new line, `/` offers the commands. */
export function createComposer({ commands, send }: ComposerParts): Composer {
  const id = uniqueId('composer');
  const label = element('label', { class: 'visually-hidden', attributes: { for: id } });
  const input = element('textarea', {
    attributes: { id, rows: 1, autocomplete: 'off', 'aria-autocomplete': 'list' },
  });
  const button = element(
    'button',
    { class: 'send', attributes: { type: 'submit', 'aria-label': 'Send', disabled: true } },
    icon('send'),
  );
  const notice = element('p', { class: 'notice', attributes: { role: 'alert', hidden: true } });
  const box = element('div', { class: 'composer-box' }, label, input, button);
  const node = element('form', { class: 'composer' }, notice, box);
  const list = createChoiceList(input, box, 'Commands');
  setAttributes(input, { 'aria-controls': list.listId });
  box.append(list.node);

  function offered(): readonly LocalCommand[] {
    if (!/^\/\S*$/.test(input.value)) return [];
    return commands().filter(({ command }) => command.startsWith(input.value));
  }

  function complete(command: string): void {
    input.value = `${command} `;
    show();
  }

  function show(): void {
    grow(input);
    button.disabled = input.value.trim() === '';
    const found = offered();
    if (found.length === 0) {
      list.close();
      return;
    }
    list.open();
    list.show(
      found.map(({ command, usage_hint, description }) => ({
        words: `${command} ${usage_hint}`.trim(),
        description,
        chosen: false,
        pick: () => complete(command),
      })),
    );
  }

  async function submit(): Promise<void> {
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    show();
    setNotice(undefined);
    const problem = await send(text);
    setNotice(problem);
    if (problem === undefined || input.value !== '') return;
    input.value = text;
    grow(input);
    button.disabled = false;
  }

  function setNotice(sentence: string | undefined): void {
    notice.textContent = sentence ?? '';
    notice.hidden = sentence === undefined;
  }

  function onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const isWhole = commands().some(({ command }) => command === input.value);
    const open = list.isOpen();
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
      list.move(event.key === 'ArrowDown' ? 1 : -1);
    else if (open && event.key === 'Escape') list.close();
    else if (open && (event.key === 'Tab' || (event.key === 'Enter' && !isWhole))) list.active()?.pick();
    else if (event.key === 'Enter' && !event.shiftKey) node.requestSubmit();
    else return;
    event.preventDefault();
  }

  input.addEventListener('input', show);
  input.addEventListener('keydown', onKey);
  input.addEventListener('blur', list.close);
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    detached(submit(), () => setNotice('That could not be sent.'));
  });
  return {
    node,
    focus: () => input.focus(),
    setLabel(words) {
      if (label.textContent === words) return;
      label.textContent = words;
      input.placeholder = words;
      setNotice(undefined);
    },
  };
}

function grow(input: HTMLTextAreaElement): void {
  input.style.height = 'auto';
  input.style.height = `${Math.min(input.scrollHeight, MOST_HEIGHT)}px`;
}
