/** What a Moveout is started with, and what is opened on the way. */
import type { Config } from './config/config.ts';
import type { Log } from './log.ts';
import type { OcpHealth } from './slack/checkup.ts';
import type { SlackLink } from './slack/receiver.ts';
import type { Clock, Ocp } from './workflow/ports.ts';
import type { Pace } from './workflow/world.ts';

/** How Moveout reaches Slack, and Slack Moveout. */
type SlackConnection = SlackLink & {
  readonly botToken: string;
  /** Another server that speaks Slack's Web API; unset for Slack itself. */
  readonly apiUrl?: string | undefined;
};

/** What Moveout is started with. */
export interface Start {
  readonly config: Config;
  readonly slack: SlackConnection;
  readonly dataDir: string;
  readonly log: Log;
  /** Opens the OCPs, once the data directory is this process's own. */
  readonly openOcps: (dataDir: string, clock: Clock) => Promise<OpenedOcps>;
  readonly pace?: Pace;
  /** The present moment of requests and runs; the system's unless told. */
  readonly clock?: Clock | undefined;
  /** How long a minute of Slack's rate limits is, in milliseconds; 60,000 unless a test is in a hurry. */
  readonly slackMinuteMs?: number;
}

/** The OCPs as Moveout works with them. */
export interface OpenedOcps {
  readonly ocps: readonly Ocp[];
  /** How an OCP is looked at more closely than by its list, by its name; an OCP without one is asked for its list. */
  readonly probes?: ReadonlyMap<string, () => Promise<OcpHealth>>;
  /** Goes on with what was under way when the process ended. */
  start(): void;
  stop(): Promise<void>;
}

/** What to close, in the order in which it was opened. */
export type Closers = (() => Promise<void>)[];
