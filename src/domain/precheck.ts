/**
 * The rules that a cluster must meet before it is moved, as sentences for people: when the modal is filled (precheck), and
 * once more before the run and before the submit (recheck).
 */
import { type Calendar, EVERY_HOUR, frozenUntil, nextWindow } from './calendar.ts';
import type { Check } from './check.ts';
import type { ChosenHosts } from './chosen-hosts.ts';
import { type Cluster, clusterKey } from './cluster.ts';
import { chosenHosts, hostChecks } from './host-checks.ts';
import { type Listing, listedClusters } from './listing.ts';
import type { MoveOutOptions } from './move-out-options.ts';
import { describeWindow, isAlwaysOffPeak, timeIn } from './off-peak.ts';
import { enumerate, enumerateNames } from './sentence.ts';

/** What OCP says: the cluster, and the listings of every OCP that is known, that of the cluster's own among them. */
export interface OcpFacts {
  readonly cluster: Cluster;
  readonly listings: readonly Listing[];
  /** What the cluster's OCP lets a move-out say; everything unless told. */
  readonly options?: MoveOutOptions | undefined;
}

/** What the rules before a request need to know. */
export interface PrecheckFacts extends OcpFacts {
  /** Off-peak hours and freeze periods; none unless told. */
  readonly calendar?: Calendar | undefined;
  readonly now: Date;
  /** The request that is open for this cluster. */
  readonly openRequestId?: string | undefined;
}

/** The states in which OCP moves a cluster out. */
const MOVABLE = ['RUNNING', 'STOPPED', 'UNAVAILABLE'];

/** The rules before a request is made. One rule may give several sentences. */
export function precheck(facts: PrecheckFacts): Check[] {
  return [
    ...clusterChecks(facts),
    openRequest(facts.openRequestId),
    startTimes(facts.calendar ?? EVERY_HOUR, facts.now),
    proxies(facts.cluster),
    ...hostChecks(facts.cluster, facts.options),
  ];
}

/** The rules on what OCP says now, for a request whose terms chose the cluster and the hosts. */
export function recheck(facts: OcpFacts, chosen: ChosenHosts): Check[] {
  const { cluster, options } = facts;
  return [
    ...clusterChecks(facts),
    chosenHosts(cluster, chosen),
    proxies(cluster),
    ...hostChecks(cluster, options),
  ];
}

/** Whether a rule forbids to go on. */
export function isBlocked(checks: readonly Check[]): boolean {
  return checks.some((check) => check.verdict === 'blocking');
}

/** Whether a rule needs the listings of every OCP, as they really are: a standby of the cluster may be in any of them. */
export function needsEveryListing({ type, standbys }: Pick<Cluster, 'type' | 'standbys'>): boolean {
  return type !== 'STANDBY' && standbys.length > 0;
}

function clusterChecks({ cluster, listings }: OcpFacts): Check[] {
  return [state(cluster), ...standbyFirst(cluster, listings), metadb(cluster)];
}

function state(cluster: Cluster): Check {
  const movable = MOVABLE.includes(cluster.status);
  return {
    rule: 'state',
    verdict: movable ? 'passed' : 'blocking',
    text: movable
      ? `The cluster is ${cluster.status}, a state in which it can be moved.`
      : `The cluster is ${cluster.status}; it can be moved only when it is RUNNING, STOPPED or UNAVAILABLE.`,
  };
}

/** A primary must not go while a standby of it is listed in any known OCP; what cannot be read may list one. */
function standbyFirst(cluster: Cluster, listings: readonly Listing[]): Check[] {
  const rule = 'standby first';
  if (cluster.type === 'STANDBY')
    return [{ rule, verdict: 'passed', text: 'The cluster is a standby, which goes before its primary.' }];
  if (cluster.standbys.length === 0)
    return [{ rule, verdict: 'passed', text: 'The cluster has no standby that must go first.' }];
  const blocking = [stillListed(cluster, listings), ...unread(cluster, listings)];
  const found = blocking.filter((text) => text !== undefined);
  if (found.length > 0) return found.map((text) => ({ rule, verdict: 'blocking', text }));
  const half = listings.find((listing) => listing.ocp === cluster.ocp && lacks(listing, cluster));
  if (half !== undefined) return [{ rule, verdict: 'blocking', text: halfListed(cluster) }];
  const names = enumerateNames(cluster.standbys.map(clusterKey));
  return [{ rule, verdict: 'passed', text: `No known OCP lists its ${noun(cluster)} ${names} any more.` }];
}

function stillListed(cluster: Cluster, listings: readonly Listing[]): string | undefined {
  const standbys = new Set(cluster.standbys.map(clusterKey));
  const listed = listedClusters(listings)
    .filter((candidate) => standbys.has(clusterKey(candidate)))
    .map((standby) => `${clusterKey(standby)} (in OCP ${standby.ocp})`)
    .sort();
  if (listed.length === 0) return undefined;
  const verb = listed.length === 1 ? 'is' : 'are';
  return `Its standby must go first: ${enumerate(listed)} ${verb} still listed.`;
}

