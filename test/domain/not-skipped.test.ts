import { expect, it } from 'vitest';
import type { Cluster, Host } from '../../src/domain/cluster.ts';
import { notSkippedWarning } from '../../src/domain/host-choices.ts';

function host(id: number, status: string): Host {
  return { id, name: `ob-${id}`, address: `10.0.0.${id}`, zone: 'zone1', status, services: [] };
}

const CLUSTER: Cluster = {
  ocp: 'hz',
  id: 1,
  name: 'shop',
  obClusterId: 1001,
  type: 'PRIMARY',
  status: 'UNAVAILABLE',
  metaDb: false,
  standbys: [],
  zones: ['zone1'],
  hosts: [host(1, 'ONLINE'), host(2, 'OFFLINE'), host(3, 'OFFLINE')],
  serversWithoutHost: [],
  tenantCount: 1,
};

it.each([
  ['all of them', [2, 3], undefined],
  [
    'one of them',
    [2],
    '1 host is offline, and operations there are NOT skipped, so the OCP task will fail there: ob-3.',
  ],
  [
    'none',
    [],
    '2 hosts are offline, and operations there are NOT skipped, so the OCP task will fail there: ob-2, ob-3.',
  ],
])('Of two offline hosts %s skipped', (_which, ids, warning) => {
  expect(
    notSkippedWarning(
      CLUSTER,
      ids.map((id) => ({ id })),
    ),
  ).toBe(warning);
});
