import { type Check, isBlocked, recheck } from '../../domain/precheck.ts';
import { isWindowOver, type Request } from '../../domain/request.ts';
import { readListings } from '../listings.ts';
import { failureOf, type Outcome } from '../outcome.ts';
import { ocpNamed, type World } from '../world.ts';

const WINDOW_OVER =
  'The off-peak window that was approved is over; nothing is submitted outside it. Give Up, then request it again.';

type Rechecked = { readonly blocked: string } | { readonly passed: true };

/**
 * The rules of the procedure once more, on what OCP says now: at the start of the run, and right before the submit, neither
 * of which may be after the approved window. Throws when the cluster's OCP does not answer.
 */
export async function recheckRules(world: World, request: Request): Promise<Rechecked> {
  const { cluster: wanted } = request.terms;
  const [cluster, listings] = await Promise.all([
    ocpNamed(world.ocps, wanted.ocp).readCluster(wanted.id),
    readListings(world.ocps),
  ]);
  if (cluster === undefined)
    return { blocked: `OCP no longer lists the cluster ${wanted.name}:${wanted.obClusterId}.` };
  const checks = recheck({ cluster, listings }, request.terms);
  if (isBlocked(checks)) return { blocked: blockingSentences(checks) };
  // Last, since the reads take time.
  return isWindowOver(request.terms, world.clock.now()) ? { blocked: WINDOW_OVER } : { passed: true };
}

function blockingSentences(checks: readonly Check[]): string {
  return checks
    .filter((check) => check.verdict === 'blocking')
    .map((check) => check.text)
    .join(' ');
}

/** The first step of a run: goes on when no rule forbids it, else the step fails with the sentences of those that do. */
export async function recheckStep(world: World, request: Request): Promise<Outcome> {
  try {
    const result = await recheckRules(world, request);
    if ('passed' in result) return { record: { type: 'rechecked' } };
    return { record: { type: 'step failed', step: 'recheck', failure: { message: result.blocked } } };
  } catch (error) {
    return { record: { type: 'step failed', step: 'recheck', failure: failureOf(error) } };
  }
}
