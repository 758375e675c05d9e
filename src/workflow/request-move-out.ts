import { createHash } from 'node:crypto';
import type { RequestEvent, Terms } from '../domain/events.ts';
import { fingerprint } from './fingerprint.ts';
import type { Dossier } from './ports.ts';
import type { World } from './world.ts';

/** What a submitted modal asks for, checked and complete. */
export interface Asked {
  /** Slack's id of the modal: the same one again is the same request. */
  readonly viewId: string;
  readonly terms: Omit<Terms, 'fingerprint'>;
  /** The encryption key, as typed; none when the requester exports in the console of OCP. Sealed here, and not kept anywhere else. */
  readonly key: string | undefined;
}

type RequestWorld = Pick<World, 'journal' | 'vault' | 'keyTurns' | 'jobs' | 'clock'>;

/**
 * Opens a request: seals the key, then writes the first event. `busy` is the request that is already open for that
 * cluster. Throws when the disk refuses; then nothing was opened.
 */
export async function requestMoveOut(
  world: RequestWorld,
  asked: Asked,
): Promise<{ opened: Dossier } | { busy: Dossier }> {
  const { id, existing } = await freeId(world, asked.viewId);
  if (existing !== undefined) return { opened: existing };
  return world.keyTurns.take(id, () => sealAndOpen(world, id, asked));
}

async function sealAndOpen(
  world: RequestWorld,
  id: string,
  asked: Asked,
): Promise<{ opened: Dossier } | { busy: Dossier }> {
  if (asked.key !== undefined) await world.vault.seal(id, asked.key);
  const terms = { ...asked.terms, fingerprint: fingerprint(asked.terms) };
  const at = world.clock.now().toISOString();
  const requested: RequestEvent = {
    type: 'requested',
    at,
    actor: terms.requester,
    viewId: asked.viewId,
    terms,
  };
  const result = await open(world, id, requested);
  if ('busy' in result && result.busy.request.id !== id) {
    await world.vault.forget(id);
    return result;
  }
  world.jobs.wake(id);
  return 'busy' in result ? { opened: result.busy } : result;
}

/** The request that a modal has opened already: its submission may come twice. */
export async function requestOfModal(
  world: Pick<World, 'journal'>,
  viewId: string,
): Promise<Dossier | undefined> {
  return (await freeId(world, viewId)).existing;
}

/** Of the same modal twice at the same moment the second finds the id taken: by its own request. */
async function open(
  world: Pick<World, 'journal' | 'vault'>,
  id: string,
  requested: RequestEvent,
): Promise<{ opened: Dossier } | { busy: Dossier }> {
  try {
    return await world.journal.open(id, [requested]);
  } catch (error) {
    const taken = await world.journal.read(id);
    if (taken !== undefined) return { busy: taken };
    await world.vault.forget(id);
    throw error;
  }
}

/** The id that belongs to a modal; the next one in the rare case that another modal's request has it. */
async function freeId(
  world: Pick<World, 'journal'>,
  viewId: string,
): Promise<{ id: string; existing?: Dossier }> {
  for (let attempt = 0; ; attempt += 1) {
    const id = idFor(`${viewId}/${attempt}`);
    const existing = await world.journal.read(id);
    if (existing === undefined) return { id };
    const [first] = existing.events;
    if (first?.type === 'requested' && first.viewId === viewId) return { id, existing };
  }
}

function idFor(seed: string): string {
  const digest = createHash('sha256').update(seed).digest();
  const number = digest.readUIntBE(0, 6) % 36 ** 6;
  return `MO-${number.toString(36).toUpperCase().padStart(6, '0')}`;
}
