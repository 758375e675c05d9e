import type { Check } from '../../domain/check.ts';
import { clusterKey } from '../../domain/cluster.ts';
import { type Hindrance, hindrance } from '../../domain/may-run.ts';
import { beyond } from '../../domain/move-out-options.ts';
import { isBlocked, recheck } from '../../domain/precheck.ts';
import type { Request } from '../../domain/request.ts';
import { isApprovalOver } from '../../domain/request-times.ts';
import { enumerate } from '../../domain/sentence.ts';
import { failureOf, type Outcome } from '../outcome.ts';
import { readOcp } from '../present.ts';
import type { World } from '../world.ts';

const WINDOW_OVER =
  'The off-peak window that was approved is over; nothing is submitted outside it. Give Up, then request it again.';

const FROZEN =
  'A freeze period has begun (MOVEOUT_FREEZE), in which nothing is submitted. Retry when it is over, or Give Up.';

const APPROVAL_OVER =
  'The approval is no longer valid; nothing is submitted without one. Give Up, then request it again.';

/** Why a run that was interrupted for long does not go on, as a sentence for people; undefined while its approval counts. */
export function approvalOverText(request: Request, now: Date): string | undefined {
  return 'startedAt' in request && 'at' in request && isApprovalOver(request, now)
    ? APPROVAL_OVER
    : undefined;
}

/** What the time forbids, as a sentence for people. */
function hindranceText(hindered: Hindrance): string {
  switch (hindered.why) {
    case 'window over':
      return WINDOW_OVER;
    case 'frozen':
      return FROZEN;
    case 'one more approval':
      return `The off-peak hours are over: outside of them ${hindered.needed} approvals are needed, and it has ${hindered.approvals}. Retry in the next off-peak hours, or Give Up.`;
  }
}

type Rechecked = { readonly blocked: string } | { readonly passed: true };

/**
 * The rules of the procedure once more, on what OCP says now: at the start of the run, and right before the submit, neither
 * of which may be at a time that the approvals do not allow, or no longer allow; what was chosen must still be known to OCP's version. Throws when the cluster's OCP does
 * not answer.
 */
export async function recheckRules(world: World, request: Request): Promise<Rechecked> {
  const { cluster: wanted } = request.terms;
  const { cluster, options, listings } = await readOcp(world, request);
  if (cluster === undefined)
    return {
      blocked: `OCP no longer lists the cluster ${clusterKey(wanted)}. Somebody may have moved it out in OCP: then Give Up.`,
    };
  const checks = recheck({ cluster, listings, options }, request.terms);
  if (isBlocked(checks)) return { blocked: blockingSentences(checks) };
  const unknown = beyond(options, request.terms);
  if (unknown.length > 0) return { blocked: versionCannot(wanted.ocp, unknown) };
  // Last, since the reads take time.
  const now = world.clock.now();
  const over = approvalOverText(request, now);
  if (over !== undefined) return { blocked: over };
  const hindered = hindrance(request, world.calendar, now);
  return hindered === undefined ? { passed: true } : { blocked: hindranceText(hindered) };
}

/** An OCP that was upgraded, or the other way round, may no longer know what was chosen. */
function versionCannot(ocp: string, unknown: readonly string[]): string {
  return `OCP ${ocp} is of a version now that cannot do what was approved: ${enumerate(unknown, '; ')}. Give Up, then request it again.`;
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
