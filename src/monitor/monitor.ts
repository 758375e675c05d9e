/** What watches over a running Moveout: log lines, metrics and health of its journal, its OCPs and its calls to Slack. */
import type { Request } from '../domain/request.ts';
import type { Log } from '../log.ts';
import type { Clock, Journal, Ocp } from '../workflow/ports.ts';
import { boundedLook, type Seen } from './bounded-look.ts';
import { createHealth, type HealthSources } from './health.ts';
import { addScraped, createMetrics } from './metrics.ts';
import { type MonitorServer, serveMonitor } from './monitor-server.ts';
import { observedJournal } from './observed-journal.ts';
import { type ObservedOcp, observedOcp } from './observed-ocp.ts';
import { oldestUnpublished } from './unpublished.ts';

/** What is told of Slack's side. */
interface SlackSeen {
  /** A call of the Web API: how it ended in a word, and how long it took. */
  called(method: string, result: string, seconds: number): void;
  /** A payload was acknowledged. */
  acknowledged(payload: string, seconds: number): void;
}

export interface Monitor {
  /** The journal, watched. */
  journal(journal: Journal): Journal;
  /** The OCPs, watched. */
  ocps(ocps: readonly Ocp[]): readonly Ocp[];
  readonly slack: SlackSeen;
  /** Serves health and metrics of what is watched. Throws when the port cannot be used. */
  serve(
    port: number,
    of: { readonly journal: Journal } & Pick<HealthSources, 'connections' | 'tokenFault' | 'probeStore'>,
  ): Promise<MonitorServer>;
}

export function createMonitor({ log, clock }: { readonly log: Log; readonly clock: Clock }): Monitor {
  const metrics = createMetrics();
  const watched = { metrics, log, clock };
  let ocps: readonly ObservedOcp[] = [];
  return {
    journal: (journal) => observedJournal(journal, watched),
    ocps: (plain) => {
      ocps = plain.map((ocp) => observedOcp(ocp, watched));
      return ocps.map(({ ocp }) => ocp);
    },
    slack: {
      called: (method, result, seconds) => {
        metrics.slackCall(method, result, seconds);
        log.debug('Slack call', { method, result, ms: Math.round(seconds * 1_000) });
      },
      acknowledged: metrics.acknowledged,
    },
    serve: (port, { journal, connections, tokenFault, probeStore }) => {
      addScraped(metrics, {
        requests: ifRead(boundedLook(() => byStatus(journal), clock)),
        oldestUnpublished: ifRead(boundedLook(() => secondsUnpublished(journal, clock), clock)),
        connections,
      });
      const health = createHealth({ journal, ocps, connections, tokenFault, probeStore, clock });
      return serveMonitor(port, { health, registry: metrics.registry });
    },
  };
}

/** The value of a look; undefined when it fails or hangs. */
function ifRead<T>(look: () => Promise<Seen<T>>): () => Promise<T | undefined> {
  return async () => {
    const seen = await look();
    return 'value' in seen ? seen.value : undefined;
  };
}

async function secondsUnpublished(
  journal: Pick<Journal, 'active' | 'cursor'>,
  clock: Clock,
): Promise<number> {
  return (await oldestUnpublished(journal, clock)).seconds;
}

async function byStatus(journal: Pick<Journal, 'active'>): Promise<Map<Request['status'], number>> {
  const counts = new Map<Request['status'], number>();
  for (const { request } of await journal.active())
    counts.set(request.status, (counts.get(request.status) ?? 0) + 1);
  return counts;
}
