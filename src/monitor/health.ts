/** Whether Moveout is well, for whoever watches over the process. */
import type { Clock, Journal, Ocp } from '../workflow/ports.ts';
import { boundedLook, type Seen } from './bounded-look.ts';
import type { Answering } from './observed-ocp.ts';
import { oldestUnpublished, type Unpublished } from './unpublished.ts';

interface Check {
  readonly ok: boolean;
  /** A sentence; absent while all is well. */
  readonly fault?: string | undefined;
}

export interface Health {
  /** `failing` where this process or its machine needs somebody; `degraded` while something outside of it is away. */
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly process: Check & { readonly pid: number; readonly uptimeSeconds: number };
  readonly slack: Check & { readonly connections: number };
  readonly store: Check;
  /** By the name of the OCP. */
  readonly ocps: Readonly<Record<string, Check & { readonly askedAt?: string | undefined }>>;
  /** The age is absent when it cannot be read. */
  readonly publishing: Check & { readonly oldestUnpublishedSeconds?: number };
}

export interface HealthSources {
  readonly journal: Pick<Journal, 'active' | 'cursor'>;
  readonly ocps: readonly { readonly ocp: Ocp; answering(): Answering | undefined }[];
  /** Connections to Slack that take payloads now. */
  connections(): number;
  /** Why Slack takes the bot's token no longer, as a sentence; undefined while it does. */
  tokenFault(): string | undefined;
  /** Proves that the stores can be written; throws the system's error. */
  probeStore(): Promise<void>;
  readonly clock: Clock;
}

/** An OCP that has not been asked anything for so long is asked for its list of clusters; also where its answer lies ahead, of a clock that was set back. */
const ASK_AGAIN_MS = 60_000;
/** Slack's own limits may hold a message up for some seconds; this is longer. */
const LATE_SECONDS = 120;

/** Gives the report, at any time and within a few seconds, however often it is asked for. Never throws. */
export function createHealth(sources: HealthSources): () => Promise<Health> {
  const { journal, ocps, clock } = sources;
  const store = boundedLook(sources.probeStore, clock);
  const untold = boundedLook(() => oldestUnpublished(journal, clock), clock);
  const looks = ocps.map((one) => ({ ...one, look: boundedLook(() => one.ocp.listClusters(), clock) }));

  return async function health() {
    const [stored, publishing, ...answers] = await Promise.all([
      storeCheck(store),
      publishingCheck(untold),
      ...looks.map((one) => ocpCheck(one, clock)),
    ]);
    return report(stored, publishing, answers);
  };

  function report(store: Check, publishing: Health['publishing'], answers: Health['ocps'][string][]): Health {
    const slack = slackCheck(sources);
    const away = [publishing, ...answers].some(({ ok }) => !ok);
    const isRead = publishing.oldestUnpublishedSeconds !== undefined;
    const status = store.ok && slack.ok && isRead ? (away ? 'degraded' : 'ok') : 'failing';
    return {
      status,
      process: { ok: true, pid: process.pid, uptimeSeconds: Math.round(process.uptime()) },
      slack,
      store,
      ocps: Object.fromEntries(ocps.map(({ ocp }, at) => [ocp.name, answers[at] ?? { ok: false }])),
      publishing,
    };
  }
}

function slackCheck({ connections: count, tokenFault }: HealthSources): Health['slack'] {
  const connections = count();
  const fault = tokenFault();
  if (fault !== undefined) return { ok: false, connections, fault };
  if (connections > 0) return { ok: true, connections };
  return { ok: false, connections, fault: 'No connection to Slack stands; it is tried again all the time.' };
}

type Look<T = unknown> = () => Promise<Seen<T>>;

async function storeCheck(look: Look): Promise<Check> {
  const seen = await look();
  if ('since' in seen)
    return { ok: false, fault: `The data directory has not answered since ${seen.since.toISOString()}.` };
  if ('value' in seen) return { ok: true };
  return { ok: false, fault: `The data directory cannot be written: ${messageOf(seen.fault)}.` };
}

async function publishingCheck(look: Look<Unpublished>): Promise<Health['publishing']> {
  const seen = await look();
  if ('since' in seen)
    return {
      ok: false,
      fault: `What Slack has been told has not been read since ${seen.since.toISOString()}.`,
    };
  if ('fault' in seen)
    return { ok: false, fault: `What Slack has been told cannot be read: ${messageOf(seen.fault)}.` };
  const { seconds, request } = seen.value;
  const told = { ok: seconds <= LATE_SECONDS, oldestUnpublishedSeconds: Math.round(seconds) };
  if (told.ok) return told;
  return {
    ...told,
    fault: `Slack has not been told of something that happened to ${request} ${Math.round(seconds)} s ago.`,
  };
}

async function ocpCheck(
  { answering, look }: { answering(): Answering | undefined; readonly look: Look },
  clock: Clock,
): Promise<Health['ocps'][string]> {
  const known = answering();
  const isFresh = known !== undefined && Math.abs(clock.now().getTime() - known.at.getTime()) <= ASK_AGAIN_MS;
  const seen = isFresh ? undefined : await look();
  const { at, fault } = answering() ?? {};
  const askedAt = at?.toISOString();
  if (seen !== undefined && 'since' in seen)
    return {
      ok: false,
      fault: `It has not answered since it was asked at ${seen.since.toISOString()}.`,
      askedAt,
    };
  if (at === undefined) return { ok: false, fault: 'It gave no answer that could be read.' };
  return { ok: fault === undefined, fault, askedAt };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
