/** What a subtask does to the records of the embedded OCP: the shape that every kind of task shares. */
import type { SubtaskRecord } from '../wire/records.ts';
import type { OcpState, StoredTask } from './ocp-state.ts';

/** The end of one run: the state after it, and lines for the log, of which the last says why when it failed. */
export interface Outcome {
  readonly state: OcpState;
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** Where a subtask runs. */
export interface Place {
  readonly state: OcpState;
  readonly task: StoredTask;
  readonly subtask: SubtaskRecord;
}

/** Pure, and may be repeated: a subtask that ran when the process died is run again. */
export type Action = (at: Place) => Outcome;

export function done(state: OcpState, ...lines: readonly string[]): Outcome {
  return { state, ok: true, lines: lines.map((line) => `INFO ${line}`) };
}

export function failed(state: OcpState, line: string): Outcome {
  return { state, ok: false, lines: [`ERROR ${line}`] };
}
