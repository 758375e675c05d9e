import type { Journal } from '../workflow/ports.ts';

/** When the oldest event happened that Slack has not been told; undefined when it has been told everything. */
export async function oldestUnpublished(
  journal: Pick<Journal, 'active' | 'cursor'>,
): Promise<Date | undefined> {
  const times: number[] = [];
  for (const { request, events } of await journal.active()) {
    const { toldSeq } = await journal.cursor(request.id);
    const untold = events[toldSeq];
    if (untold !== undefined) times.push(Date.parse(untold.at));
  }
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}