function unread(cluster: Cluster, listings: readonly Listing[]): string[] {
  const names = enumerateNames(cluster.standbys.map(clusterKey));
  const missing = listings.some((listing) => listing.ocp === cluster.ocp)
    ? []
    : [{ ocp: cluster.ocp, unreadable: 'nothing was read' }];
  return [...listings, ...missing]
    .filter((listing) => 'unreadable' in listing)
    .map(
      ({ ocp, unreadable }) =>
        `OCP ${ocp} may still list its ${noun(cluster)} ${names}, since its clusters could not be read: ` +
        `${unreadable.trim().replace(/\.+$/, '')}.`,
    );
}

/** A list of the cluster's own OCP without the cluster itself is half a list at best, and proves nothing. */
function halfListed(cluster: Cluster): string {
  const names = enumerateNames(cluster.standbys.map(clusterKey));
  return (
    `OCP ${cluster.ocp} may still list its ${noun(cluster)} ${names}, since its list is not whole: ` +
    `it lacks ${clusterKey(cluster)} itself.`
  );
}

function lacks(listing: Listing, cluster: Cluster): boolean {
  return 'clusters' in listing && !listing.clusters.some((one) => clusterKey(one) === clusterKey(cluster));
}

function noun(cluster: Cluster): string {
  return cluster.standbys.length === 1 ? 'standby' : 'standbys';
}

function metadb({ metaDb }: Cluster): Check {
  const rule = 'metadb';
  if (metaDb === undefined)
    return {
      rule,
      verdict: 'neutral',
      text: 'OCP does not say here whether this is its own metadata cluster (MetaDB); it refuses to move that one out.',
    };
  return metaDb
    ? { rule, verdict: 'blocking', text: "This is OCP's own metadata cluster (MetaDB); it must stay." }
    : { rule, verdict: 'passed', text: "It is not OCP's own metadata cluster (MetaDB)." };
}

function openRequest(id: string | undefined): Check {
  return id === undefined
    ? { rule: 'open request', verdict: 'passed', text: 'No other request is open for this cluster.' }
    : {
        rule: 'open request',
        verdict: 'blocking',
        text: `Request ${id} is open for this cluster; it must end before another one is made.`,
      };
}

/** When something may start: the freeze period that is now, the off-peak hours, and the next window that no freeze covers. */
function startTimes(calendar: Calendar, now: Date): Check {
  const rule = 'off-peak';
  const hours = calendar.offPeak;
  const thaw = frozenUntil(calendar, now);
  const window = nextWindow(calendar, now);
  const next =
    hours === undefined || window === undefined
      ? 'a freeze period leaves none'
      : `the next window is ${describeWindow(hours, window)}`;
  if (thaw !== undefined) {
    const until = `Nothing starts until ${timeIn(calendar.timezone, thaw)} (${calendar.timezone}): a freeze period`;
    return { rule, verdict: 'warned', text: hours === undefined ? `${until}.` : `${until}; ${next}.` };
  }
  if (hours === undefined)
    return {
      rule,
      verdict: 'neutral',
      text: 'OCP advises to do this in off-peak hours; none are configured for Moveout.',
    };
  if (isAlwaysOffPeak(hours))
    return { rule, verdict: 'passed', text: 'It is always off-peak hours as configured.' };
  return window !== undefined && window.from <= now
    ? { rule, verdict: 'passed', text: `It is off-peak hours now: ${describeWindow(hours, window)}.` }
    : { rule, verdict: 'warned', text: `It is not off-peak hours now; ${next}.` };
}

/** What is warned of where the OBProxy clusters of an OCP cannot be read. */
export const PROXIES_UNREAD =
  'Whether OBProxy clusters link to this cluster could not be read; look in OCP, and move them out first.';

/** Whether a sentence is what the rule about OBProxy clusters warns of. */
export function isProxyWarning(text: string): boolean {
  return text === PROXIES_UNREAD || /^\d+ OBProxy clusters? links? to this cluster: /.test(text);
}

/**
 * OCP's page on moving clusters between IDCs wants the OBProxy clusters moved out before the cluster: once it is out, the config
 * server of this OCP no longer answers for it. It warns only: other pages move them afterwards, and keeping the cluster
 * information softens it.
 */
function proxies({ proxyClusters }: Cluster): Check {
  const rule = 'obproxy';
  if (proxyClusters === undefined)
    return {
      rule,
      verdict: 'warned',
      text: PROXIES_UNREAD,
    };
  if (proxyClusters.length === 0)
    return { rule, verdict: 'passed', text: 'No OBProxy cluster of this OCP links to it.' };
  const subject =
    proxyClusters.length === 1 ? '1 OBProxy cluster links' : `${proxyClusters.length} OBProxy clusters link`;
  return {
    rule,
    verdict: 'warned',
    text: `${subject} to this cluster: ${enumerateNames(proxyClusters)}. Move OBProxy clusters out first, or they may lose the way to it.`,
  };
}
