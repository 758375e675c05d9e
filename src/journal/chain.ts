/**
 * The chain of a request's events. Each recorded event carries its number `seq` (from 1), `prev` and `hash`:
 *
 * - `prev` is the hash of the event before; that of the first event is the request's id, so that a history cannot be passed
 *   off as another request's;
 * - `hash` is the SHA-256, in lower-case hexadecimal, of the UTF-8 bytes of the event's canonical JSON: all of its fields
 *   with `seq` and `prev`, without `hash`; the keys of every object in the order of their UTF-16 code units, no spaces,
 *   numbers and strings as ECMAScript's JSON.stringify writes them, fields without a value left out.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { eventSchema, type RecordedEvent, type RequestEvent } from '../domain/events.ts';

/**
 * The events as recorded after `before`: numbered and chained. Throws when one could not be read back from its JSON, so that
 * nothing is written which the next start would refuse.
 */
export function chained(
  id: string,
  before: readonly RecordedEvent[],
  events: readonly RequestEvent[],
): readonly RecordedEvent[] {
  const all = [...before];
  for (const event of events) {
    const seq = all.length + 1;
    const readBack = eventSchema.safeParse(JSON.parse(JSON.stringify(event)));
    if (!readBack.success)
      throw new Error(
        `${id}: event ${seq} "${event.type}" could not be read back (${z.prettifyError(readBack.error)})`,
      );
    const link = { ...readBack.data, seq, prev: all.at(-1)?.hash ?? id };
    all.push({ ...link, hash: hashOf(link) });
  }
  return all;
}

/** The number of the first event that does not fit the chain; undefined when all do. */
export function brokenLink(id: string, events: readonly RecordedEvent[]): number | undefined {
  let prev = id;
  for (const [index, event] of events.entries()) {
    const { hash, ...link } = event;
    if (event.seq !== index + 1 || event.prev !== prev || hashOf(link) !== hash) return index + 1;
    prev = hash;
  }
  return undefined;
}

/** JSON with sorted keys and no spaces: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isPlainObject(inner) ? sorted(inner) : inner));
}

function hashOf(link: object): string {
  return createHash('sha256').update(canonicalJson(link)).digest('hex');
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
