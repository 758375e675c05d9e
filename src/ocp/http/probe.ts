/** Whether an OCP can be worked with: reachable, logged in, its version known, its clock near enough. */
import type { Clock } from '../../workflow/ports.ts';
import type { OcpApi } from './api.ts';
import { clockDifference, clockSentence, TAKEN_FOR_MS } from './clock-difference.ts';
import { listClusters } from './clusters.ts';

export type Probe =
  | {
      readonly version: string | undefined;
      readonly clusters: number;
      /** OCP's clock minus ours in milliseconds; undefined when it does not tell its time. */
      readonly clockDifferenceMs: number | undefined;
    }
  /** A sentence: what is wrong, and what to do. */
  | { readonly fault: string };

/** Reads version, time and list of clusters. Never throws. */
export async function probe(
  api: OcpApi,
  { version, clock }: { readonly version: () => Promise<string | undefined>; readonly clock: Clock },
): Promise<Probe> {
  try {
    const time = await api.getRaw('/api/v2/time');
    const clockDifferenceMs = clockDifference(time, clock.now());
    if (api.connection.login.kind === 'access key' && Math.abs(clockDifferenceMs ?? 0) > TAKEN_FOR_MS)
      return {
        fault: `OCP ${api.connection.name} will not accept the login: ${clockSentence(api.connection.name, clockDifferenceMs ?? 0)}`,
      };
    const clusters = await listClusters(api);
    return { version: await version(), clusters: clusters.length, clockDifferenceMs };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
