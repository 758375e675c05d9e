import type { Clock, Dossier, Journal } from '../workflow/ports.ts';

type Read = Pick<Journal, 'active' | 'cursor'>;

/** The oldest event that Slack has not been told. */
export interface Unpublished {
  /** Its age; 0 when Slack has been told everything. */
  readonly seconds: number;
  /** The id of its request; absent when there is none. */
  readonly request?: string;
}

/** How old the oldest event is that Slack has not been told, and whose it is. Throws when that cannot be read. */
export async function oldestUnpublished(journal: Read, clock: Clock): Promise<Unpublished> {
  const now = clock.now().getTime();
  let oldest: Unpublished = { seconds: 0 };
  for (const dossier of await journal.active()) {
    const toldSeq = await toldOf(journal, dossier);
    const untold = dossier.events[toldSeq];
    if (untold === undefined) continue;
    const seconds = (now - Date.parse(untold.at)) / 1_000;
    if (seconds > oldest.seconds) oldest = { seconds, request: dossier.request.id };
  }
  return oldest;
}

/** The number of the last event that Slack was told. A request that was archived since it was listed had been told whole. */
async function toldOf(journal: Read, { request }: Dossier): Promise<number> {
  try {
    return (await journal.cursor(request.id)).toldSeq;
  } catch (error) {
    const active = await journal.active();
    if (active.some(({ request: { id } }) => id === request.id)) throw error;
    return request.seq;
  }
}
