/** A request as a file or an archive line keeps it. */
import { z } from 'zod';
import { EVENTS_VERSION, REQUEST_ID, type RecordedEvent, recordedEventSchema } from '../domain/events.ts';
import { fold } from '../domain/fold.ts';
import type { Cursor, Dossier } from '../workflow/ports.ts';
import { brokenLink, canonicalJson } from './chain.ts';
import { refuseNewer, UnusableFile } from './unusable-file.ts';

const cursorSchema = z.object({
  toldSeq: z.number().int().min(0),
  card: z.object({ channel: z.string(), ts: z.string() }).optional(),
  posting: z.string().optional(),
});

const recordSchema = z.object({
  version: z.literal(EVENTS_VERSION),
  id: z.string().regex(REQUEST_ID),
  events: z.array(recordedEventSchema).min(1),
  cursor: cursorSchema,
});
export type RequestRecord = Readonly<z.infer<typeof recordSchema>>;

/** How a request's record begins in JSON, up to and with its id. */
export function recordHead(id: string): string {
  return JSON.stringify({ version: EVENTS_VERSION, id }).slice(0, -1);
}

/** The file of a request as it is written: its events and its cursor, with the version of this Moveout. */
export function recordOf(dossier: Dossier, cursor: Cursor): RequestRecord {
  const events: RecordedEvent[] = [...dossier.events];
  return { version: EVENTS_VERSION, id: dossier.request.id, events, cursor };
}

/**
 * A record and its request. Throws {@link UnusableFile}, naming `source`, unless the value is exactly a record of the version
 * that we write, of request `id` when one is expected, with an unbroken chain of events that fold.
 */
export function parseRecord(
  source: string,
  value: unknown,
  id?: string,
): { readonly record: RequestRecord; readonly dossier: Dossier } {
  refuseNewer(source, value, EVENTS_VERSION);
  const result = recordSchema.safeParse(value);
  if (!result.success)
    throw new UnusableFile(source, `is no request of Moveout (${oneLine(z.prettifyError(result.error))})`);
  const record = result.data;
  // Written back, a field we do not know would be lost and the chain would break.
  if (canonicalJson(record) !== canonicalJson(value))
    throw new UnusableFile(source, 'has fields that this Moveout does not know');
  if (id !== undefined && record.id !== id) throw new UnusableFile(source, `holds request ${record.id}`);
  const broken = brokenLink(record.id, record.events);
  if (broken !== undefined)
    throw new UnusableFile(source, `was changed or damaged: event ${broken} does not match its hash`);
  return { record, dossier: folded(source, record) };
}

function folded(source: string, record: RequestRecord): Dossier {
  try {
    return { request: fold(record.id, record.events), events: record.events };
  } catch (error) {
    throw new UnusableFile(
      source,
      `holds a history that cannot be (${error instanceof Error ? error.message : 'it does not fold'})`,
    );
  }
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
