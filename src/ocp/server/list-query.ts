/** Filters and sorts a list as its query asks. */
import { refusal } from '../wire/refusal.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The records that the query asks for: `name` (a part of it, in any case), `status` (several, separated by commas), `keyword` (in one of the
 * fields that are named), `sort` (`field,asc` or `field,desc`). What it does not know it passes over. Throws OcpFault for a
 * sort that is none.
 */
export function listed<T extends Fields>(
  records: readonly T[],
  query: URLSearchParams,
  fields: { readonly name: string; readonly keyword: readonly string[] },
): readonly T[] {
  const name = query.get('name')?.toLowerCase() ?? '';
  const keyword = query.get('keyword')?.toLowerCase() ?? '';
  const statuses = (query.get('status') ?? '').split(',').filter((status) => status !== '');
  const found = records.filter(
    (record) =>
      textOf(record[fields.name]).toLowerCase().includes(name) &&
      (statuses.length === 0 || statuses.includes(textOf(record.status))) &&
      (keyword === '' ||
        fields.keyword.some((field) =>
          JSON.stringify(record[field] ?? '')
            .toLowerCase()
            .includes(keyword),
        )),
  );
  return sorted(found, query.get('sort'));
}

function sorted<T extends Fields>(records: readonly T[], sort: string | null): readonly T[] {
  if (sort === null || sort === '') return records;
  const match = /^(\w+),(asc|desc)$/i.exec(sort);
  if (match === null) throw refusal('illegalArgument', 'sort must be a field, a comma, and asc or desc.');
  const [, field = '', direction = ''] = match;
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return records.toSorted((a, b) => sign * compare(a[field], b[field]));
}

function compare(a: unknown, b: unknown): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : textOf(a).localeCompare(textOf(b), 'en');
}

function textOf(value: unknown): string {
  return value == null ? '' : String(value);
}
