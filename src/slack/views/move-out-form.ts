/** What the modal Move Out Cluster shows, as a value: read from OCP once, and changed by Choose All and Choose None. */

import type { Calendar } from '../../domain/calendar.ts';
import type { Check } from '../../domain/check.ts';
import type { Cluster, ClusterIdentity } from '../../domain/cluster.ts';
import { isOffline } from '../../domain/cluster.ts';
import { hostChoices } from '../../domain/host-choices.ts';
import type { MoveOutOptions } from '../../domain/move-out-options.ts';
import { isBlocked } from '../../domain/precheck.ts';
import { type HostGroup, hostGroups } from './host-groups.ts';
import { counted } from './lines.ts';
import type { SubmittedStart } from './start-fields.ts';
import { parseViewState, tickedIds } from './view-state.ts';

/** Host ids that are ticked. */
export interface HostChoice {
  readonly deleteHostIds: readonly number[];
  readonly skipHostIds: readonly number[];
}

/** What the modal is made of besides the choice of hosts. */
export interface FormFacts {
  /** Names what is asked for; all that goes into private_metadata, and the value of Try Again when the form is blocked. */
  readonly id: string;
  readonly cluster: Cluster;
  readonly checks: readonly Check[];
  /** Off-peak hours and freeze periods. */
  readonly calendar: Calendar;
  /** When the form was made. */
  readonly openedAt: Date;
  /** Plain sentences on top: that no real cluster is touched, that something must be entered again. */
  readonly notices: readonly string[];
  /** Approvals that are needed for a start in the off-peak hours. */
  readonly quorum: number;
  /** How long people have to approve, in milliseconds. */
  readonly approvalTtlMs: number;
  /** The id of the channel to which the card goes. */
  readonly channel: string;
  /** What stands in the fields when the modal opens, after it had to be made anew. Never the encryption key. */
  readonly typed?: Typed | undefined;
  /** The card of the request that is open for this cluster. */
  readonly openCard?: string | undefined;
  /** The primary of a standby, where an OCP lists it. */
  readonly primary?: ClusterIdentity | undefined;
  /** What this OCP's version lets be said. */
  readonly options: MoveOutOptions;
  /** Where the requester exports the credentials in the console of OCP, in mrkdwn; then no key is asked for. */
  readonly exportInConsole?: string | undefined;
}

/** What was typed or ticked beside the hosts, before the modal had to be made anew. */
interface Typed {
  readonly reason?: string;
  readonly start?: SubmittedStart;
  readonly allHosts?: boolean;
  readonly keepClusterInfo?: boolean;
  readonly configAddress?: string;
}

export interface MoveOutForm extends FormFacts {
  readonly choice: HostChoice;
  /**
   * How often Choose All or Choose None was used on each group of hosts, by its index. Slack keeps what was ticked in a
   * block of the same id, so the ids of a group carry this number.
   */
  readonly generations: Readonly<Record<number, number>>;
}

/** The form as it opens: every host that can be deleted is chosen but the offline ones, and these are skipped. */
export function newForm(facts: FormFacts, choice: HostChoice = firstChoice(facts)): MoveOutForm {
  return { ...facts, choice, generations: {} };
}

/** The form with the hosts that are ticked now. `values` is `view.state.values` of a click; throws when it is unreadable. */
export function withTicked(form: MoveOutForm, values: unknown): MoveOutForm {
  const state = parseViewState(values);
  const { deletable, offline } = hostChoices(form.cluster);
  const among = (ids: readonly number[], hosts: readonly { readonly id: number }[]) =>
    ids.filter((id) => hosts.some((host) => host.id === id));
  const choice = {
    deleteHostIds: among(tickedIds(state, HOSTS_BLOCK), deletable),
    skipHostIds: among(tickedIds(state, SKIP_BLOCK), offline),
  };
  return { ...form, choice };
}

