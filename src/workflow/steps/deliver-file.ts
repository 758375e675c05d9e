import type { ExportedFile } from '../../domain/events.ts';
import type { Request } from '../../domain/request.ts';
import { requesterFault } from '../../domain/standing.ts';
import type { Outcome } from '../outcome.ts';
import { DeliveryFault, StoreFault } from '../ports.ts';
import { readRequester } from '../present.ts';
import { ocpNamed, type World } from '../world.ts';

/**
 * Forgets the key, which nobody needs after the export, and sends the encrypted file to the requester. What Slack refuses for good stops the run, and so does a file that is lost or changed, or a requester who may no longer request it; anything else is thrown and tried
 * again, since a duplicate file is harmless.
 */
export async function deliverStep(world: World, request: Request, file: ExportedFile): Promise<Outcome> {
  const { requester, cluster } = request.terms;
  await world.vault.forget(request.id);
  const because = await readRequester(world, request.terms);
  if (because !== undefined) return failed(`${requesterFault(because)} The credential file is not sent.`);
  let bytes: Uint8Array;
  try {
    bytes = await world.exports.load(request.id, file);
  } catch (error) {
    if (error instanceof StoreFault) throw error;
    return failed(error);
  }
  try {
    const { howToOpenCredentials } = ocpNamed(world.ocps, cluster.ocp);
    await world.delivery.deliver(request.id, requester, file, bytes, howToOpenCredentials);
    return { record: { type: 'delivered' } };
  } catch (error) {
    if (error instanceof DeliveryFault) return failed(error);
    throw error;
  }
}

function failed(fault: unknown): Outcome {
  const message = fault instanceof Error ? fault.message : String(fault);
  return { record: { type: 'step failed', step: 'deliver', failure: { message } } };
}
