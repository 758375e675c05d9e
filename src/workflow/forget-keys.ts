import { needsKey } from '../domain/request.ts';
import type { World } from './world.ts';

/** At the start: forgets every sealed key whose request is unknown, has ended, or has been exported already. */
export async function forgetStaleKeys({ vault, journal }: Pick<World, 'vault' | 'journal'>): Promise<void> {
  for (const id of await vault.sealed()) {
    const dossier = await journal.read(id);
    if (dossier === undefined || !needsKey(dossier.request)) await vault.forget(id);
  }
}
