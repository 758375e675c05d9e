/** The lines of the archive's files: each holds a request as it was when it was archived. */
import { parseRecord, recordHead } from './request-record.ts';
import { UnusableFile } from './unusable-file.ts';

const MONTH_FILE = /^(\d{4}-\d{2})\.jsonl$/;

/** The month of an archive file, `2026-11`. Throws {@link UnusableFile}, naming `path`, when it is none. */
export function monthOf(path: string, name: string): string {
  const month = MONTH_FILE.exec(name)?.[1];
  if (month === undefined) throw new UnusableFile(path, 'is no archive file', 'move it away');
  return month;
}

/** The request of a line, `id` when one is expected. Throws {@link UnusableFile}, naming file and byte. */
export function parseLine(
  path: string,
  offset: number,
  text: string,
  id?: string,
): ReturnType<typeof parseRecord> {
  const source = `${path} (line at byte ${offset})`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnusableFile(source, 'does not parse');
  }
  return parseRecord(source, value, id);
}

/** Whether a torn line is the beginning of an active request's line, so that nothing is lost with it. */
export function isExplained(torn: string, activeIds: readonly string[]): boolean {
  // A power cut can leave zeros where the bytes had not arrived.
  const arrived = torn.replace(/\0+$/, '');
  return activeIds.some((id) => arrived.startsWith(recordHead(id)) || recordHead(id).startsWith(arrived));
}

/** A torn line that nobody knows to be whole elsewhere. */
export function tornFault(path: string): UnusableFile {
  return new UnusableFile(path, 'ends in a torn line that no active request explains');
}
