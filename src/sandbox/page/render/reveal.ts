import type { Store } from '../store.ts';

/**
 * Makes the function that brings the wanted message into sight, once it is on the page, and marks it for a moment. It must be
 * called after the lists of messages have been shown.
 */
export function createReveal(store: Store): () => void {
  return () => {
    const { wanted } = store.get();
    if (wanted === undefined) return;
    const found = document.querySelectorAll<HTMLElement>(`[data-ts="${CSS.escape(wanted)}"]`);
    const node = [...found].filter((one) => one.checkVisibility()).at(-1);
    if (!node) return;
    store.set({ wanted: undefined });
    node.scrollIntoView({ block: 'center' });
    node.classList.add('wanted');
    node.addEventListener('animationend', () => node.classList.remove('wanted'), { once: true });
  };
}
