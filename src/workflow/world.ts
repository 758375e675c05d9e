import type { Calendar } from '../domain/calendar.ts';
import type { Sighting } from '../domain/sighting.ts';
import type { KeyTurns } from './key-turns.ts';
import type { Clock, Delivery, Exports, Jobs, Journal, Ocp, People, Subscribers, Vault } from './ports.ts';

/** How long Moveout waits for what, in milliseconds. */
export interface Pace {
  /** Between two looks at a running task. */
  readonly follow: number;
  /** Between two looks at a failed task, which somebody may steer in OCP. */
  readonly watch: number;
  /** A task that is not there counts as absent only this long after the intent to submit. */
  readonly absentAfter: number;
  /** Between two looks for a task or a cluster that must agree. */
  readonly secondLook: number;
  /** How long a cluster may stay listed after its task was completed before a person is asked. */
  readonly stillListed: number;
  /** How long a start, or the look at who gets the credentials, is tried in vain before people are told in the thread. */
  readonly inVain: number;
  /** How long the credential file is kept after the end. */
  readonly keepFile: number;
}

/** The waiting times of a running Moveout. */
export const PACE: Pace = {
  follow: 1_000,
  watch: 15_000,
  absentAfter: 30_000,
  secondLook: 2_000,
  stillListed: 5 * 60_000,
  inVain: 5 * 60_000,
  keepFile: 7 * 24 * 3_600_000,
};

/** What was last seen of the running tasks, by request id; lost at a restart and read again. */
export type Sightings = Map<string, Sighting>;

/** Everything the workflow works with. */
export interface World {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly keyTurns: KeyTurns;
  readonly exports: Exports;
  readonly ocps: readonly Ocp[];
  readonly people: People;
  readonly subscribers: Subscribers;
  readonly delivery: Delivery;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly pace: Pace;
  /** Off-peak hours and freeze periods. */
  readonly calendar: Calendar;
  /** How long people have to approve when they are asked anew, in milliseconds. */
  readonly approvalTtlMs: number;
  /** The user ids of the administrators; unset when none are configured. */
  readonly admins?: readonly string[] | undefined;
  readonly sightings: Sightings;
}

/** Whether the person is one of the administrators that are configured; nobody is where none are. */
export function isAdmin({ admins }: Pick<World, 'admins'>, person: string): boolean {
  return admins?.includes(person) === true;
}

/** The OCP of that name. Throws when it is no longer configured. */
export function ocpNamed(ocps: readonly Ocp[], name: string): Ocp {
  const ocp = ocps.find((candidate) => candidate.name === name);
  if (ocp === undefined) throw new Error(notConfiguredText(name));
  return ocp;
}

/** Why nothing can be done with a request's OCP, and what to mend. */
export function notConfiguredText(ocp: string): string {
  return `No OCP named "${ocp}" is configured; it was when the request was made. Configure it again.`;
}
