/** Runs a subtask of any kind of task, or undoes it, by the name of its class. */
import { MOVE_OUT_RUNS, MOVE_OUT_UNDOES } from './move-out-steps.ts';
import { done, failed, type Outcome, type Place } from './subtask-action.ts';
import { TAKE_OVER_RUNS, TAKE_OVER_UNDOES } from './take-over-steps.ts';

const RUNS = { ...MOVE_OUT_RUNS, ...TAKE_OVER_RUNS };
const UNDOES = { ...MOVE_OUT_UNDOES, ...TAKE_OVER_UNDOES };

/** Runs a subtask. */
export function run(at: Place): Outcome {
  const action = RUNS[at.subtask.className];
  return action?.(at) ?? failed(at.state, `this OCP does not know how to run "${at.subtask.className}"`);
}

/** Undoes a subtask; one that did nothing that lasts needs no undoing. */
export function undo(at: Place): Outcome {
  return UNDOES[at.subtask.className]?.(at) ?? done(at.state, 'nothing to undo');
}
