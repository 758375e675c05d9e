import type { Clock, Journal } from '../workflow/ports.ts';

/** The age in seconds of the oldest event that Slack has not been told; 0 when it has been told everything. */
export async function oldestUnpublishedSeconds(
  journal: Pick<Journal, 'active' | 'cursor'>,
  clock: Clock,
): Promise<number> {
  const now = clock.now().getTime();
  let oldest = now;
  for (const { request, events } of await journal.active()) {
    const { toldSeq } = await journal.cursor(request.id);
    const untold = events[toldSeq];
    if (untold !== undefined) oldest = Math.min(oldest, Date.parse(untold.at));
  }
  return (now - oldest) / 1_000;
}
