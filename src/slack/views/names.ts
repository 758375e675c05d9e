import type { HostRef } from '../../domain/events.ts';
import { cut } from '../limits.ts';
import { code, escapeText, oneLine } from '../mrkdwn.ts';
import { joinFitting } from './join-fitting.ts';

/** `name:obClusterId` for plain text; a long name is cut, the number never. */
export function plainCluster(cluster: { readonly name: string; readonly obClusterId: number }): string {
  return `${cut(oneLine(cluster.name), 60)}:${cluster.obClusterId}`;
}

/** As {@link plainCluster}, with its OCP where there are several. */
export function plainPlace(
  cluster: { readonly ocp: string; readonly name: string; readonly obClusterId: number },
  severalOcps: boolean | undefined,
): string {
  return severalOcps === true ? `${plainCluster(cluster)} in OCP ${cluster.ocp}` : plainCluster(cluster);
}

/** The names of hosts in mrkdwn, cut with how many more there are; `none` when there are none. */
export function hostNames(hosts: readonly HostRef[], size: { limit: number; most?: number }): string {
  if (hosts.length === 0) return 'none';
  return joinFitting(
    hosts.map(({ name }) => code(name, 60)),
    size,
  );
}

/** A subtask with the host it works on, in mrkdwn; the host is not said twice when OCP's name of the subtask has it. */
export function subtaskName({
  name,
  host,
}: {
  readonly name: string;
  readonly host?: string | undefined;
}): string {
  const shown = escapeText(name, 120);
  const isSaid = host === undefined || name.split(/\s+/).includes(host);
  return isSaid ? shown : `${shown} on ${code(host, 60)}`;
}
