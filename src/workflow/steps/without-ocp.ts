import { type InStatus, isAbsent, type Position, type Request } from '../../domain/request.ts';
import type { Outcome } from '../outcome.ts';
import { notConfiguredText, type World } from '../world.ts';

/**
 * What becomes of a run whose OCP is no longer configured: its step fails, or the question comes up that fits where it stands, so
 * that somebody is told and can give up. What was owed stays owed: when that OCP is configured again, Retry or Check Again goes
 * on from there. Undefined for every other request, and for one that already waits for people.
 */
export function withoutOcp({ ocps }: Pick<World, 'ocps'>, request: Request): Outcome | undefined {
  const { ocp } = request.terms.cluster;
  if (!isRunning(request) || ocps.some(({ name }) => name === ocp)) return undefined;
  return stopped(request.at, notConfiguredText(ocp));
}

function isRunning(request: Request): request is InStatus<'running' | 'rolling back'> {
  return request.status === 'running' || request.status === 'rolling back';
}

function stopped(at: Position, why: string): Outcome {
  switch (at.step) {
    case 'recheck':
    case 'export':
    case 'deliver':
      return failed(at.step, why);
    case 'submit':
      return at.intent === undefined || isAbsent(at.intent)
        ? failed(at.step, why)
        : { record: { type: 'asked', question: 'submit outcome', why } };
    case 'follow':
    case 'roll back':
      return { record: { type: 'asked', question: 'task lost', why } };
    case 'confirm':
      return { record: { type: 'asked', question: 'still listed', why } };
  }
}

function failed(step: 'recheck' | 'export' | 'deliver' | 'submit', message: string): Outcome {
  return {
    record: { type: 'step failed', step, failure: { message, todo: 'Retry when that is done, or Give Up.' } },
  };
}
