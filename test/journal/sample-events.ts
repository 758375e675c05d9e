import type { RequestEvent, Terms } from '../../src/domain/events.ts';

/** The moment at which the samples begin. */
const T0 = Date.parse('2026-11-22T20:00:00Z');

/** The moment so many minutes after the samples begin, as events have it. */
export function minute(minutes: number): string {
  return new Date(T0 + minutes * 60_000).toISOString();
}

/** A request for a cluster, `cl1:1` of OCP `main` unless told otherwise. */
export function requested(cluster: Partial<Terms['cluster']> = {}, at = minute(0)): RequestEvent {
  return {
    type: 'requested',
    at,
    actor: 'U0ALICE',
    viewId: 'V0',
    terms: {
      requester: 'U0ALICE',
      channel: 'C0OPS',
      cluster: {
        ocp: 'main',
        id: 11,
        name: 'cl1',
        obClusterId: 1,
        type: 'PRIMARY',
        status: 'RUNNING',
        ...cluster,
      },
      deleteHosts: [{ id: 1, name: 'host-ä-1', address: '10.0.0.1', zone: 'zone1' }],
      keepHosts: [],
      skipHosts: [],
      reason: 'to the new OCP "north"',
      start: { kind: 'when approved' },
      quorum: 100,
      approvalExpiresAt: minute(24 * 60),
      warnings: [],
      fingerprint: 'f1',
    },
  };
}

export function approved(actor = 'U0BOB', at = minute(1)): RequestEvent {
  return { type: 'approved', at, actor };
}

export function cancelled(at = minute(2)): RequestEvent {
  return { type: 'cancelled', at, actor: 'U0ALICE' };
}
