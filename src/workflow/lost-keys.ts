import { needsKey } from '../domain/request.ts';
import type { World } from './world.ts';

/**
 * The open requests, by id, whose encryption key is still needed and cannot be unsealed, each with why, as a sentence. Their runs would stop
 * before the export, and ask for the key. Throws when the disk refuses.
 */
export async function lostKeys({
  vault,
  journal,
}: Pick<World, 'vault' | 'journal'>): Promise<readonly { readonly id: string; readonly why: string }[]> {
  const lost: { id: string; why: string }[] = [];
  for (const { request } of await journal.active()) {
    if (!needsKey(request)) continue;
    const unsealed = await vault.unseal(request.id);
    if ('key' in unsealed) continue;
    // A run may have come to its export since, and needs it no more.
    const now = await journal.read(request.id);
    if (now !== undefined && needsKey(now.request)) lost.push({ id: request.id, why: unsealed.lost });
  }
  return lost;
}
