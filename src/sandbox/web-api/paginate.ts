import type { JsonObject } from '../page/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Args } from './args.ts';

/** One page of a list, with the cursor of the next: `next_cursor` is empty on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
  readonly response_metadata: JsonObject;
}

/** Cuts the page that `cursor` and `limit` ask for. `most` is the largest limit that Slack takes. */
export function paginate<Item>(
  items: readonly Item[],
  args: Args,
  { standard, most }: { readonly standard: number; readonly most: number },
): Page<Item> | Refusal {
  const start = startOf(args.text('cursor') ?? '');
  if (start === undefined || start > items.length) return new Refusal('invalid_cursor');
  const limit = args.whole('limit') ?? standard;
  if (args.has('limit') && (limit < 1 || limit > most)) return new Refusal('invalid_limit');
  const end = start + limit;
  const more = end < items.length;
  const next_cursor = more ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), more, response_metadata: { next_cursor } };
}

function startOf(cursor: string): number | undefined {
  if (cursor === '') return 0;
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  return match ? Number(match[1]) : undefined;
}
