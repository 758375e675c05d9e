import { needsKey } from '../domain/request.ts';
import type { World } from './world.ts';

type KeyWorld = Pick<World, 'vault' | 'journal'>;

/** At the start: forgets every sealed key whose request is unknown, has ended, or has been exported already. */
export async function forgetStaleKeys(world: KeyWorld): Promise<void> {
  for (const id of await staleKeys(world)) await world.vault.forget(id);
}

/**
 * The same while requests are made: a key is sealed before its request is written, so one counts as stale only when it was
 * so at the sweep before, too. Gives the sweep.
 */
export function createKeySweep(world: KeyWorld): () => Promise<void> {
  let before: readonly string[] = [];
  return async () => {
    const stale = await staleKeys(world);
    for (const id of stale) if (before.includes(id)) await world.vault.forget(id);
    before = stale;
  };
}

async function staleKeys({ vault, journal }: KeyWorld): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const id of await vault.sealed()) {
    const dossier = await journal.read(id);
    if (dossier === undefined || !needsKey(dossier.request)) stale.push(id);
  }
  return stale;
}
