/** Reads a list of OCP's to its last page. A short list is never taken for a whole one. */
import { z } from 'zod';
import { OcpFault } from '../../workflow/ports.ts';
import type { OcpApi } from './api.ts';

const count = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);

const pageRecord = z.looseObject({
  totalElements: count,
  totalPages: count.nullish(),
  /** How older versions spell it. */
  totalPage: count.nullish(),
  number: count.nullish(),
});

const listed = z.looseObject({ contents: z.array(z.unknown()), page: pageRecord });
const bare = z.looseObject({ contents: z.array(z.unknown()) });

/** So many pages of one list are read at most, even when every one of them comes quickly. */
const MOST_PAGES = 1_000;

type Pass = { readonly records: readonly unknown[] } | { readonly short: string };

/**
 * Every record of a paged list. The totals must agree on every page and with what came, and no record may come twice: else
 * somebody changed the list meanwhile, and it is read once more; then it is a fault, as is a list that does not end in time. `what` names
 * the records in it.
 */
export async function readList(
  api: OcpApi,
  what: string,
  path: string,
  query: Readonly<Record<string, string | number>> = {},
): Promise<readonly unknown[]> {
  const until = performance.now() + api.limits.listMs;
  const first = await onePass(api, path, query, until);
  const pass = 'records' in first ? first : await onePass(api, path, query, until);
  if ('records' in pass) return pass.records;
  const message = `OCP ${api.connection.name} gave no whole list of its ${what}: ${pass.short}. A short list is never taken for a whole one.`;
  throw new OcpFault({ message }, { unanswered: true });
}

/** The records of a list that OCP gives without pages, such as the servers of a cluster. */
export async function readBareList(api: OcpApi, what: string, path: string): Promise<readonly unknown[]> {
  const read = bare.safeParse(await api.get(path));
  if (read.success) return read.data.contents;
  const message = `OCP ${api.connection.name} gave no list of its ${what}.`;
  throw new OcpFault({ message }, { unanswered: true });
}

async function onePass(
  api: OcpApi,
  path: string,
  query: Readonly<Record<string, string | number>>,
  until: number,
): Promise<Pass> {
  const size = api.limits.pageSize;
  const records: unknown[] = [];
  let total: number | undefined;
  for (let number = 1; ; number += 1) {
    const read = listed.safeParse(await api.get(path, { ...query, page: number, size }));
    if (!read.success) return { short: `page ${number} does not say how many there are` };
    const { contents, page } = read.data;
    total ??= page.totalElements;
    if (page.totalElements !== total)
      return { short: `it had ${total} at first and ${page.totalElements} on page ${number}` };
    if (page.number != null && page.number !== number)
      return { short: `page ${page.number} came when page ${number} was asked for` };
    for (const record of contents) records.push(record);
    const pages = page.totalPages ?? page.totalPage;
    if (records.length >= total && pages != null && number < pages)
      return { short: `it has ${total} on ${pages} pages, and ${records.length} came on ${number}` };
    if (records.length >= total) return complete(records, total);
    if (number >= MOST_PAGES || performance.now() > until)
      return { short: `it has ${total}, and only ${records.length} came on ${number} pages` };
    if (contents.length === 0 || (pages != null && number >= pages))
      return { short: `it has ${total}, and ${records.length} came` };
  }
}

function complete(records: readonly unknown[], total: number): Pass {
  if (records.length > total) return { short: `it has ${total}, and ${records.length} came` };
  const ids = records.map(idOf).filter((id) => id !== undefined);
  return new Set(ids).size === ids.length ? { records } : { short: 'a record came twice' };
}

function idOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || !('id' in record)) return undefined;
  return record.id == null ? undefined : String(record.id);
}
