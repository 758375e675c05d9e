/** The modal in which a person picks a cluster: the list filters as they type, and picking one goes on at once. */
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type ClusterSummary, clusterKey } from '../../domain/cluster.ts';
import { cut, LIMITS, length } from '../limits.ts';
import { code, escapeText } from '../mrkdwn.ts';
import { clusterValue } from './cluster-value.ts';
import { modal, option, plain } from './elements.ts';
import { firstOf, lines } from './lines.ts';

/** The action of the list, for the pick and for its suggestions; the value of an option is a cluster value. */
export const PICK_CLUSTER = 'pick-cluster';

/** What was typed behind the command, when it did not lead to one cluster. */
export interface TypedCluster {
  readonly text: string;
  readonly problem: 'ambiguous' | 'unknown';
  /** The clusters that it can mean, as they are typed. */
  readonly candidates?: readonly string[];
}

/** The picker. `notices` are plain sentences to show on top, for instance about an OCP that cannot be read. */
export function pickerView(typed?: TypedCluster, notices: readonly string[] = []): ModalView {
  const said = [
    ...(typed === undefined ? [] : [sentence(typed)]),
    ...notices.map((text) => escapeText(text, 500)),
  ];
  return modal({
    callbackId: 'pick-cluster',
    close: 'Cancel',
    blocks: [...lines(said, { blocks: 5 }), list()],
  });
}

/**
 * The options for what was typed into the list: clusters whose name, `name:obClusterId` or either with `@ocp` contains it, whatever the case.
 * Exact matches first, then those that begin with it; otherwise in the given order. At most 100, which is all Slack takes.
 */
export function clusterOptions(clusters: readonly ClusterSummary[], query: string): PlainTextOption[] {
  const wanted = query.trim().toLowerCase();
  const severalOcps = new Set(clusters.map((cluster) => cluster.ocp)).size > 1;
  return clusters
    .map((cluster) => ({ cluster, rank: rank(cluster, wanted) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, LIMITS.selectOptions)
    .map(({ cluster }) =>
      option(label(cluster), clusterValue(cluster), severalOcps ? `OCP: ${cluster.ocp}` : undefined),
    );
}

function list(): KnownBlock {
  return {
    type: 'section',
    block_id: PICK_CLUSTER,
    text: {
      type: 'mrkdwn',
      text: '*Which cluster?*\nType a part of its name. Nothing happens to it until the request is approved.',
    },
    accessory: {
      type: 'external_select',
      action_id: PICK_CLUSTER,
      min_query_length: 0,
      placeholder: plain('Choose a cluster', LIMITS.placeholder),
    },
  };
}

const CANDIDATES_SHOWN = 5;

function sentence({ text, problem, candidates = [] }: TypedCluster): string {
  const shown = escapeText(text, 100);
  const names = firstOf(
    candidates.map((name) => code(name, 120)),
    CANDIDATES_SHOWN,
  ).join(', ');
  return problem === 'ambiguous'
    ? `⚠ There is more than one cluster "${shown}"${names === '' ? '' : `: ${names}`}. Pick the one you mean.`
    : `⚠ There is no cluster "${shown}". Pick one from the list.`;
}

/** 0 exact, 1 beginning, 2 anywhere, undefined for no match. */
function rank(cluster: ClusterSummary, wanted: string): number | undefined {
  const { name, ocp } = cluster;
  const names = [name, clusterKey(cluster), `${name}@${ocp}`, `${clusterKey(cluster)}@${ocp}`].map((one) =>
    one.toLowerCase(),
  );
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  return names.some((name) => name.includes(wanted)) ? 2 : undefined;
}

/** Only the name is cut, so that number, role and state stay readable. */
function label(cluster: ClusterSummary): string {
  const rest = cut(`:${cluster.obClusterId} · ${cluster.type} · ${cluster.status}`, LIMITS.optionText - 10);
  return cut(cluster.name, LIMITS.optionText - length(rest)) + rest;
}
