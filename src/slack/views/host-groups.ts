/**
 * How the hosts of a cluster are spread over the checkboxes of the modal. A view has 100 blocks and a group of checkboxes 10
 * options, so a zone takes two blocks (its name, its buttons) and one for every 10 hosts. 300 hosts in 3 zones take 36 blocks.
 * When the zones do not fit, the smallest of them share one group, as few as necessary. With more than 700 checkboxes
 * the modal cannot be used for the cluster.
 *
 * The groups depend on the cluster and on OCP's version alone, so that they stay the same while a person fills the modal.
 */
import type { Cluster, Host } from '../../domain/cluster.ts';
import { hostChoices } from '../../domain/host-choices.ts';
import type { MoveOutOptions } from '../../domain/move-out-options.ts';
import { LIMITS } from '../limits.ts';

/**
 * The blocks of the modal that are neither hosts to delete nor offline hosts, at most, and one for a notice that comes later; kept
 * free for them.
 */
const OTHER_BLOCKS = 20;
const BLOCKS_OF_A_GROUP = 2;
/** More checkboxes than these would exceed the 250 kB of a view: each takes about 300 bytes, once as a tick. */
const MOST_CHECKBOXES = 700;

export interface HostGroup {
  /** A zone, or `undefined` for several small zones that share a group. */
  readonly zone: string | undefined;
  /** The hosts that can be deleted, offline ones among them; never none. */
  readonly hosts: readonly Host[];
}

/**
 * The groups in the order of the zones, shared ones last, none where hosts are not chosen one by one; or how many hosts fit, when they
 * are too many.
 */
export function hostGroups({
  cluster,
  options,
}: {
  readonly cluster: Cluster;
  readonly options: MoveOutOptions;
}): { groups: readonly HostGroup[] } | { atMost: number } {
  const choices = hostChoices(cluster);
  const deletable = options.deleteHosts === 'each' ? choices.deletable : [];
  const offline = options.skipHosts ? choices.offline : [];
  const room = LIMITS.viewBlocks - OTHER_BLOCKS - boxesFor(offline.length);
  const atMost = Math.min(MOST_CHECKBOXES - offline.length, (room - BLOCKS_OF_A_GROUP) * LIMITS.boxOptions);
  if (deletable.length > atMost) return { atMost: Math.max(0, atMost) };
  const zones = byZone(deletable);
  const sizes = [...new Set(zones.map((group) => group.hosts.length))].sort((a, b) => a - b);
  for (const size of [0, ...sizes]) {
    const groups = sharing(zones, size);
    if (blocksFor(groups) <= room) return { groups };
  }
  return { atMost };
}

/** The items in portions that fit into one group of checkboxes. */
export function portions<T>(items: readonly T[]): T[][] {
  const count = boxesFor(items.length);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * LIMITS.boxOptions, (index + 1) * LIMITS.boxOptions),
  );
}

function byZone(hosts: readonly Host[]): HostGroup[] {
  const zones = new Map<string, Host[]>();
  for (const host of hosts) zones.set(host.zone, [...(zones.get(host.zone) ?? []), host]);
  return [...zones].map(([zone, members]) => ({ zone, hosts: members }));
}

/** Zones with at most `size` hosts are put together. */
function sharing(zones: readonly HostGroup[], size: number): HostGroup[] {
  const large = zones.filter((group) => group.hosts.length > size);
  const small = zones.filter((group) => group.hosts.length <= size).flatMap((group) => group.hosts);
  return small.length === 0 ? large : [...large, { zone: undefined, hosts: small }];
}

function blocksFor(groups: readonly HostGroup[]): number {
  return groups.reduce((sum, group) => sum + BLOCKS_OF_A_GROUP + boxesFor(group.hosts.length), 0);
}

function boxesFor(count: number): number {
  return Math.ceil(count / LIMITS.boxOptions);
}
