import type { RecordedEvent, Step } from '../domain/events.ts';
import { hasEnded } from '../domain/request.ts';
import type { Log } from '../log.ts';
import type { Clock, Cursor, Dossier, Journal } from '../workflow/ports.ts';
import type { Metrics } from './metrics.ts';

/** The events with which a step ends well; it began with the event before. */
const STEP_DONE: Partial<Record<RecordedEvent['type'], Step>> = {
  rechecked: 'recheck',
  exported: 'export',
  delivered: 'deliver',
  'task submitted': 'submit',
  'task succeeded': 'follow',
  completed: 'confirm',
};

/** The journal, with a log line for every event that is on disk, and its times measured. */
export function observedJournal(
  journal: Journal,
  { metrics, log, clock }: { readonly metrics: Metrics; readonly log: Log; readonly clock: Clock },
): Journal {
  async function timed<T extends object>(append: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1_000;
    try {
      const result = await append();
      metrics.appended('conflict' in result || 'busy' in result ? 'conflict' : 'recorded', seconds());
      return result;
    } catch (error) {
      metrics.appended('failed', seconds());
      throw error;
    }
  }

  function note({ request, events }: Dossier, added: number): void {
    for (const event of events.slice(-added)) {
      logEvent(event, request);
      const step = STEP_DONE[event.type];
      const before = events[event.seq - 2];
      if (step !== undefined && before !== undefined)
        metrics.stepDone(step, secondsBetween(before.at, event.at));
    }
    if (hasEnded(request)) metrics.ended(request.status);
  }

  function logEvent(event: RecordedEvent, { id, terms }: Dossier['request']): void {
    const failure = 'failure' in event ? event.failure : undefined;
    log.info('recorded', {
      request: id,
      event: event.type,
      seq: event.seq,
      actor: event.actor,
      ocp: terms.cluster.ocp,
      cluster: `${terms.cluster.name}:${terms.cluster.obClusterId}`,
      failure: failure?.message,
      traceId: failure?.traceId,
      taskId: 'taskId' in event ? event.taskId : undefined,
    });
  }

  async function told(id: string, before: Promise<Cursor>, after: Cursor): Promise<void> {
    const now = clock.now().toISOString();
    const [{ toldSeq }, dossier] = await Promise.all([before, journal.read(id)]);
    for (const event of dossier?.events.slice(toldSeq, after.toldSeq) ?? [])
      metrics.published(secondsBetween(event.at, now));
  }

  return {
    async open(id, events) {
      const result = await timed(() => journal.open(id, events));
      if ('opened' in result) note(result.opened, events.length);
      return result;
    },
    async append(id, expectedSeq, events) {
      const result = await timed(() => journal.append(id, expectedSeq, events));
      if ('appended' in result) note(result.appended, events.length);
      return result;
    },
    read: (id) => journal.read(id),
    active: () => journal.active(),
    ofCluster: (cluster, limit) => journal.ofCluster(cluster, limit),
    ended: (wanted, limit) => journal.ended(wanted, limit),
    cursor: (id) => journal.cursor(id),
    async saveCursor(id, cursor) {
      // What is measured must not hold up or fail what is done.
      const before = journal.cursor(id);
      before.catch(() => undefined);
      await journal.saveCursor(id, cursor);
      void told(id, before, cursor).catch(() => undefined);
    },
    archive: (id) => journal.archive(id),
  };
}

/** Never below nothing: clocks are set back now and then. */
function secondsBetween(before: string, after: string): number {
  return Math.max(0, Date.parse(after) - Date.parse(before)) / 1_000;
}
