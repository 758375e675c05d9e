/** What the doctor looks at, and what it finds. */
import type { Roster } from '../domain/standing.ts';

/** What the process knows of itself. */
export interface Checkup {
  /** Ways from Slack that are open. */
  connections(): number;
  /** Proves that the stores can be written; throws the system's error. */
  probeStore(): Promise<void>;
  /** By the name of the OCP. */
  readonly ocps: readonly { readonly name: string; probe(): Promise<OcpHealth> }[];
  readonly rosters: { readonly requesters?: Roster | undefined; readonly approvers?: Roster | undefined };
}

/** Version, permission and the like of an OCP as a clause; or what may be wrong, or is, and what to do. */
export type OcpHealth = { readonly says: string } | { readonly doubt: string } | { readonly fault: string };

/** `unsure`: it could not be seen, or may be as it is wanted; somebody must look. `says` is plain text. */
export interface Finding {
  readonly mark: 'ok' | 'wrong' | 'unsure';
  readonly says: string;
}

export interface Check {
  /** A few words. */
  readonly about: string;
  /** What it throws is found wrong, in the error's words. */
  look(): Promise<Finding> | Finding;
}
