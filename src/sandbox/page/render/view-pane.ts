import { sendClose, sendSubmit } from '../api.ts';
import { botName } from '../directory.ts';
import { detached, element, uniqueId } from '../dom.ts';
import { type FormState, nextForm, toValues } from '../form-state.ts';
import { icon } from '../icons.ts';
import { readableText } from '../mrkdwn/plain-text.ts';
import type { ShownView, SubmitOutcome, Workspace } from '../protocol.ts';
import { readText } from '../read-json.ts';
import { refusalOf } from '../sentences.ts';
import type { Session } from '../session.ts';
import { createBlockContext } from './block-context.ts';
import { showBlocks } from './show-block.ts';

export interface ViewPane {
  readonly node: HTMLElement;
  readonly titleId: string;
  /** Shows the view as it is now. Values stay by Slack's rule, scroll and focus stay where they were. */
  readonly update: (view: ShownView) => void;
  /** Closes this view, or the whole stack, as the person wishes. */
  readonly close: (cleared: boolean) => void;
}

/** Makes the inside of the dialog for one view of the stack. */
export function createViewPane(session: Session, workspace: Workspace, first: ShownView): ViewPane {
  const titleId = uniqueId('view');
  const title = element('h2', { attributes: { id: titleId } });
  const dismiss = element(
    'button',
    {
      class: 'icon-button',
      attributes: { type: 'button', 'aria-label': 'Dismiss' },
      onClick: () => close(true),
    },
    icon('close'),
  );
  const notice = element('p', { class: 'notice', attributes: { role: 'alert', hidden: true } });
  const body = element('div', { class: 'view-body' });
  const cancel = element('button', {
    class: 'button',
    attributes: { type: 'button' },
    onClick: () => close(false),
  });
  const submit = element('button', { class: 'button primary', attributes: { type: 'submit' } });
  const node = element(
    'form',
    { class: 'view', attributes: { novalidate: true, 'data-view': first.id } },
    element('header', { class: 'view-head' }, title, dismiss),
    body,
    notice,
    element('footer', { class: 'view-foot' }, cancel, submit),
  );
  let view = first;
  let form: FormState = new Map();
  let busy = false;
  const context = createBlockContext({
    workspace,
    container: { kind: 'view', view_id: first.id },
    form: () => form,
    report,
  });

  function report(sentence: string | undefined): void {
    notice.textContent = sentence ?? '';
    notice.hidden = sentence === undefined;
  }

  function update(next: ShownView): void {
    view = next;
    form = nextForm(next.blocks, form);
    title.textContent = readableText(next.title);
    submit.hidden = next.submit === undefined;
    submit.textContent = readableText(next.submit ?? '');
    cancel.textContent = readableText(next.close ?? (next.submit === undefined ? 'Close' : 'Cancel'));
    showBlocks(body, next.blocks, context);
  }

  async function send(): Promise<void> {
    if (busy || submit.hidden) return;
    busy = true;
    const free = holdButtons(node);
    submit.classList.add('busy');
    report(undefined);
    const outcome = await sendSubmit(workspace.me.id, view.id, toValues(form));
    if (outcome.ok && !outcome.errors) await session.refresh().catch(() => undefined);
    busy = false;
    submit.classList.remove('busy');
    free();
    showOutcome(outcome);
  }

  function showOutcome(outcome: SubmitOutcome): void {
    const errors = new Map(Object.entries(outcome.errors ?? {}));
    const stray = [...errors]
      .filter(([blockId]) => !context.inputs.has(blockId))
      .map(([, sentence]) => sentence);
    for (const [blockId, input] of context.inputs) input.showError(errors.get(blockId));
    report(refusalOf(outcome, botName(workspace)) ?? (stray.length > 0 ? stray.join(' ') : undefined));
    const wrong = view.blocks
      .map((block) => readText(block, 'block_id'))
      .find((blockId) => errors.has(blockId));
    if (wrong !== undefined) context.inputs.get(wrong)?.focus();
  }

  function close(cleared: boolean): void {
    if (busy) return;
    detached(leave(cleared), () => report('This dialog could not be closed.'));
  }

  async function leave(cleared: boolean): Promise<void> {
    const outcome = await sendClose(workspace.me.id, view.id, cleared);
    const open = session.store.get().views;
    const at = open.findIndex((one) => one.id === view.id);
    if (at >= 0) session.store.set({ views: cleared ? [] : open.slice(0, at) });
    if (!outcome.ok) await session.refresh();
  }

  node.addEventListener('submit', (event) => {
    event.preventDefault();
    detached(send(), () => report('This dialog could not be submitted.'));
  });
  update(first);
  return { node, titleId, update, close };
}

/** Disables the buttons of a view; what it returns enables them again and gives the focus back. */
function holdButtons(node: HTMLElement): () => void {
  const focused = document.activeElement;
  const held = [...node.querySelectorAll('button')].filter((button) => !button.disabled);
  for (const button of held) button.disabled = true;
  node.setAttribute('aria-busy', 'true');
  return () => {
    for (const button of held) button.disabled = false;
    node.removeAttribute('aria-busy');
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
  };
}
