/** What `/moveout why` answers: of a request, or of a cluster of which none is open. */
import { type ClusterReference, matchingClusters, shortestReferences } from '../domain/cluster-reference.ts';
import type { Explained } from '../domain/explain.ts';
import type { Request } from '../domain/request.ts';
import { explainTo } from '../workflow/act.ts';
import type { Bot } from './bot.ts';
import { escapeText } from './mrkdwn.ts';
import { readPrechecks } from './prechecks.ts';
import { nobodyApprovesText, nobodyMayText, whyText } from './refusal-words.ts';
import { requestNamed, severalText } from './request-named.ts';
import { whyNotRequester } from './requester-refusal.ts';
import { cardLink, said, seenOf } from './status-answers.ts';
import type { Message } from './views/message.ts';
import { whyMessage } from './views/why.ts';
import { type ClusterFound, whyClusterMessage } from './views/why-cluster.ts';
import { within } from './within.ts';
import { unknownOcpText } from './wording.ts';

/** So long, in milliseconds, somebody waits for what OCP says of a cluster. */
const WAIT_MS = 8_000;

/**
 * What this person may do to a request, and why not the rest; without an open one, whether the cluster could be moved out. `of`: an id,
 * or a cluster; `channel`: where the card of a new request would be, undefined in a direct message.
 */
export async function answerWhy(
  bot: Bot,
  person: string,
  of: string,
  channel: string | undefined,
): Promise<Message> {
  const named = await requestNamed(bot, person, of);
  if ('answer' in named) return named.answer;
  if ('several' in named) return said(severalText(of, named.several));
  if ('request' in named) return whyRequest(bot, person, named.request);
  const stranger = unknownOcpText(
    named.noneOf.ocp,
    bot.world.ocps.map(({ name }) => name),
  );
  if (stranger !== undefined) return said(escapeText(stranger));
  const [found, mayNot] = await Promise.all([
    lookUp(bot, named.noneOf),
    channel === undefined ? undefined : mayNotRequest(bot, person, channel),
  ]);
  return whyClusterMessage(of, {
    found,
    mayNot,
    now: bot.world.clock.now(),
    unread: named.unread,
    severalOcps: bot.world.ocps.length > 1,
  });
}

async function whyRequest(bot: Bot, person: string, request: Request): Promise<Message> {
  const explained = await explainTo(bot.world, request, person);
  if ('unreadable' in explained) return said(nobodyMayText(explained.unreadable, request, explained.ends));
  const { rules, unanswered } = explained;
  return whyMessage(request, {
    ...seenOf(bot, request.id),
    link: await cardLink(bot, request.id),
    rules: rules.map((rule) => ({ ...rule, sentence: sentenceOf(rule, request, unanswered) })),
  });
}

/** Why not; undefined when the person may. While OCP cannot be read nobody can approve, whatever else the rules say. */
function sentenceOf(
  { kind, refusal }: Explained,
  request: Request,
  unanswered: string | undefined,
): string | undefined {
  if (refusal !== undefined) return whyText(refusal, request);
  return kind === 'approve' && unanswered !== undefined ? nobodyApprovesText(unanswered) : undefined;
}

/** Undefined also where Slack does not say: then the form does. */
async function mayNotRequest(bot: Bot, person: string, channel: string): Promise<string | undefined> {
  const read = await whyNotRequester(bot, person, channel);
  return read === 'unread' ? undefined : read.refusal;
}

/** The cluster as the form would show it; whatever cannot be read, or not in time, is said. Never rejects. */
async function lookUp(bot: Bot, reference: ClusterReference): Promise<ClusterFound> {
  try {
    const read = await within(WAIT_MS, checked(bot, reference));
    return read === 'late' ? { unreadable: `OCP has not answered within ${WAIT_MS / 1_000} s.` } : read.value;
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

async function checked(bot: Bot, reference: ClusterReference): Promise<ClusterFound> {
  const listings = await bot.clusters.fresh(reference.ocp);
  const silent = listings.filter((listing) => 'unreadable' in listing);
  const [cluster, ...others] = matchingClusters(listings, reference);
  if (cluster === undefined) return { notListed: silent };
  if (others.length > 0) return { several: [cluster, ...others].map(shortestReferences(listings)) };
  const read = await readPrechecks(bot, cluster, listings);
  return read === undefined ? { notListed: silent } : { cluster: read.cluster, checks: read.checks, silent };
}
