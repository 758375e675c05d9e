import { type Command, decide, type Refusal } from '../domain/decide.ts';
import { needsKey, type Request } from '../domain/request.ts';
import type { Standing } from '../domain/standing.ts';
import type { Dossier } from './ports.ts';
import type { World } from './world.ts';

export type Acted =
  | { readonly done: Dossier }
  | { readonly refusal: Refusal; readonly request: Request }
  /** No request has that id. */
  | { readonly unknown: string }
  /** Who the person is could not be read from Slack, so nothing was done. */
  | { readonly unreadable: string };

/**
 * Does what a person asks of a request, or says why not. Of two people who act at the same moment one is recorded
 * first, and the other is decided again on what is true then. Throws when the disk refuses; then nothing was done, and no key is kept.
 */
export async function act(
  world: Pick<World, 'journal' | 'people' | 'jobs' | 'clock' | 'vault'>,
  id: string,
  person: string,
  command: Command,
  key?: string,
): Promise<Acted> {
  const first = await world.journal.read(id);
  if (first === undefined) return { unknown: id };
  const standing = await readStanding(world, person, first.request.terms.channel);
  if (typeof standing === 'string') return { unreadable: standing };
  for (let dossier = first; ; ) {
    const { request } = dossier;
    const decision = decide(request, command, { standing, now: world.clock.now() });
    if ('refusal' in decision) {
      // The run may have ended, or gone past the export, after the key was sealed for it.
      if (key !== undefined && !needsKey(request)) await world.vault.forget(id);
      return { refusal: decision.refusal, request };
    }
    if (key !== undefined) await world.vault.seal(id, key);
    const result = await world.journal.append(id, request.seq, decision.events).catch(async (error) => {
      if (key !== undefined) await world.vault.forget(id).catch(() => undefined);
      throw error;
    });
    if ('appended' in result) {
      world.jobs.wake(id);
      return { done: result.appended };
    }
    dossier = result.conflict;
  }
}

async function readStanding(
  world: Pick<World, 'people'>,
  person: string,
  channel: string,
): Promise<Standing | string> {
  try {
    return await world.people.standing(person, channel);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
