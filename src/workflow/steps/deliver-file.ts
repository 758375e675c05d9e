import type { ExportedFile } from '../../domain/events.ts';
import type { Request } from '../../domain/request.ts';
import { requesterFault } from '../../domain/standing.ts';
import { inVainSince } from '../in-vain.ts';
import { type Outcome, reasonOf } from '../outcome.ts';
import { DeliveryFault, StoreFault } from '../ports.ts';
import { readRequester } from '../present.ts';
import { ocpNamed, type World } from '../world.ts';

/**
 * Forgets the key, which nobody needs after the export, and sends the encrypted file to the requester. What Slack refuses for good stops the run, and so does a file that is lost or changed, or a requester who may no longer request it, or of whom Slack says nothing for long; anything else is thrown and tried
 * again, since what arrived is not sent twice.
 */
export async function deliverStep(world: World, request: Request, file: ExportedFile): Promise<Outcome> {
  const { requester, cluster } = request.terms;
  await world.vault.forget(request.id);
  const read = await readRequester(world, request.terms).then(
    (because) => ({ because }),
    (fault: unknown) => ({ fault }),
  );
  if ('fault' in read) {
    if (inVainSince(world, request.id, read.fault) === undefined) throw read.fault;
    return failed(unreadText(read.fault));
  }
  const { because } = read;
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

/** The file stays where it is, for the Retry. */
function unreadText(fault: unknown): string {
  return `Slack does not say who may have the credential file (${reasonOf(fault).replace(/[.\s]+$/, '')}), so it is not sent, and kept. /moveout doctor says what to mend.`;
}

function failed(fault: unknown): Outcome {
  const message = fault instanceof Error ? fault.message : String(fault);
  return { record: { type: 'step failed', step: 'deliver', failure: { message } } };
}
