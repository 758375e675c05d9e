/** Whether Moveout is well, for whoever watches over the process. */
import type { Clock, Journal, Ocp } from '../workflow/ports.ts';
import type { Answering } from './observed-ocp.ts';
import { oldestUnpublishedSeconds } from './unpublished.ts';

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
  readonly publishing: Check & { readonly oldestUnpublishedSeconds: number };
}

export interface HealthSources {
  readonly journal: Pick<Journal, 'active' | 'cursor'>;
  readonly ocps: readonly { readonly ocp: Ocp; answering(): Answering | undefined }[];
  /** Connections to Slack that take payloads now. */
  connections(): number;
  /** Proves that the stores can be written; throws the system's error. */
  probeStore(): Promise<void>;
  readonly clock: Clock;
}

/** An OCP that has not been asked anything for so long is asked for its list of clusters. */
const ASK_AGAIN_MS = 60_000;
/** So long its answer is waited for; then the report goes out without it. */
const WAIT_MS = 2_000;
/** Slack's own limits may hold a message up for some seconds; this is longer. */
const LATE_SECONDS = 120;

/** Gives the report, at any time and within a few seconds. Never throws. */
export function createHealth(sources: HealthSources): () => Promise<Health> {
  const { journal, ocps, clock } = sources;

  return async function health() {
    const [store, publishing, ...answers] = await Promise.all([
      storeCheck(sources),
      publishingCheck(journal, clock),
      ...ocps.map((one) => ocpCheck(one, clock)),
    ]);
    const connections = sources.connections();
    const slack =
      connections > 0
        ? { ok: true, connections }
        : { ok: false, connections, fault: 'No connection to Slack stands; it is tried again all the time.' };
    const away = [publishing, ...answers].some(({ ok }) => !ok);
    const status = store.ok && slack.ok ? (away ? 'degraded' : 'ok') : 'failing';
    return {
      status,
      process: { ok: true, pid: process.pid, uptimeSeconds: Math.round(process.uptime()) },
      slack,
      store,
      ocps: Object.fromEntries(ocps.map(({ ocp }, at) => [ocp.name, answers[at] ?? { ok: false }])),
      publishing,
    };
  };
}

async function storeCheck({ probeStore }: HealthSources): Promise<Check> {
  try {
    await probeStore();
    return { ok: true };
  } catch (error) {
    return { ok: false, fault: `The data directory cannot be written: ${messageOf(error)}.` };
  }
}

async function publishingCheck(
  journal: HealthSources['journal'],
  clock: Clock,
): Promise<Health['publishing']> {
  const seconds = await oldestUnpublishedSeconds(journal, clock);
  const told = { ok: seconds <= LATE_SECONDS, oldestUnpublishedSeconds: Math.round(seconds) };
  if (told.ok) return told;
  return {
    ...told,
    fault: `Slack has not been told of something that happened ${Math.round(seconds)} s ago.`,
  };
}

async function ocpCheck(
  { ocp, answering }: HealthSources['ocps'][number],
  clock: Clock,
): Promise<Health['ocps'][string]> {
  const known = answering();
  if (known === undefined || clock.now().getTime() - known.at.getTime() > ASK_AGAIN_MS) await asked(ocp);
  const { at, fault } = answering() ?? {};
  if (at === undefined) return { ok: false, fault: `It has not answered within ${WAIT_MS / 1_000} s.` };
  return { ok: fault === undefined, fault, askedAt: at.toISOString() };
}

/** What becomes of it is told by `answering`. */
async function asked(ocp: Ocp): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_MS);
  });
  const answer = ocp.listClusters().then(nothing, nothing);
  await Promise.race([answer, late]);
  clearTimeout(timer);
}

function nothing(): void {}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
