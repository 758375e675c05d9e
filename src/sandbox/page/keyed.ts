/** One child of a list. A child is built anew only when its signature changes, so focus, scroll and typed text survive. */
export interface KeyedChild {
  readonly key: string;
  readonly signature: string;
  readonly build: () => HTMLElement;
}

interface Shown {
  readonly signature: string;
  readonly node: HTMLElement;
}

const shownIn = new WeakMap<HTMLElement, Map<string, Shown>>();

/** Makes the children of `parent` be exactly `children`, in order, and touches no node that may stay. Keys must be unique. */
export function showChildren(parent: HTMLElement, children: readonly KeyedChild[]): void {
  const before = shownIn.get(parent) ?? new Map<string, Shown>();
  const after = new Map<string, Shown>();
  for (const child of children) {
    const old = before.get(child.key);
    const stays = old?.signature === child.signature;
    after.set(child.key, stays ? old : { signature: child.signature, node: child.build() });
  }
  const nodes = [...after.values()].map((shown) => shown.node);
  const keep = new Set<Element>(nodes);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  shownIn.set(parent, after);
}
