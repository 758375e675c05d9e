import { detached, element, uniqueId } from '../dom.ts';
import { icon } from '../icons.ts';
import { isSafeUrl } from '../mrkdwn/parse-token.ts';
import type { JsonObject } from '../protocol.ts';
import { readObjects, readText, wordsOf } from '../read-json.ts';
import { type BlockContext, type Field, fieldName, isConfirmed, tellBot } from './field.ts';
import { openFloating } from './floating.ts';

/** A `button`. While the bot has not acknowledged the click it cannot be pressed again. */
export function showButton(field: Field, context: BlockContext): HTMLElement {
  const style = readText(field.json, 'style');
  const button = element(
    'button',
    {
      class: style === '' ? 'button' : `button ${style === 'danger' ? 'danger' : 'primary'}`,
      attributes: {
        type: 'button',
        id: field.controlId,
        'aria-label': readText(field.json, 'accessibility_label') || undefined,
        'data-field': fieldName(field),
      },
    },
    wordsOf(field.json, 'text'),
  );
  button.addEventListener('click', () => {
    openUrl(readText(field.json, 'url'));
    detached(press(button, field, context), () => {});
  });
  return button;
}

/** An `overflow` menu: up to five options behind three dots. */
export function showOverflow(field: Field, context: BlockContext): HTMLElement {
  const menuId = uniqueId('menu');
  const button = element(
    'button',
    {
      class: 'button overflow',
      attributes: {
        ...{ type: 'button', id: field.controlId, 'aria-label': 'More actions' },
        ...{ 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': menuId },
      },
    },
    icon('more'),
  );
  const menu = element('div', {
    class: 'floating menu',
    attributes: { id: menuId, role: 'menu', popover: 'manual' },
  });
  const toggle = menuToggle(button, menu);
  const choose = (option: JsonObject) => {
    toggle(false);
    openUrl(readText(option, 'url'));
    detached(press(button, field, context, { selected_option: option }), () => {});
  };
  menu.append(...readObjects(field.json, 'options').map((option) => menuItem(option, choose)));
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true';
    toggle(open, open ? menu.querySelector('button') : button);
  });
  return element('span', { class: 'overflow-box' }, button, menu);
}

function menuItem(option: JsonObject, choose: (option: JsonObject) => void): HTMLElement {
  const item = { type: 'button', role: 'menuitem', tabindex: '-1' };
  return element(
    'button',
    { class: 'choice', attributes: item, onClick: () => choose(option) },
    element('span', { class: 'choice-words' }, wordsOf(option, 'text')),
    element('span', { class: 'choice-description' }, wordsOf(option, 'description')),
  );
}

type Toggle = (open: boolean, focus?: HTMLElement | null) => void;

function menuToggle(button: HTMLElement, menu: HTMLElement): Toggle {
  let hide: (() => void) | undefined;
  const toggle: Toggle = (open, focus = button) => {
    const shown = hide;
    hide = undefined;
    shown?.();
    if (open) hide = openFloating(menu, button, 'content');
    button.setAttribute('aria-expanded', String(open));
    focus?.focus();
  };
  menu.addEventListener('keydown', (event) => {
    const items = [...menu.querySelectorAll('button')];
    const at = items.findIndex((item) => item.matches(':focus'));
    if (event.key === 'Escape' || event.key === 'Tab') toggle(false);
    else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
    else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener('focusout', (event) => {
    const inside = event.relatedTarget instanceof Node && menu.contains(event.relatedTarget);
    if (!inside && event.relatedTarget !== button && hide) toggle(false, null);
  });
  return toggle;
}

function openUrl(url: string): void {
  if (isSafeUrl(url)) window.open(url, '_blank', 'noopener');
}

async function press(
  button: HTMLButtonElement,
  field: Field,
  context: BlockContext,
  state?: JsonObject,
): Promise<void> {
  if (!(await isConfirmed(field, context))) return;
  button.disabled = true;
  button.classList.add('busy');
  await tellBot(field, context, state).finally(() => {
    button.classList.remove('busy');
    button.disabled = false;
  });
}
