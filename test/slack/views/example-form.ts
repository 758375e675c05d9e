/** Clusters and forms for the tests of the views. */
import type { Cluster, Host } from '../../../src/domain/cluster.ts';
import { EVERY_OPTION } from '../../../src/domain/move-out-options.ts';
import { precheck } from '../../../src/domain/precheck.ts';
import { type FormFacts, type MoveOutForm, newForm } from '../../../src/slack/views/move-out-form.ts';
import { calendarOf } from '../../calendar-of.ts';

export const NOW = new Date('2026-11-22T21:40:00Z');
export const GOOD = { 'encryption-key': 'Aa1!Aa1!Aa1!Aa1!', reason: 'new OCP', phrase: 'move out' };

/** A running primary whose hosts are spread evenly over its zones. */
export function exampleCluster(hostCount: number, zoneCount = 3, change: Partial<Cluster> = {}): Cluster {
  const zones = Array.from({ length: zoneCount }, (_, index) => `zone${index + 1}`);
  return {
    ocp: 'ocp-a',
    id: 7,
    name: 'shop',
    obClusterId: 1001,
    type: 'PRIMARY',
    status: 'RUNNING',
    obVersion: '4.2.1.0',
    metaDb: false,
    standbys: [],
    zones,
    hosts: Array.from({ length: hostCount }, (_, index) =>
      exampleHost(index, `zone${(index % zoneCount) + 1}`),
    ),
    serversWithoutHost: [],
    tenantCount: 4,
    ...change,
  };
}

export function exampleHost(index: number, zone: string, change: Partial<Host> = {}): Host {
  return {
    id: 1000 + index,
    name: `ob-shop-${index}.db.example.com`,
    address: `10.1.${Math.floor(index / 250)}.${index % 250}`,
    zone,
    status: 'ONLINE',
    services: [
      { type: 'OB_CLUSTER', name: 'shop:1001' },
      { type: 'OCP_AGENT', name: 'agent' },
    ],
    ...change,
  };
}

/** The cluster with some hosts changed, by their index. */
export function withHosts(cluster: Cluster, changes: Readonly<Record<number, Partial<Host>>>): Cluster {
  return { ...cluster, hosts: cluster.hosts.map((host, index) => ({ ...host, ...changes[index] })) };
}

/** A calendar whose next window, from {@link NOW} on, is 23 Nov 22:00 to 06:00 in Shanghai. */
export const WINDOWS = calendarOf('Mon-Fri 22:00-06:00', '', 'Asia/Shanghai');

/** The form as it opens for a cluster, with the real prechecks. */
export function exampleForm(cluster: Cluster, change: Partial<FormFacts> = {}): MoveOutForm {
  const listings = [{ ocp: cluster.ocp, clusters: [cluster] }];
  return newForm({
    id: 'draft-1',
    cluster,
    checks: precheck({ cluster, listings, now: NOW }),
    notices: [],
    quorum: 1,
    approvalTtlMs: 86_400_000,
    channel: 'C0ONCALL',
    options: EVERY_OPTION,
    calendar: { timezone: 'UTC', freeze: [] },
    openedAt: NOW,
    ...change,
  });
}
