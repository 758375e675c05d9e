/** Answers that are longer than a screen, page by page. */

/** The most lines of one page: about a screen. */
const PAGE = 40;

export interface Page<T> {
  readonly items: readonly T[];
  /** Counts from 1. */
  readonly page: number;
  readonly pages: number;
}

/** One page of the items; the last one when there are fewer pages. `page` counts from 1. */
export function pageOf<T>(items: readonly T[], page: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const shown = Math.min(page, pages);
  return { items: items.slice((shown - 1) * PAGE, shown * PAGE), page: shown, pages };
}

/** Which page it is, and what to type for another one; nothing when there is one. `command`: what leads to the first, in mrkdwn. */
export function pageWords({ page, pages }: Omit<Page<unknown>, 'items'>, command: string): string[] {
  if (pages === 1) return [];
  const other =
    page < pages ? `The next: \`${command} page ${page + 1}\`` : `The first: \`${command} page 1\``;
  return [`Page ${page} of ${pages}. ${other}`];
}
