/** Long lists as sections: lines are packed together, and what does not fit is counted. */
import type { SectionBlock } from '@slack/types';
import { LIMITS, length } from '../limits.ts';
import { section } from './elements.ts';

export interface Room {
  readonly blocks: number;
  /** Bytes of the texts together, in UTF-8. No bound when left out. */
  readonly bytes?: number;
}

/** Kept free in every section for the line that counts what was left out. */
const TAIL = 60;

/**
 * The lines (mrkdwn, each well below a section's 3000 characters) in order, in as few sections as possible. When the room
 * ends, the last section says how many lines are missing.
 */
export function lines(texts: readonly string[], room: Room): SectionBlock[] {
  const pages: string[] = [];
  let bytes = 0;
  for (const [index, text] of texts.entries()) {
    bytes += Buffer.byteLength(text) + 1;
    const page = added(pages.at(-1), text);
    const full = page === undefined && pages.length === room.blocks;
    if (full || bytes > (room.bytes ?? Number.POSITIVE_INFINITY)) {
      return [...pages.slice(0, -1), ending(pages.at(-1), texts.length - index)].map(section);
    }
    if (page === undefined) pages.push(text);
    else pages[pages.length - 1] = page;
  }
  return pages.map(section);
}

/** The first `most` of the items, and in words how many more there are. */
export function firstOf(items: readonly string[], most: number): string[] {
  return items.length <= most
    ? [...items]
    : [...items.slice(0, most), `… and ${counted(items.length - most, 'more')}`];
}

/** `1 host`, `1,234 hosts`; `more` has no plural. */
export function counted(count: number, noun: string): string {
  const plural = count === 1 || noun === 'more' ? noun : `${noun}s`;
  return `${count.toLocaleString('en-US')} ${plural}`;
}

function added(page: string | undefined, text: string): string | undefined {
  if (page === undefined) return undefined;
  const longer = `${page}\n${text}`;
  return length(longer) <= LIMITS.sectionText - TAIL ? longer : undefined;
}

function ending(page: string | undefined, missing: number): string {
  const tail = `… and ${counted(missing, 'more')}`;
  return page === undefined ? tail : `${page}\n${tail}`;
}
