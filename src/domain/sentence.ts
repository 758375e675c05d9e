const SHOWN_AT_MOST = 5;

const byName = new Intl.Collator('en', { numeric: true });

/** As {@link enumerate}, in the order of the names: the same things make the same sentence, in whatever order OCP gave them. */
export function enumerateNames(names: readonly string[]): string {
  return enumerate([...names].sort(byName.compare));
}

/** `a, b, c`; what is beyond five items is counted: `a, b, c, d, e and 12 more`. */
export function enumerate(items: readonly string[], separator = ', '): string {
  const hidden = items.length - SHOWN_AT_MOST;
  const shown = items.slice(0, SHOWN_AT_MOST).join(separator);
  return hidden > 0 ? `${shown} and ${hidden} more` : shown;
}
