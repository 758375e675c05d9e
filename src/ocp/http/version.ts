/** Which version an OCP is, and what its move-out lets be said. */
import { z } from 'zod';
import type { MoveOutOptions } from '../../domain/move-out-options.ts';
import { type Clock, OcpFault } from '../../workflow/ports.ts';
import type { OcpApi } from './api.ts';
import { jsonOf } from './envelope.ts';

/** A version is read again after so many milliseconds: an OCP may be upgraded meanwhile. */
const KEPT_MS = 5 * 60_000;

const info = z.looseObject({ buildVersion: z.string() });

const NOTHING: MoveOutOptions = {
  deleteHosts: 'none',
  skipHosts: false,
  keepClusterInfo: false,
  configAddress: false,
};

/**
 * What the move-out of a version lets be said. The page "Move out a cluster" of the API knows `deleteHost` and
 * `targetConfigAddress` in earlier sets of V4.3, and `deleteHostIds`, `skipOperationHostIds` and `retainClusterInfo` beside
 * them from about V4.3.5 on; for what came before only an empty body is known to work. Where exactly the limits lie is not
 * documented; a version that cannot be read counts as the oldest.
 */
export function moveOutOptionsOf(version: string | undefined): MoveOutOptions {
  const numbers = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(version ?? '');
  if (numbers === null) return NOTHING;
  const [, major, minor, patch = '0'] = numbers;
  const number = Number(major) * 1_000_000 + Number(minor) * 1_000 + Number(patch);
  if (number >= 4_003_005)
    return { deleteHosts: 'each', skipHosts: true, keepClusterInfo: true, configAddress: true };
  return number >= 4_003_000 ? { ...NOTHING, deleteHosts: 'all or none', configAddress: true } : NOTHING;
}

/**
 * The version of an OCP from `/api/v2/info`, such as `4.3.5`, kept for some minutes; undefined when what it says is none. Throws
 * {@link OcpFault} when it does not answer.
 */
export function createVersion(api: OcpApi, clock: Clock): () => Promise<string | undefined> {
  let kept: { readonly version: string | undefined; readonly at: number } | undefined;
  return async () => {
    const now = clock.now().getTime();
    if (kept !== undefined && now - kept.at < KEPT_MS) return kept.version;
    const answer = await api.getRaw('/api/v2/info');
    const read = info.safeParse(jsonOf(answer.body));
    if (answer.status !== 200 || !read.success)
      throw new OcpFault(
        {
          message: `OCP ${api.connection.name} does not say which version it is (HTTP ${answer.status} at /api/v2/info), so what its move-out can do is not known.`,
          httpStatus: answer.status,
        },
        { unanswered: true },
      );
    kept = { version: /^\d+(?:\.\d+)*/.exec(read.data.buildVersion)?.[0], at: now };
    return kept.version;
  };
}
