import { element, setAttributes } from '../dom.ts';
import { keepFocusInside } from '../elements/focus-trap.ts';
import type { ShownView, Workspace } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { PageState } from '../store.ts';
import { createViewPane, type ViewPane } from './view-pane.ts';

interface OpenPane {
  readonly pane: ViewPane;
  readonly shown: ShownView;
}

/** Makes the dialog that shows the top of the person's stack of modals. Views below keep what was typed into them. */
export function createModal(session: Session): (state: PageState) => void {
  const back = element('p', { class: 'view-back' });
  const dialog = element(
    'dialog',
    { class: 'dialog modal', attributes: { 'aria-modal': 'true', tabindex: -1 } },
    back,
  );
  document.body.append(dialog);
  keepFocusInside(dialog);
  let panes = new Map<string, OpenPane>();
  let top: ViewPane | undefined;
  let person = '';

  const leave = (event: Event) => {
    event.preventDefault();
    top?.close(false);
  };
  dialog.addEventListener('cancel', leave);
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave(event);
  });

  return ({ workspace, views }) => {
    const modals = views.filter((view) => view.type === 'modal');
    const same = workspace?.me.id === person ? panes : new Map<string, OpenPane>();
    person = workspace?.me.id ?? '';
    const next = workspace ? nextPanes(session, workspace, modals, same) : new Map<string, OpenPane>();
    for (const [id, { pane }] of panes) if (next.get(id)?.pane !== pane) pane.node.remove();
    panes = next;
    const below = modals.at(-2);
    back.textContent = below ? `On top of “${below.title}”` : '';
    back.hidden = !below;
    const last = modals.at(-1);
    const before = top;
    top = last && panes.get(last.id)?.pane;
    for (const { pane } of panes.values()) {
      if (!pane.node.isConnected) dialog.append(pane.node);
      pane.node.hidden = pane !== top;
    }
    if (top !== before) showTop(dialog, top);
  };
}

function nextPanes(
  session: Session,
  workspace: Workspace,
  modals: readonly ShownView[],
  before: ReadonlyMap<string, OpenPane>,
): Map<string, OpenPane> {
  const next = new Map<string, OpenPane>();
  for (const view of modals) {
    const open = before.get(view.id);
    if (open && open.shown.hash !== view.hash) open.pane.update(view);
    next.set(view.id, { pane: open?.pane ?? createViewPane(session, workspace, view), shown: view });
  }
  return next;
}

function showTop(dialog: HTMLDialogElement, top: ViewPane | undefined): void {
  if (!top) {
    dialog.close();
    return;
  }
  setAttributes(dialog, { 'aria-labelledby': top.titleId });
  if (!dialog.open) dialog.showModal();
  const wanted = top.node.querySelector<HTMLElement>('[autofocus]');
  (wanted ?? dialog).focus({ preventScroll: wanted === null });
}
