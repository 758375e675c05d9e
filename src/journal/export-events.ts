import type { Dossier } from '../workflow/ports.ts';
import { byAge } from './dossiers.ts';
import { type Stored, storedActive, storedArchived } from './stored-requests.ts';
import type { UnusableFile } from './unusable-file.ts';

/** The events of a request as lines of JSON, each with its line break; or what is damaged and left out. */
export type Exported = { readonly lines: string } | { readonly fault: UnusableFile };

/**
 * Every event once: archived requests in the order in which they were archived, then the active ones, oldest first; the events of
 * a request in their order. A line is the event as the journal keeps it, with the request's id before. Of the archive one request
 * at a time is in memory. Events hold no secret: neither an encryption key nor a credential is ever one.
 */
export async function* exportedEvents(dataDir: string): AsyncGenerator<Exported> {
  // Before the archive: what is archived meanwhile would be missed otherwise.
  const active = new Map<string, Dossier>();
  for await (const stored of storedActive(dataDir)) {
    if ('fault' in stored) yield stored;
    else active.set(stored.dossier.request.id, stored.dossier);
  }
  const done = new Set(active.keys());
  for await (const stored of storedArchived(dataDir)) yield* once(stored, done);
  const oldestFirst = [...active.values()].sort((a, b) => byAge(a.request, b.request));
  for (const dossier of oldestFirst) yield { lines: linesOf(dossier) };
}

function* once(stored: Stored, done: Set<string>): Generator<Exported> {
  if ('fault' in stored) {
    yield stored;
    return;
  }
  const { id } = stored.dossier.request;
  if (done.has(id)) return;
  done.add(id);
  yield { lines: linesOf(stored.dossier) };
}

function linesOf({ request, events }: Dossier): string {
  return events.map((event) => `${JSON.stringify({ request: request.id, ...event })}\n`).join('');
}
