/** What is counted and timed, for Prometheus. Label values are few: methods, operations, statuses and names of results. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Step } from '../domain/events.ts';
import { type Request, STATUSES } from '../domain/request.ts';

/** How a call ended: `ok`, or why not in a word or two. */
type Result = string;

export interface Metrics {
  readonly registry: Registry;
  /** One call to an OCP, in seconds. */
  ocpCall(ocp: string, operation: string, result: Result, seconds: number): void;
  /** One call of Slack's Web API, in seconds. */
  slackCall(method: string, result: Result, seconds: number): void;
  /** From the arrival of a command, a click or a submission to its acknowledgement, in seconds. */
  acknowledged(payload: string, seconds: number): void;
  /** One append to the journal until it was on disk, in seconds. */
  appended(result: 'recorded' | 'conflict' | 'failed', seconds: number): void;
  /** A step of a run that ended well, in seconds. */
  stepDone(step: Step, seconds: number): void;
  ended(status: Request['status']): void;
  /** From the moment of an event until Slack had been told, in seconds. */
  published(seconds: number): void;
}

/** What is read at every scrape. What cannot be read is undefined: then it is missing from that scrape, and nothing else is. */
export interface Scraped {
  /** How many requests there are of each status, those that are archived left out. */
  requests(): Promise<ReadonlyMap<Request['status'], number> | undefined>;
  /** Age in seconds of the oldest event that Slack has not been told; 0 when there is none. */
  oldestUnpublished(): Promise<number | undefined>;
  /** Connections to Slack that take payloads now. */
  connections(): number;
}

const CALLS = [0.005, 0.02, 0.1, 0.3, 1, 3, 10, 30];
const QUICK = [0.0005, 0.001, 0.005, 0.02, 0.1, 0.5, 1, 3];
const LONG = [1, 5, 15, 60, 300, 900, 3_600, 14_400];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const histogram = <T extends string>(name: string, help: string, labelNames: T[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const ocpCalls = histogram(
    'moveout_ocp_call_seconds',
    'Calls to OCP by operation and result.',
    ['ocp', 'operation', 'result'],
    CALLS,
  );
  const slackCalls = histogram(
    'moveout_slack_call_seconds',
    "Calls of Slack's Web API by method and result.",
    ['method', 'result'],
    CALLS,
  );
  const acks = histogram(
    'moveout_ack_seconds',
    'From the arrival of a payload to its acknowledgement. Slack takes 3 s.',
    ['payload'],
    QUICK,
  );
  const appends = histogram(
    'moveout_journal_append_seconds',
    'Appends to the journal until they are on disk.',
    ['result'],
    QUICK,
  );
  const steps = histogram('moveout_step_seconds', 'Steps of runs that ended well.', ['step'], LONG);
  const lag = histogram(
    'moveout_publish_lag_seconds',
    'From an event until Slack was told.',
    [],
    [...CALLS, 60, 300],
  );
  const endings = new Counter({
    name: 'moveout_requests_ended_total',
    help: 'Requests that ended since the start, by how.',
    labelNames: ['status'],
    registers,
  });
  return {
    registry,
    ocpCall: (ocp, operation, result, seconds) => ocpCalls.observe({ ocp, operation, result }, seconds),
    slackCall: (method, result, seconds) => slackCalls.observe({ method, result }, seconds),
    acknowledged: (payload, seconds) => acks.observe({ payload }, seconds),
    appended: (result, seconds) => appends.observe({ result }, seconds),
    stepDone: (step, seconds) => steps.observe({ step }, seconds),
    ended: (status) => endings.inc({ status }),
    published: (seconds) => lag.observe(seconds),
  };
}

/** Adds what is read at every scrape. */
export function addScraped({ registry }: Metrics, scraped: Scraped): void {
  const registers = [registry];
  new Gauge({
    name: 'moveout_requests',
    help: 'Requests that are not archived, by status.',
    labelNames: ['status'],
    registers,
    async collect() {
      const counts = await scraped.requests();
      this.reset();
      if (counts === undefined) return;
      for (const status of STATUSES) this.set({ status }, counts.get(status) ?? 0);
    },
  });
  new Gauge({
    name: 'moveout_oldest_unpublished_seconds',
    help: 'Age of the oldest event that Slack has not been told, 0 when there is none.',
    registers,
    async collect() {
      const seconds = await scraped.oldestUnpublished();
      if (seconds === undefined) this.remove();
      else this.set(seconds);
    },
  });
  new Gauge({
    name: 'moveout_slack_connections',
    help: 'Connections to Slack that take payloads now.',
    registers,
    collect() {
      this.set(scraped.connections());
    },
  });
}
