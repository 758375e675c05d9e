/** Which request somebody means who types an id or a cluster behind a command. */
import { type ClusterReference, parseClusterReference } from '../domain/cluster-reference.ts';
import { REQUEST_ID } from '../domain/events.ts';
import type { Request } from '../domain/request.ts';
import { isAbout } from '../log.ts';
import type { Bot } from './bot.ts';
import { clusterPlace, code } from './mrkdwn.ts';
import { openRequests } from './requests-of.ts';
import { requestById } from './status-answers.ts';
import { createViewer, seenBy } from './viewer.ts';
import { helpMessage } from './views/help.ts';
import type { Message } from './views/message.ts';

/** How many requests of a cluster are looked through for one that is open. */
const LOOKED_THROUGH = 200;

export type Named =
  | { readonly request: Request }
  /** What to say: there is no such request, or the text is neither an id nor a cluster. */
  | { readonly answer: Message }
  /** Several OCPs have a cluster of that name, and a request of each is open. */
  | { readonly several: readonly Request[] }
  /** The person sees no open request of that cluster; `unread`: what Slack did not say, so that one may be missing, in mrkdwn. */
  | { readonly noneOf: ClusterReference; readonly unread: readonly string[] };

/** The request of an id, or the open one of a cluster, as far as the person may see it. */
export async function requestNamed(bot: Bot, person: string, of: string): Promise<Named> {
  const named = await lookFor(bot, person, of);
  if ('request' in named) isAbout(named.request.id);
  return named;
}

async function lookFor(bot: Bot, person: string, of: string): Promise<Named> {
  const viewer = createViewer(bot, person);
  const id = of.toUpperCase();
  if (REQUEST_ID.test(id)) {
    const found = await requestById(bot, viewer, id);
    return 'text' in found ? { answer: found } : { request: found };
  }
  const reference = parseClusterReference(of);
  if (reference === undefined) return { answer: helpMessage(of) };
  const ids = await bot.world.journal.ofCluster(of, LOOKED_THROUGH);
  const candidates = (await openRequests(bot)).filter(({ id: candidate }) => ids.includes(candidate));
  const [open, ...others] = await seenBy(viewer, candidates);
  if (open === undefined) return { noneOf: reference, unread: viewer.unread() };
  return others.length === 0 ? { request: open } : { several: [open, ...others] };
}

/** That a name can mean several, and how to name one. `of`: what was typed. */
export function severalText(of: string, requests: readonly Request[]): string {
  const names = requests
    .slice(0, 10)
    .map(({ id, terms }) => `• ${id} · ${clusterPlace(terms.cluster, true)}`);
  return [`Several requests of ${code(of, 160)} are open. Name one of them:`, ...names].join('\n');
}
