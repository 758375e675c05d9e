import { type Check, isBlocked, recheck } from '../../domain/precheck.ts';
import type { Request } from '../../domain/request.ts';
import { readListings } from '../listings.ts';
import { failureOf, type Outcome } from '../outcome.ts';
import { ocpNamed, type World } from '../world.ts';

type Rechecked = { readonly blocked: string } | { readonly passed: true };

/**
 * The rules of the procedure once more, on what OCP says now: at the start of the run, and right before the submit. Throws
 * when the cluster's OCP does not answer.
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
  return isBlocked(checks) ? { blocked: blockingSentences(checks) } : { passed: true };
}

function blockingSentences(checks: readonly Check[]): string {
  return checks
    .filter((check) => check.verdict === 'blocking')
    .map((check) => check.text)
    .join(' ');
}

export async function recheckStep(world: World, request: Request): Promise<Outcome> {
  try {
    const result = await recheckRules(world, request);
    if ('passed' in result) return { record: { type: 'rechecked' } };
    return { record: { type: 'step failed', step: 'recheck', failure: { message: result.blocked } } };
  } catch (error) {
    return { record: { type: 'step failed', step: 'recheck', failure: failureOf(error) } };
  }
}
