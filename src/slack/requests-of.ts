import { hasEnded, type Request } from '../domain/request.ts';
import type { World } from '../workflow/world.ts';

/** What requests are read from. */
export interface WithJournal {
  readonly world: Pick<World, 'journal'>;
}

/** The requests that have not ended, oldest first. */
export async function openRequests({ world }: WithJournal): Promise<Request[]> {
  const active = await world.journal.active();
  return active.map(({ request }) => request).filter((request) => !hasEnded(request));
}

/** The requests of these ids, in that order, without those that there are not. */
export async function requestsOf({ world }: WithJournal, ids: readonly string[]): Promise<Request[]> {
  const dossiers = await Promise.all(ids.map((id) => world.journal.read(id)));
  return dossiers.filter((dossier) => dossier !== undefined).map(({ request }) => request);
}