/** The form with all hosts of a group chosen, or none; the group is given by its index. Every other field stays as it is. */
export function withZoneChoice(form: MoveOutForm, group: number, chosen: 'all' | 'none'): MoveOutForm {
  const ids = groupsOf(form)[group]?.hosts.map((host) => host.id);
  if (ids === undefined) return form;
  const others = form.choice.deleteHostIds.filter((id) => !ids.includes(id));
  const deleteHostIds = chosen === 'all' ? [...others, ...ids] : others;
  const generations = { ...form.generations, [group]: (form.generations[group] ?? 0) + 1 };
  return { ...form, choice: { ...form.choice, deleteHostIds }, generations };
}

/** The prechecks, and one more that blocks when the modal has no room for the cluster's hosts. */
export function checksOf(form: MoveOutForm): readonly Check[] {
  const spread = hostGroups(form);
  return 'groups' in spread ? form.checks : [...form.checks, tooLarge(form.cluster, spread.atMost)];
}

/** Whether the modal only tells why the cluster cannot be moved. */
export function isFormBlocked(form: MoveOutForm): boolean {
  return isBlocked(checksOf(form));
}

/** The groups of hosts that can be deleted one by one; none when they are too many, or this OCP does not let choose. */
export function groupsOf(form: MoveOutForm): readonly HostGroup[] {
  const spread = hostGroups(form);
  return 'groups' in spread ? spread.groups : [];
}

/** The block ids of checkboxes for hosts to delete begin with this. */
export const HOSTS_BLOCK = 'delete-hosts:';
/** The block ids of checkboxes for offline hosts begin with this. */
export const SKIP_BLOCK = 'skip-hosts:';

/** The block id of a portion of a group's hosts; it changes with Choose All and Choose None. */
export function hostsBlockId(form: MoveOutForm, group: number, portion: number): string {
  return `${HOSTS_BLOCK}${group}:${portion}:${form.generations[group] ?? 0}`;
}

/** The check for a cluster with more hosts than the modal can show. */
function tooLarge(cluster: Cluster, atMost: number): Check {
  const { deletable, offline } = hostChoices(cluster);
  const offlineToo = offline.length === 0 ? '' : ` with ${counted(offline.length, 'host')} offline`;
  return {
    rule: 'hosts',
    verdict: 'blocking',
    text:
      `${counted(deletable.length, 'host')} can be deleted, and Moveout can handle at most ${atMost.toLocaleString('en-US')} ` +
      `in one modal${offlineToo}. Use the OCP console for this cluster.`,
  };
}

function firstChoice(facts: FormFacts): HostChoice {
  const { cluster, options } = facts;
  const { deletable, offline } = hostChoices(cluster);
  const online = deletable.filter((host) => !isOffline(host));
  const all = offersAllHosts(facts) && startsWithAllHosts(cluster) ? deletable : [];
  return {
    deleteHostIds: (options.deleteHosts === 'each' ? online : all).map((host) => host.id),
    skipHostIds: options.skipHosts ? offline.map((host) => host.id) : [],
  };
}

/** Whether all hosts can be deleted together, by an OCP that deletes all or none: no other service may hold one of them. */
export function offersAllHosts({ options, cluster }: Pick<MoveOutForm, 'options' | 'cluster'>): boolean {
  return (
    options.deleteHosts === 'all or none' &&
    cluster.hosts.length > 0 &&
    hostChoices(cluster).held.length === 0
  );
}

/** Whether this OCP's version deletes none of the hosts with this move-out, so that people delete them in its console afterwards. */
export function leavesHostsToConsole(form: Pick<MoveOutForm, 'options' | 'cluster'>): boolean {
  return form.cluster.hosts.length > 0 && form.options.deleteHosts !== 'each' && !offersAllHosts(form);
}

/** Deleting is recommended; with a host that does not answer the task would fail, so then nothing is ticked at first. */
function startsWithAllHosts(cluster: Cluster): boolean {
  return !cluster.hosts.some(isOffline);
}
