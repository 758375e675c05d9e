import type { Request } from '../../domain/request.ts';
import { failureOf, type Outcome } from '../outcome.ts';
import { StoreFault } from '../ports.ts';
import { ocpNamed, type World } from '../world.ts';
import { approvalOver } from './recheck.ts';

/**
 * Exports the credentials under the sealed key and keeps the encrypted file. The key is forgotten once the file is
 * recorded, at the beginning of the next step. A key that cannot be opened is asked for again. What the requester exported in the
 * console of OCP is recorded as the requester's deed. Under an approval that is over nothing leaves OCP.
 */
export async function exportStep(world: World, request: Request): Promise<Outcome> {
  const { requester, exportedInConsole } = request.terms;
  if (exportedInConsole === true) return { record: { type: 'exported in console' }, actor: requester };
  const over = approvalOver(request, world.clock.now());
  if (over !== undefined) return { record: { type: 'step failed', step: 'export', failure: over } };
  const sealed = await world.vault.unseal(request.id);
  if ('lost' in sealed) return { record: { type: 'asked', question: 'key lost', why: sealed.lost } };
  const { cluster } = request.terms;
  try {
    const made = await ocpNamed(world.ocps, cluster.ocp).exportCredentials(cluster, sealed.key);
    const file = await world.exports.save(request.id, made.name, made.bytes);
    return { record: { type: 'exported', file } };
  } catch (error) {
    // When the disk works again the export is made again, by itself.
    if (error instanceof StoreFault) throw error;
    return { record: { type: 'step failed', step: 'export', failure: failureOf(error) } };
  }
}
