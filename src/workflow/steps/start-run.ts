import { changedEvent, lapsedEvent } from '../../domain/decide-votes.ts';
import { nextAction } from '../../domain/next-action.ts';
import type { Request } from '../../domain/request.ts';
import { fingerprint } from '../fingerprint.ts';
import { inVainSince } from '../in-vain.ts';
import { type Outcome, reasonOf } from '../outcome.ts';
import { readCertainly, readLapsed } from '../present.ts';
import type { World } from '../world.ts';

/**
 * Starts an approved run if what was approved, and who approved it, is still so: a voter who no longer counts is named, and a change voids
 * all votes. Throws when Slack or OCP cannot be read; then it is tried again until the run may no longer start, and after some minutes that is
 * told, once.
 */
export async function startStep(world: World, request: Request): Promise<Outcome> {
  const { calendar, approvalTtlMs } = world;
  const read = await readAgain(world, request).catch((fault: unknown) => ({ fault }));
  if ('fault' in read) return delayed(world, request, read.fault);
  const { requester, lapses, seen } = read;
  // The reads take time, in which a window may end or a freeze period begin.
  const now = world.clock.now();
  if (nextAction(request, now, calendar).do !== 'start') return { again: now };
  const [lapse] = lapses;
  if (lapse !== undefined) return { record: lapsedEvent(lapse, { now, approvalTtlMs }) };
  const changed = changedEvent(request, {
    now,
    calendar,
    approvalTtlMs,
    fingerprint,
    present: { ...seen, requester },
  });
  return { record: changed ?? { type: 'started' } };
}

async function readAgain(world: World, request: Request) {
  const [lapsed, seen] = await Promise.all([readLapsed(world, request), readCertainly(world, request)]);
  return { ...lapsed, seen };
}

/** Throws the fault, unless people must be told of it now. */
function delayed(world: World, request: Request, fault: unknown): Outcome {
  const since = inVainSince(world, request.id, fault);
  const isTold = 'startDelayedAt' in request && request.startDelayedAt !== undefined;
  if (since === undefined || isTold) throw fault;
  return { record: { type: 'start delayed', since, why: reasonOf(fault) } };
}
