/** What `/moveout why` answers about a cluster of which the person sees no open request: whether it could be moved out now. */
import type { Check } from '../../domain/check.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { UnreadableListing } from '../../domain/listing.ts';
import { isBlocked } from '../../domain/precheck.ts';
import { clusterPlace, code, date, escapeText } from '../mrkdwn.ts';
import { VERDICTS } from './cluster-blocks.ts';
import { context } from './elements.ts';
import { lines } from './lines.ts';
import { unreadableLine } from './list.ts';
import type { Message } from './message.ts';

/** What the OCPs say of a cluster that was typed. */
export type ClusterFound =
  /** `silent`: OCPs that could not be read, so that they may list one of that name, too. */
  | {
      readonly cluster: Cluster;
      readonly checks: readonly Check[];
      readonly silent: readonly UnreadableListing[];
    }
  | { readonly notListed: readonly UnreadableListing[] }
  /** How each of those that it can mean is typed. */
  | { readonly several: readonly string[] }
  /** Why that is not known. */
  | { readonly unreadable: string };

export interface WhyClusterShown {
  readonly found: ClusterFound;
  /** Why this person may not request it, in plain text. */
  readonly mayNot: string | undefined;
  readonly now: Date;
  /** What could not be read from Slack, so that an open request may be missing; in mrkdwn. */
  readonly unread: readonly string[];
  readonly severalOcps: boolean;
}

/** `of`: the cluster as it was typed. */
export function whyClusterMessage(of: string, shown: WhyClusterShown): Message {
  const title = `You see no open request of ${code(of, 160)}.`;
  const foot = `As of ${date(shown.now)} · Ended ones: \`/moveout history ${escapeText(of, 160)}\``;
  return {
    text: title,
    blocks: [...lines([title, ...shown.unread, ...foundLines(of, shown)], { blocks: 4 }), context(foot)],
  };
}

function foundLines(of: string, shown: WhyClusterShown): string[] {
  const { found } = shown;
  if ('unreadable' in found)
    return [
      `⚠️ Whether it could be moved out is not known: ${escapeText(found.unreadable, 700)} Ask again in a minute.`,
    ];
  if ('several' in found)
    return [
      `Several clusters have that name. Name one of them: ${found.several.map((typed) => code(typed, 160)).join(', ')}.`,
    ];
  if ('notListed' in found) {
    const none =
      found.notListed.length > 0
        ? 'No OCP that could be read lists it; it may be in one that could not.'
        : 'No OCP that Moveout knows lists it. See `/moveout list`.';
    return [none, ...found.notListed.map(unreadableLine)];
  }
  return [...verdictLines(of, found, shown), ...found.silent.map(unreadableLine)];
}

/** Only what speaks against it: what is passed is no answer to why. */
function verdictLines(
  of: string,
  { cluster, checks }: Extract<ClusterFound, { readonly cluster: Cluster }>,
  { severalOcps, mayNot }: WhyClusterShown,
): string[] {
  const name = clusterPlace(cluster, severalOcps);
  const said = (verdict: 'blocking' | 'warned') =>
    checks
      .filter((check) => check.verdict === verdict)
      .map(({ text }) => `${VERDICTS[verdict]} ${escapeText(text, 700)}`);
  const next =
    mayNot === undefined
      ? ` Request it with \`/moveout ${escapeText(of, 160)}\`.`
      : `\n${escapeText(mayNot, 700)}`;
  const title = isBlocked(checks)
    ? `*${name} cannot be moved out now.*`
    : `*Nothing forbids to move ${name} out.*${next}`;
  return [title, ...said('blocking'), ...said('warned')];
}
