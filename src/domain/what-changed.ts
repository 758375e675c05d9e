/** What differs between what was asked for and what is shown now, as sentences for people. */
import type { HostRef, Terms } from './events.ts';
import type { PlainTerms } from './present-terms.ts';

/** The sentences about what people see differently, in the order of the card; empty when nothing differs. `start` is told by whoever shows times. */
export function whatChanged(before: PlainTerms, after: PlainTerms): string[] {
  return [
    ...clusterChanges(before.cluster, after.cluster),
    ...hostChanges(before, after),
    ...quorumChange(before, after),
    ...added(before.blocking, after.blocking),
    ...removed(before.blocking, after.blocking).map((text) => `No longer so: ${text}`),
    ...added(before.warnings, after.warnings),
    ...removed(before.warnings, after.warnings).map((text) => `No longer so: ${text}`),
  ];
}

/** Whether another start was chosen. */
export function isStartChanged(before: PlainTerms, after: PlainTerms): boolean {
  return JSON.stringify(before.start) !== JSON.stringify(after.start);
}

function clusterChanges(before: Terms['cluster'], after: Terms['cluster']): string[] {
  const version = (cluster: Terms['cluster']) => cluster.obVersion ?? 'a version that OCP does not say';
  return [
    ...(before.status === after.status
      ? []
      : [`The cluster was ${before.status} and is ${after.status} now.`]),
    ...(before.type === after.type ? [] : [`The cluster was ${before.type} and is ${after.type} now.`]),
    ...(before.obVersion === after.obVersion
      ? []
      : [`OceanBase was ${version(before)} and is ${version(after)} now.`]),
  ];
}

function hostChanges(before: PlainTerms, after: PlainTerms): string[] {
  const was = byId([...before.keepHosts, ...before.deleteHosts]);
  const is = byId([...after.keepHosts, ...after.deleteHosts]);
  const gone = [...was.values()]
    .filter(({ id }) => !is.has(id))
    .map((host) => `Host ${host.name} is no longer a host of this cluster.`);
  const come = [...is.values()]
    .filter(({ id }) => !was.has(id))
    .map((host) => `Host ${host.name} was added to the cluster; it is kept.`);
  const other = [...is.values()].flatMap((host) => hostChange(was.get(host.id), host));
  return [...gone, ...come, ...other];
}

function hostChange(before: HostRef | undefined, after: HostRef): string[] {
  if (before === undefined) return [];
  const words = (host: HostRef) => `${host.name} (${host.address}, zone ${host.zone})`;
  return words(before) === words(after) ? [] : [`Host ${words(before)} is ${words(after)} now.`];
}

function byId(hosts: readonly HostRef[]): Map<number, HostRef> {
  return new Map(hosts.map((host) => [host.id, host]));
}

function quorumChange(before: PlainTerms, after: PlainTerms): string[] {
  if (before.quorum === after.quorum) return [];
  if (after.outsideWindows === true && before.outsideWindows !== true)
    return ['The start is outside the off-peak hours now, so one more approval is needed.'];
  const needed = before.quorum === 1 ? '1 approval was needed' : `${before.quorum} approvals were needed`;
  return [`${needed}, and ${after.quorum} ${after.quorum === 1 ? 'is' : 'are'} needed now.`];
}

function added(before: readonly string[] = [], after: readonly string[] = []): string[] {
  return after.filter((text) => !before.includes(text));
}

function removed(before: readonly string[] = [], after: readonly string[] = []): string[] {
  return before.filter((text) => !after.includes(text));
}
