/** What a request's card would show if it were asked for now, and what of that differs: votes belong to what was shown. */
import type { Calendar } from './calendar.ts';
import type { Check } from './check.ts';
import { type Cluster, clusterKey, type Host, sameCluster } from './cluster.ts';
import type { HostRef, Terms } from './events.ts';
import { notSkippedWarning } from './host-choices.ts';
import type { Listing } from './listing.ts';
import { beyond, type MoveOutOptions } from './move-out-options.ts';
import { isProxyWarning, PROXIES_UNREAD, recheck } from './precheck.ts';
import { enumerate } from './sentence.ts';
import { requesterFault, type Unfit } from './standing.ts';
import { isSuddenlyOutside, withStart } from './start-time.ts';

/** What OCP says of a request's cluster now; `cluster` is undefined when OCP no longer lists it. */
export interface ClusterFacts {
  readonly cluster: Cluster | undefined;
  readonly listings: readonly Listing[];
  readonly options: MoveOutOptions;
}

/** What a request rests on now. */
export interface PresentFacts extends ClusterFacts {
  /** Why its requester may no longer request a move-out; undefined while that person may. */
  readonly requester: Unfit | undefined;
}

/** Terms before their fingerprint is made. */
export type PlainTerms = Omit<Terms, 'fingerprint'>;

/**
 * The terms as they would be shown now: the cluster and its hosts as OCP has them, the warnings, the rules that forbid it, and one approval more when
 * "as soon as it is approved" has come to mean outside the off-peak hours. What was chosen stays chosen; a host that was added
 * since is kept.
 */
export function presentTerms(terms: Terms, facts: PresentFacts, calendar: Calendar, now: Date): PlainTerms {
  const { fingerprint: _, blocking: __, ...before } = terms;
  const timed = isSuddenlyOutside(terms, calendar, now)
    ? withStart(before, { start: terms.start, outsideWindows: true })
    : before;
  const { cluster } = facts;
  const faults = facts.requester === undefined ? [] : [requesterFault(facts.requester)];
  if (cluster === undefined || !sameCluster(cluster, terms.cluster))
    return { ...timed, blocking: [notListedText(terms), ...faults] };
  const shown = { ...timed, cluster: clusterTerms(cluster), ...hostsOf(terms, cluster) };
  const checks = recheck({ cluster, listings: facts.listings, options: facts.options }, shown);
  const blocking = [...sentences(checks, 'blocking'), ...versionCannot(shown, facts.options), ...faults];
  return {
    ...shown,
    warnings: sinceBefore(
      terms.warnings,
      warningsOf(checks, { cluster, options: facts.options, skipHosts: shown.skipHosts }),
    ),
    ...(blocking.length === 0 ? {} : { blocking }),
  };
}

/** What could not be read is no change: of OBProxy clusters that cannot be read now, what was known before is shown. */
function sinceBefore(before: readonly string[], now: readonly string[]): string[] {
  return now.flatMap((text) => (text === PROXIES_UNREAD ? before.filter(isProxyWarning) : [text]));
}

/** What the rules warned of; where hosts can be skipped, of the offline ones only those that the requester did not skip. */
export function warningsOf(
  checks: readonly Check[],
  about: {
    readonly cluster: Cluster;
    readonly options: MoveOutOptions;
    readonly skipHosts: readonly HostRef[];
  },
): string[] {
  // Off-peak hours are a matter of the start, which is shown by itself.
  const warned = checks.filter(({ verdict, rule }) => verdict === 'warned' && rule !== 'off-peak');
  if (!about.options.skipHosts) return warned.map((check) => check.text);
  const others = warned.filter((check) => check.rule !== 'offline hosts').map((check) => check.text);
  const notSkipped = notSkippedWarning(about.cluster, about.skipHosts);
  return [...others, ...(notSkipped === undefined ? [] : [notSkipped])];
}

/** Whether people would be shown something else than what the terms have. */
export function isChanged(terms: PlainTerms, present: PlainTerms): boolean {
  return JSON.stringify(shownOf(terms)) !== JSON.stringify(shownOf(present));
}

/** What the card shows and people vote on: cluster, hosts, start, reason, rules, quorum, options. In this order it has the fingerprint. */
export function shownOf(terms: PlainTerms): readonly unknown[] {
  const { cluster, deleteHosts, keepHosts, skipHosts, start, reason, warnings, quorum } = terms;
  const { exportedInConsole, keepClusterInfo, configAddress, blocking } = terms;
  const options = { exportedInConsole, keepClusterInfo, configAddress };
  const hosts = [deleteHosts, keepHosts, skipHosts].map((list) =>
    list.map(({ id, name, address, zone }) => [id, name, address, zone]),
  );
  const { ocp, id, name, obClusterId, type, status, obVersion } = cluster;
  const shown = [ocp, id, name, obClusterId, type, status, obVersion ?? null];
  return [shown, ...hosts, start, reason, warnings, quorum, options, blocking ?? []];
}

function notListedText({ cluster }: Terms): string {
  return `OCP no longer lists the cluster ${clusterKey(cluster)}. Somebody may have moved it out in OCP.`;
}

function versionCannot(terms: PlainTerms, options: MoveOutOptions): string[] {
  const unknown = beyond(options, terms);
  if (unknown.length === 0) return [];
  return [`OCP ${terms.cluster.ocp} is of a version now that cannot do this: ${enumerate(unknown, '; ')}.`];
}

function sentences(checks: readonly Check[], verdict: Check['verdict']): string[] {
  return checks.filter((check) => check.verdict === verdict).map((check) => check.text);
}

/** A cluster as the terms of a request have it. */
export function clusterTerms({
  ocp,
  id,
  name,
  obClusterId,
  type,
  status,
  obVersion,
}: Cluster): Terms['cluster'] {
  return { ocp, id, name, obClusterId, type, status, ...(obVersion === undefined ? {} : { obVersion }) };
}

function hostsOf({ deleteHosts, keepHosts, skipHosts }: Terms, { hosts }: Cluster) {
  const stillThere = (chosen: readonly HostRef[]) =>
    chosen.flatMap(({ id }) => hosts.filter((host) => host.id === id).map(reference));
  const named = new Set([...deleteHosts, ...keepHosts].map(({ id }) => id));
  const added = hosts.filter(({ id }) => !named.has(id)).map(reference);
  return {
    deleteHosts: stillThere(deleteHosts),
    keepHosts: [...stillThere(keepHosts), ...added],
    skipHosts: stillThere(skipHosts),
  };
}

/** A host as the terms of a request name it. */
export function reference({ id, name, address, zone }: Host): HostRef {
  return { id, name, address, zone };
}
