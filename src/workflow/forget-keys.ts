import { needsKey } from '../domain/request.ts';
import type { World } from './world.ts';

type KeyWorld = Pick<World, 'vault' | 'journal' | 'keyTurns'>;

/**
 * Forgets every sealed key whose request is unknown, has ended, or has been exported already: at the start, and once a minute while
 * requests are made. A key that is being sealed is passed over, and none can be sealed between the look at its request and the end of it.
 */
export async function forgetStaleKeys(world: KeyWorld): Promise<void> {
  for (const id of await world.vault.sealed())
    if (!world.keyTurns.isTaken(id)) await world.keyTurns.take(id, () => forgetUnlessNeeded(world, id));
}

async function forgetUnlessNeeded({ vault, journal }: KeyWorld, id: string): Promise<void> {
  const dossier = await journal.read(id);
  if (dossier === undefined || !needsKey(dossier.request)) await vault.forget(id);
}
