/**
 * Runs a change of what a place shows. When the control with the focus was built anew by it, the new one gets the focus, and in a
 * text the cursor stands where it stood.
 */
export function keepFocus(place: HTMLElement, change: () => void): void {
  const before = document.activeElement;
  const name = before instanceof HTMLElement && place.contains(before) ? before.dataset.field : undefined;
  const cursor = cursorOf(before);
  change();
  if (name === undefined || place.contains(document.activeElement)) return;
  const after = place.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
  after?.focus({ preventScroll: true });
  if (cursor && isText(after)) after.setSelectionRange(cursor.start, cursor.end);
}

function cursorOf(node: Element | null): { readonly start: number; readonly end: number } | undefined {
  if (!isText(node) || node.selectionStart === null) return undefined;
  return { start: node.selectionStart, end: node.selectionEnd ?? node.selectionStart };
}

function isText(node: Element | null): node is HTMLTextAreaElement | HTMLInputElement {
  return node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && node.type === 'text');
}
