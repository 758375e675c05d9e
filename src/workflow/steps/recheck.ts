import type { Check } from '../../domain/check.ts';
import { clusterKey } from '../../domain/cluster.ts';
import type { Failure } from '../../domain/events.ts';
import { type Hindrance, hindrance, mayGoOnFrom } from '../../domain/may-run.ts';
import { beyond } from '../../domain/move-out-options.ts';
import { isBlocked, recheck } from '../../domain/precheck.ts';
import type { Request, Run } from '../../domain/request.ts';
import { isApprovalOver } from '../../domain/request-times.ts';
import { enumerate } from '../../domain/sentence.ts';
import { failureOf, type Outcome } from '../outcome.ts';
import { readOcp } from '../present.ts';
import type { World } from '../world.ts';

const REQUEST_AGAIN = 'Give Up, then request it again.';

/** Why a run that was interrupted for long does not go on; undefined while its approval counts. */
export function approvalOver(request: Request, now: Date): Failure | undefined {
  return isRun(request) && isApprovalOver(request, now)
    ? {
        message: 'The approval is no longer valid; nothing is submitted without one.',
        todo: REQUEST_AGAIN,
      }
    : undefined;
}

function isRun(request: Request): request is Extract<Request, Run> {
  return 'startedAt' in request && 'at' in request;
}

/** What the time forbids; `isPassing`: whether that is over while the approval still counts. */
function hindranceFailure(hindered: Hindrance, isPassing: boolean): Failure {
  switch (hindered.why) {
    case 'window over':
      return {
        message: 'The off-peak window that was approved is over; nothing is submitted outside it.',
        todo: REQUEST_AGAIN,
      };
    case 'frozen':
      return {
        message: 'A freeze period has begun (MOVEOUT_FREEZE), in which nothing is submitted.',
        todo: isPassing ? 'Retry when it is over, or Give Up.' : REQUEST_AGAIN,
      };
    case 'one more approval':
      return {
        message: `The off-peak hours are over: outside of them ${hindered.needed} approvals are needed, and it has ${hindered.approvals}.`,
        todo: isPassing ? 'Retry in the next off-peak hours, or Give Up.' : REQUEST_AGAIN,
      };
  }
}

type Rechecked = { readonly blocked: Failure } | { readonly passed: true };

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
      blocked: {
        message: `OCP no longer lists the cluster ${clusterKey(wanted)}.`,
        todo: 'If somebody moved it out in OCP, Give Up. Else Retry when OCP lists it again.',
      },
    };
  const checks = recheck({ cluster, listings, options }, request.terms);
  if (isBlocked(checks)) return { blocked: { message: blockingSentences(checks) } };
  const unknown = beyond(options, request.terms);
  if (unknown.length > 0) return { blocked: versionCannot(wanted.ocp, unknown) };
  // Last, since the reads take time.
  const now = world.clock.now();
  const over = approvalOver(request, now);
  if (over !== undefined) return { blocked: over };
  const hindered = hindrance(request, world.calendar, now);
  if (hindered === undefined) return { passed: true };
  return { blocked: hindranceFailure(hindered, isRun(request) && mayGoOnFrom(request, world.calendar, now)) };
}

/** An OCP that was upgraded, or the other way round, may no longer know what was chosen. */
function versionCannot(ocp: string, unknown: readonly string[]): Failure {
  return {
    message: `OCP ${ocp} is of a version now that cannot do what was approved: ${enumerate(unknown, '; ')}.`,
    todo: REQUEST_AGAIN,
  };
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
    return { record: { type: 'step failed', step: 'recheck', failure: result.blocked } };
  } catch (error) {
    return { record: { type: 'step failed', step: 'recheck', failure: failureOf(error) } };
  }
}
