const FOCUSABLE = 'a[href], button:enabled, input:enabled, textarea:enabled, select:enabled, [tabindex="0"]';

/** Lets Tab go round inside a dialog instead of leaving it. */
export function keepFocusInside(dialog: HTMLElement): void {
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab') return;
    const stops = [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isVisible);
    const first = stops[0];
    const last = stops.at(-1);
    const from = document.activeElement;
    if (event.shiftKey && (from === first || from === dialog)) go(event, last);
    else if (!event.shiftKey && from === last) go(event, first);
  });
}

function go(event: KeyboardEvent, stop: HTMLElement | undefined): void {
  event.preventDefault();
  stop?.focus();
}

function isVisible(node: HTMLElement): boolean {
  return node.checkVisibility();
}
