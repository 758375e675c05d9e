/** What a new element gets. Attributes that are `undefined` or `false` are left out, `true` is an attribute without a value. */
export interface Parts {
  readonly class?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly onClick?: () => void;
}

export type Child = Node | string | undefined;

/**
 * Makes an element. Strings become text nodes, so text from people and bots can never turn into markup.
 * @param children nodes or texts in order; `undefined` is skipped.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  parts: Parts,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (parts.class !== undefined) made.className = parts.class;
  setAttributes(made, parts.attributes ?? {});
  if (parts.onClick) made.addEventListener('click', parts.onClick);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Sets or removes attributes by the rule of {@link Parts}. */
export function setAttributes(target: Element, attributes: NonNullable<Parts['attributes']>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : String(value));
  }
}

let made = 0;

/** An id that no other element of this page has, to tie labels, hints and errors to their field. */
export function uniqueId(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

/** Runs work whose failure has no place of its own on the page: it is told to the given function and nowhere lost. */
export function detached(work: Promise<unknown>, failed: (error: unknown) => void): void {
  work.catch(failed);
}
