/** Answers that are longer than a screen, page by page. */

/** The most lines of one page: about a screen. */
const PAGE = 40;

export interface Page<T> {
  readonly items: readonly T[];
  /** Counts from 1. */
  readonly page: number;
  readonly pages: number;
  /** Whether a page was asked for that is behind the last. */
  readonly isBeyond: boolean;
}

/** One page of the items; the last one when there are fewer pages. `page` counts from 1. */
export function pageOf<T>(items: readonly T[], page: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const shown = Math.min(page, pages);
  return { items: items.slice((shown - 1) * PAGE, shown * PAGE), page: shown, pages, isBeyond: page > pages };
}

/** Which page it is, and what to type for another one; nothing when there is one and it was asked for. `command`: what leads to the first, in mrkdwn. */
export function pageWords(
  { page, pages, isBeyond }: Omit<Page<unknown>, 'items'>,
  command: string,
): string[] {
  if (pages === 1) return isBeyond ? ['There is 1 page; this is it'] : [];
  const other =
    page < pages ? `The next: \`${command} page ${page + 1}\`` : `The first: \`${command} page 1\``;
  const which = isBeyond ? `There are ${pages} pages; this is the last` : `Page ${page} of ${pages}`;
  return [`${which}. ${other}`];
}
