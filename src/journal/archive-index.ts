/**
 * The index of the archive: what is known of an archived request without reading it. A start reads the index and not the archive, so
 * a Moveout that archives in another way is to say so in each line of it (`version`, absent for 1).
 */
import { z } from 'zod';
import { REQUEST_ID } from '../domain/events.ts';
import type { EndedRequest } from '../domain/request.ts';
import { readIfPresent } from './durable-file.ts';
import { splitLines } from './line-file.ts';
import { refuseNewer, UnusableFile } from './unusable-file.ts';

export const INDEX = 'index.jsonl';

const entrySchema = z.strictObject({
  id: z.string().regex(REQUEST_ID),
  ocp: z.string(),
  name: z.string(),
  obClusterId: z.number(),
  status: z.string(),
  /** The number of the last event. */
  seq: z.number().int().min(1),
  requestedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** The archive file's month, `2026-11`, and where in it the request's line lies, in bytes. */
  month: z.string().regex(/^\d{4}-\d{2}$/),
  offset: z.number().int().min(0),
  bytes: z.number().int().min(1),
});
export type IndexEntry = Readonly<z.infer<typeof entrySchema>>;

/** The entry of an ended request; it is filed under the month, in UTC, in which it ended. */
export function indexEntry(request: EndedRequest, offset: number, bytes: number): IndexEntry {
  const { id, seq, status, requestedAt, endedAt } = request;
  const { ocp, name, obClusterId } = request.terms.cluster;
  const month = endedAt.slice(0, 7);
  return { id, ocp, name, obClusterId, status, seq, requestedAt, endedAt, month, offset, bytes };
}

/** The entries of an index file in its order, and where its last whole line ends. No file is an empty index. */
export async function readIndex(path: string): Promise<{ entries: readonly IndexEntry[]; end: number }> {
  const text = (await readIfPresent(path)) ?? Buffer.alloc(0);
  const { lines, torn } = splitLines(text);
  const entries = lines.map((line, index) => parsed(path, index + 1, line.text));
  return { entries, end: text.length - Buffer.byteLength(torn) };
}

function parsed(path: string, number: number, text: string): IndexEntry {
  const value = parsedJson(text);
  refuseNewer(path, value, 1);
  const { data } = entrySchema.safeParse(value);
  if (data !== undefined) return data;
  const remedy = 'move it away and it is made again from the archive at the next start';
  throw new UnusableFile(path, `does not parse in line ${number}`, remedy);
}

/** undefined for what is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
