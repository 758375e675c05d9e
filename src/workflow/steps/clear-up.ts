import { later, type Outcome } from '../outcome.ts';
import type { Dossier } from '../ports.ts';
import type { World } from '../world.ts';

/**
 * After the end: the key is forgotten at once, the encrypted file some days later, and the request is archived when
 * nothing of it is left and Slack has been told everything. Where the requester exported in the console of OCP, there is neither.
 */
export async function clearUpStep(
  world: World,
  { request, events }: Dossier,
  endedAt: string,
): Promise<Outcome> {
  world.sightings.delete(request.id);
  const isOurs = request.terms.exportedInConsole !== true;
  if (isOurs) await world.vault.forget(request.id);
  const now = world.clock.now();
  const hasFile = events.some((event) => event.type === 'exported');
  const keepUntil = Date.parse(endedAt) + world.pace.keepFile;
  if (hasFile && now.getTime() < keepUntil) return { again: new Date(keepUntil) };
  if (isOurs) await world.exports.remove(request.id);
  const { toldSeq } = await world.journal.cursor(request.id);
  if (toldSeq < request.seq) return { again: later(now, world.pace.watch) };
  await world.journal.archive(request.id);
  return { again: undefined };
}
