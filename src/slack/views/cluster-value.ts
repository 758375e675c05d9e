/** A cluster as the value of an option or a button: `ocp/id/name:obClusterId`. */
import type { ClusterIdentity } from '../../domain/cluster.ts';
import { clusterKey } from '../../domain/cluster.ts';
import { LIMITS, length } from '../limits.ts';

/** What a value names. `nameAndNumber` (`name:obClusterId`) is absent when the name was too long for Slack. */
export interface NamedCluster {
  readonly ocp: string;
  readonly id: number;
  readonly nameAndNumber?: string;
}

/** At most 150 characters, provided that the OCP's name has at most 100. */
export function clusterValue(cluster: ClusterIdentity): string {
  const place = `${encodeURIComponent(cluster.ocp)}/${cluster.id}/`;
  const full = place + clusterKey(cluster);
  return length(full) <= LIMITS.optionValue ? full : place;
}

/** Undefined when the text is no such value. It comes from outside: what it names must still be looked up. */
export function parseClusterValue(value: string): NamedCluster | undefined {
  const match = /^([^/]+)\/(\d{1,15})\/(?:|(.+:\d{1,15}))$/su.exec(value);
  if (match === null) return undefined;
  const [, place = '', id = '', nameAndNumber] = match;
  const ocp = decoded(place);
  if (ocp === undefined) return undefined;
  return { ocp, id: Number(id), ...(nameAndNumber === undefined ? {} : { nameAndNumber }) };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
