/** What a cluster is, and what the prechecks say about it. */
import type { KnownBlock } from '@slack/types';
import type { Check } from '../../domain/check.ts';
import { type Cluster, clusterKey, holdingServices, isOffline } from '../../domain/cluster.ts';
import { LIMITS } from '../limits.ts';
import { clusterName, code, escapeText, mrkdwn } from '../mrkdwn.ts';
import { counted, firstOf, lines } from './lines.ts';
import { leavesHostsToConsole, type MoveOutForm } from './move-out-form.ts';

const ZONES_SHOWN = 12;
const STANDBYS_SHOWN = 3;
/** The longest sentence of a check, in characters. */
const CHECK_TEXT = 700;

/** A sign and a word for every verdict, so that nothing depends on a colour or on the sign alone. */
export const VERDICTS = {
  blocking: '✕ *Blocked:*',
  warned: '⚠ *Warning:*',
  passed: '✓ *Passed:*',
  neutral: 'ℹ *Note:*',
} as const;
const ORDER: readonly Check['verdict'][] = ['blocking', 'warned', 'passed', 'neutral'];

/** Identity, role, state, version, zones, hosts and tenants; of the hosts, how many this OCP can delete with a move-out. */
export function clusterBlock(form: Pick<MoveOutForm, 'cluster' | 'options'>): KnownBlock {
  const { cluster } = form;
  const rows: [string, string][] = [
    ['Cluster', clusterName(cluster)],
    ['OCP', `${code(cluster.ocp)}, cluster id ${cluster.id}`],
    ['Role', role(cluster)],
    ['State', escapeText(cluster.status, 100)],
    ['Version', cluster.obVersion === undefined ? 'not known' : escapeText(cluster.obVersion, 100)],
    [`Zones (${cluster.zones.length})`, zones(cluster)],
    [`Hosts (${cluster.hosts.length})`, hosts(form)],
    ['Tenants', cluster.tenantCount.toLocaleString('en-US')],
  ];
  return {
    type: 'section',
    fields: rows.slice(0, LIMITS.sectionFields).map(([name, text]) => mrkdwn(`*${name}*\n${text}`)),
  };
}

/** The prechecks, the worst first; at most four blocks. */
export function checkBlocks(checks: readonly Check[]): KnownBlock[] {
  const sorted = ORDER.flatMap((verdict) => checks.filter((check) => check.verdict === verdict));
  const shown = sorted.map((check) => `${VERDICTS[check.verdict]} ${escapeText(check.text, CHECK_TEXT)}`);
  return lines(['*Prechecks*', ...shown], { blocks: 4 });
}

function role(cluster: Cluster): string {
  const standbys = cluster.standbys.map((standby) => code(clusterKey(standby)));
  const known = standbys.length === 0 ? '' : `, standbys: ${firstOf(standbys, STANDBYS_SHOWN).join(', ')}`;
  return escapeText(cluster.type, 100) + known;
}

function zones({ zones, hosts }: Cluster): string {
  const shown = zones.map(
    (zone) => `${code(zone, 40)} ${counted(hosts.filter((host) => host.zone === zone).length, 'host')}`,
  );
  return shown.length === 0 ? 'none' : firstOf(shown, ZONES_SHOWN).join('\n');
}

function hosts(form: Pick<MoveOutForm, 'cluster' | 'options'>): string {
  const { cluster } = form;
  const deletable = cluster.hosts.filter((host) => holdingServices(host, cluster).length === 0).length;
  const held = cluster.hosts.length - deletable;
  const offline = cluster.hosts.filter(isOffline).length;
  const fates = leavesHostsToConsole(form)
    ? ['none is deleted with the move-out']
    : [`${deletable} can be deleted`, ...(held === 0 ? [] : [`${held} cannot be deleted`])];
  return [...fates, ...(offline === 0 ? [] : [`${offline} offline`])].join('\n');
}
