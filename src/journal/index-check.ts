/** The index of the archive against the lines that it lists. */
import { hasEnded } from '../domain/request.ts';
import type { Dossier } from '../workflow/ports.ts';
import { type IndexEntry, indexEntry, readIndex } from './archive-index.ts';
import { canonicalJson } from './chain.ts';
import type { Place } from './stored-requests.ts';
import { UnusableFile } from './unusable-file.ts';

const MADE_AGAIN = 'move it away and it is made again from the archive at the next start';

export interface IndexCheck {
  /** What the index says wrongly of a line. One behind the last that is listed is taken in at the next start, so it is right. */
  check(stored: { readonly dossier: Dossier; readonly place: Place }): UnusableFile | undefined;
  /** After all lines: what is listed where no line was, but in archive files that are among the faults anyway. */
  left(faults: readonly UnusableFile[]): readonly UnusableFile[];
}

/** Reads the index, which must be before the archive is read; or gives why it cannot be used. */
export async function openIndexCheck(path: string): Promise<IndexCheck | UnusableFile> {
  try {
    return checkOf(path, (await readIndex(path)).entries);
  } catch (error) {
    if (error instanceof UnusableFile) return error;
    throw error;
  }
}

function checkOf(path: string, entries: readonly IndexEntry[]): IndexCheck {
  // Of entries with the same id the last counts.
  const listed = new Map(entries.map((entry) => [entry.id, entry]));
  const unseen = new Set(listed.keys());
  const ends = new Map<string, number>();
  for (const { month, offset, bytes } of entries)
    ends.set(month, Math.max(ends.get(month) ?? 0, offset + bytes));

  function check({ dossier: { request }, place }: { dossier: Dossier; place: Place }) {
    const { line } = place;
    if (!hasEnded(request) || line === undefined) return undefined;
    const entry = listed.get(request.id);
    if (entry?.month === line.month && entry.offset === line.offset) {
      unseen.delete(request.id);
      const isRight = canonicalJson(entry) === canonicalJson(indexEntry(request, line.offset, line.bytes));
      return isRight ? undefined : fault(`says of ${request.id} what its line does not`);
    }
    const isReplaced = entry?.month === line.month && entry.offset > line.offset;
    if (isReplaced || line.offset >= (ends.get(line.month) ?? 0)) return undefined;
    return fault(`does not list ${request.id} of ${place.path}`);
  }

  function left(faults: readonly UnusableFile[]): readonly UnusableFile[] {
    const isDamaged = (month: string) => faults.some((one) => one.path.includes(`${month}.jsonl`));
    return [...unseen]
      .flatMap((id) => listed.get(id) ?? [])
      .filter(({ month }) => !isDamaged(month))
      .map(({ id, month, offset }) =>
        fault(`lists ${id} at byte ${offset} of ${month}.jsonl, where it is not`),
      );
  }

  function fault(wrong: string): UnusableFile {
    return new UnusableFile(path, wrong, MADE_AGAIN);
  }

  return { check, left };
}
