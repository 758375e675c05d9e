import type { Log } from '../log.ts';
import { type Clock, type Ocp, OcpFault } from '../workflow/ports.ts';
import type { Metrics } from './metrics.ts';

/** Whether an OCP answered when it was last asked. */
export interface Answering {
  readonly at: Date;
  /** Why it did not, as a sentence; absent when it did, also when it refused something. */
  readonly fault?: string | undefined;
}

export interface ObservedOcp {
  readonly ocp: Ocp;
  /** Undefined while it has not been asked anything. */
  answering(): Answering | undefined;
}

/** An OCP with every call timed, and a log line when it stops answering and when it answers again. */
export function observedOcp(
  ocp: Ocp,
  { metrics, log, clock }: { readonly metrics: Metrics; readonly log: Log; readonly clock: Clock },
): ObservedOcp {
  let last: Answering | undefined;
  // By operation: one that fails beside others that work must not be told at every look.
  const silentSince = new Map<string, Date>();

  async function called(operation: string, call: () => Promise<unknown>): Promise<unknown> {
    const begun = performance.now();
    const done = (result: string) =>
      metrics.ocpCall(ocp.name, operation, result, (performance.now() - begun) / 1_000);
    try {
      const answer = await call();
      done('ok');
      heard(operation);
      return answer;
    } catch (error) {
      // Whatever is no refusal of OCP's may be anything: a version that cannot be read is no answer either.
      const unanswered = !(error instanceof OcpFault) || error.unanswered;
      done(unanswered ? 'unanswered' : 'refused');
      if (unanswered) missed(operation, error);
      else heard(operation);
      throw error;
    }
  }

  function heard(operation: string): void {
    last = { at: clock.now() };
    const since = silentSince.get(operation);
    if (since === undefined) return;
    log.info('an OCP answers again', { ocp: ocp.name, operation, since: since.toISOString() });
    silentSince.delete(operation);
  }

  function missed(operation: string, error: unknown): void {
    const fault = error instanceof Error ? error.message : String(error);
    last = { at: clock.now(), fault };
    if (silentSince.has(operation)) return;
    silentSince.set(operation, last.at);
    const traceId = error instanceof OcpFault ? error.failure.traceId : undefined;
    log.warn('an OCP does not answer', { ocp: ocp.name, operation, fault, traceId });
  }

  const observed = new Proxy(ocp, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => called(String(name), async () => Reflect.apply(value, target, args));
    },
  });
  return { ocp: observed, answering: () => last };
}
