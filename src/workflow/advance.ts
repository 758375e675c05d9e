import { type Action, nextAction } from '../domain/next-action.ts';
import { later, type Outcome } from './outcome.ts';
import { type Dossier, TryLater } from './ports.ts';
import { sinceWhen } from './since-when.ts';
import { clearUpStep } from './steps/clear-up.ts';
import { createIsBackStep } from './steps/confirm-back.ts';
import { createConfirmStep } from './steps/confirm-gone.ts';
import { deliverStep } from './steps/deliver-file.ts';
import { exportStep } from './steps/export-credentials.ts';
import { followStep, watchStep } from './steps/follow-task.ts';
import { lookForTaskStep } from './steps/look-for-task.ts';
import { recheckStep } from './steps/recheck.ts';
import { remindStep } from './steps/remind.ts';
import { startStep } from './steps/start-run.ts';
import { steerStep } from './steps/steer-task.ts';
import { intendStep, submitStep } from './steps/submit-move-out.ts';
import { withoutOcp } from './steps/without-ocp.ts';
import type { World } from './world.ts';

/**
 * Makes the world follow the journal: does what is owed to a request, records it, and goes on until there is nothing to do
 * now. Gives the time of the next look, if one is needed before somebody acts. Safe to call at any time. What a step throws
 * is kept as the fault of the request's sighting until a step is made again, and thrown on; a {@link TryLater} gives the time
 * of the next look instead.
 */
export function createAdvance(world: World): (id: string) => Promise<Date | undefined> {
  const confirmStep = createConfirmStep(world);
  const isBackStep = createIsBackStep(world);

  return async function advance(id) {
    for (;;) {
      const dossier = await world.journal.read(id);
      if (dossier === undefined) return undefined;
      const due = await makeStep(dossier);
      if (due !== 'go on') return due.again;
    }
  };

  async function makeStep(dossier: Dossier): Promise<{ again: Date | undefined } | 'go on'> {
    const { id } = dossier.request;
    try {
      const stopped = withoutOcp(world, dossier.request);
      const outcome =
        stopped ?? (await perform(dossier, nextAction(dossier.request, world.clock.now(), world.calendar)));
      if ('record' in outcome) await record(dossier, outcome);
      if (!isStillInVain(outcome)) forgetFault(id);
      return 'again' in outcome ? outcome : 'go on';
    } catch (error) {
      noteFault(id, error instanceof Error ? error.message : String(error));
      if (error instanceof TryLater) return { again: later(world.clock.now(), error.afterMs) };
      throw error;
    }
  }

  function noteFault(id: string, message: string): void {
    const before = world.sightings.get(id);
    const since = sinceWhen(before?.fault?.since, world.clock.now());
    world.sightings.set(id, { ...before, fault: { since, message } });
  }

  function forgetFault(id: string): void {
    const sighting = world.sightings.get(id);
    if (sighting?.fault !== undefined) world.sightings.set(id, { ...sighting, fault: undefined });
  }

  function perform(dossier: Dossier, action: Action): Promise<Outcome> | Outcome {
    const { request } = dossier;
    switch (action.do) {
      case 'wait':
        return { again: action.until === undefined ? undefined : new Date(action.until) };
      case 'expire':
        return { record: { type: 'expired' } };
      case 'schedule':
        return { record: { type: 'scheduled', startAt: action.startAt, startUntil: action.startUntil } };
      case 'start':
        return startStep(world, request);
      case 'drop start':
        return { record: { type: 'start lapsed', by: action.by, because: action.because } };
      case 'remind':
        return remindStep(world, request);
      case 'recheck':
        return recheckStep(world, request);
      case 'export':
        return exportStep(world, request);
      case 'deliver':
        return deliverStep(world, request, action.file);
      case 'submit':
        return submit(dossier);
      case 'look for task':
        return lookForTaskStep(world, dossier, action.intent);
      case 'steer':
        return steerStep(world, request, action.taskId, action.owed);
      case 'follow':
        return followStep(world, request, action.taskId, isBackStep);
      case 'confirm':
        return confirmStep(dossier);
      case 'watch':
        return request.status === 'task failed'
          ? watchStep(world, request, action.taskId)
          : { again: undefined };
      case 'clear up':
        return clearUpStep(world, dossier, action.endedAt);
    }
  }

  /** Writes the intent, and only the pass that wrote it sends the move-out. */
  async function submit(dossier: Dossier): Promise<Outcome> {
    const intended = await intendStep(world, dossier.request);
    if ('again' in intended || intended.record.type !== 'submit intended') return intended;
    const recorded = await record(dossier, intended);
    if (recorded === undefined) return { again: world.clock.now() };
    const sent = await submitStep(world, recorded.request, intended.record);
    if ('again' in sent) return sent;
    await record(recorded, sent);
    return { again: world.clock.now() };
  }

  /** Undefined when somebody else recorded something first; then everything is looked at again. */
  async function record(
    dossier: Dossier,
    outcome: Extract<Outcome, { record: object }>,
  ): Promise<Dossier | undefined> {
    const { actor = 'moveout' } = outcome;
    const event = { ...outcome.record, at: world.clock.now().toISOString(), actor };
    const result = await world.journal.append(dossier.request.id, dossier.request.seq, [event]);
    if ('conflict' in result) return undefined;
    world.jobs.publish(dossier.request.id);
    return result.appended;
  }
}

/** That a start does not come is told while it is still tried. */
function isStillInVain(outcome: Outcome): boolean {
  return 'record' in outcome && outcome.record.type === 'start delayed';
}
