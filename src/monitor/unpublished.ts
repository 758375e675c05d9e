import type { Clock, Dossier, Journal } from '../workflow/ports.ts';

type Read = Pick<Journal, 'active' | 'cursor'>;

/** The age in seconds of the oldest event that Slack has not been told; 0 when it has been told everything. Throws when that cannot be read. */
export async function oldestUnpublishedSeconds(journal: Read, clock: Clock): Promise<number> {
  const now = clock.now().getTime();
  let oldest = now;
  for (const dossier of await journal.active()) {
    const toldSeq = await toldOf(journal, dossier);
    const untold = dossier.events[toldSeq];
    if (untold !== undefined) oldest = Math.min(oldest, Date.parse(untold.at));
  }
  return (now - oldest) / 1_000;
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
