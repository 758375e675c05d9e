import { element, uniqueId } from '../dom.ts';
import type { JsonObject, Workspace } from '../protocol.ts';
import { readText, wordsOf } from '../read-json.ts';
import { showText } from '../render/show-mrkdwn.ts';
import { keepFocusInside } from './focus-trap.ts';

/** Shows the confirmation of an element, on top of everything. Resolves with whether the person agreed; Escape means no. */
export function askConfirm(confirm: JsonObject, workspace: Workspace): Promise<boolean> {
  const titleId = uniqueId('confirm');
  const textId = uniqueId('confirm');
  const style = readText(confirm, 'style') === 'danger' ? 'danger' : 'primary';
  const agree = element(
    'button',
    { class: `button ${style}`, attributes: { type: 'button' } },
    wordsOf(confirm, 'confirm') || 'Yes',
  );
  const deny = element(
    'button',
    { class: 'button', attributes: { type: 'button' } },
    wordsOf(confirm, 'deny') || 'Cancel',
  );
  const dialog = element(
    'dialog',
    {
      class: 'dialog confirm',
      attributes: {
        role: 'alertdialog',
        'aria-modal': 'true',
        'aria-labelledby': titleId,
        'aria-describedby': textId,
      },
    },
    element('h2', { attributes: { id: titleId } }, wordsOf(confirm, 'title') || 'Are you sure?'),
    element('div', { class: 'text', attributes: { id: textId } }, ...showText(confirm.text, workspace)),
    element('div', { class: 'dialog-actions' }, deny, agree),
  );
  return ask(dialog, agree, deny);
}

function ask(dialog: HTMLDialogElement, agree: HTMLElement, deny: HTMLElement): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    agree.addEventListener('click', () => answer(true));
    deny.addEventListener('click', () => answer(false));
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      answer(false);
    });
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    keepFocusInside(dialog);
    document.body.append(dialog);
    dialog.showModal();
    agree.focus();
  });
}
