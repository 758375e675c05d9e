/** Which hosts of a cluster a person may choose for deletion. */
import { type Cluster, type Host, holdingServices, isOffline, type Service } from './cluster.ts';
import { enumerateNames } from './sentence.ts';

/** Each list is in the order of the zones, then by name, `ob-2` before `ob-10`. */
export interface HostChoices {
  /** No other service holds them; offline ones are among them. */
  readonly deletable: readonly Host[];
  /** Those that cannot be deleted, with what holds them. */
  readonly held: readonly { readonly host: Host; readonly services: readonly Service[] }[];
  /** Deletable or held. */
  readonly offline: readonly Host[];
}

const byName = new Intl.Collator('en', { numeric: true });

/** Sorts the hosts of a cluster by what may be done with them; a host that is held can only be kept. */
export function hostChoices(cluster: Cluster): HostChoices {
  const hosts = inOrder(cluster).map((host) => ({ host, services: holdingServices(host, cluster) }));
  return {
    deletable: hosts.filter(({ services }) => services.length === 0).map(({ host }) => host),
    held: hosts.filter(({ services }) => services.length > 0),
    offline: hosts.map(({ host }) => host).filter(isOffline),
  };
}

/** A host in a zone that the cluster does not name comes last. */
function inOrder({ zones, hosts }: Cluster): Host[] {
  const position = (zone: string) => (zones.includes(zone) ? zones.indexOf(zone) : zones.length);
  return [...hosts].sort(
    (a, b) =>
      position(a.zone) - position(b.zone) ||
      byName.compare(a.zone, b.zone) ||
      byName.compare(a.name, b.name) ||
      a.id - b.id,
  );
}

/** What approvers must know of offline hosts on which operations are not skipped: the task will fail there. */
export function notSkippedWarning(
  cluster: Cluster,
  skipped: readonly { readonly id: number }[],
): string | undefined {
  const left = hostChoices(cluster).offline.filter((host) => !skipped.some(({ id }) => id === host.id));
  if (left.length === 0) return undefined;
  const [verb, noun] = left.length === 1 ? ['is', 'host'] : ['are', 'hosts'];
  const names = enumerateNames(left.map(({ name }) => name));
  return `${left.length} ${noun} ${verb} offline, and operations there are NOT skipped, so the OCP task will fail there: ${names}.`;
}
