const GAP = 4;
const MOST_HEIGHT = 320;
const LEAST_WIDTH = 340;

/**
 * Shows a popup (an element with `popover="manual"`) under its anchor, or above where there is more room, and keeps it there.
 * @param width the popup is as wide as the anchor (but wide enough to read), or as its content. The right edges meet.
 * @returns what hides it again.
 */
export function openFloating(
  popup: HTMLElement,
  anchor: HTMLElement,
  width: 'anchor' | 'content',
): () => void {
  const place = () => placeAt(popup, anchor.getBoundingClientRect(), width);
  popup.showPopover();
  place();
  window.addEventListener('scroll', place, true);
  window.addEventListener('resize', place);
  const observer = new ResizeObserver(place);
  observer.observe(popup);
  return () => {
    observer.disconnect();
    window.removeEventListener('scroll', place, true);
    window.removeEventListener('resize', place);
    if (popup.isConnected) popup.hidePopover();
  };
}

function placeAt(popup: HTMLElement, anchor: DOMRect, width: 'anchor' | 'content'): void {
  const below = window.innerHeight - anchor.bottom - 2 * GAP;
  const above = anchor.top - 2 * GAP;
  const upward = below < Math.min(popup.scrollHeight, MOST_HEIGHT) && above > below;
  popup.style.maxHeight = `${Math.min(MOST_HEIGHT, upward ? above : below)}px`;
  if (width === 'anchor') popup.style.width = `${Math.max(anchor.width, LEAST_WIDTH)}px`;
  const height = popup.offsetHeight;
  const left = anchor.right - popup.offsetWidth;
  popup.style.left = `${Math.max(GAP, left)}px`;
  popup.style.top = `${upward ? anchor.top - GAP - height : anchor.bottom + GAP}px`;
}
