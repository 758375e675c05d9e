const SHOWN_AT_MOST = 5;

/** `a, b, c`; what is beyond five items is counted: `a, b, c, d, e and 12 more`. */
export function enumerate(items: readonly string[], separator = ', '): string {
  const hidden = items.length - SHOWN_AT_MOST;
  const shown = items.slice(0, SHOWN_AT_MOST).join(separator);
  return hidden > 0 ? `${shown} and ${hidden} more` : shown;
}
