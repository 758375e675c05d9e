/**
 * Who sees which requests.
 *
 * - A request whose card is in a public channel is shown to every full member of the workspace; to a guest, and to somebody of another workspace, only as
 *   a member of that channel: in Slack they do not see the others either.
 * - One whose card is in a private channel, or in a direct message, is shown to the members of that channel and to its requester, and to
 *   nobody else. In a list it is left out and not counted: a number alone would tell when a private channel moves something. By its id it is answered
 *   like an id that no request has, in the same words.
 * - An administrator (MOVEOUT_ADMINS, where that is set) is shown every request by its id, to end it where nobody else can: in a channel that
 *   is gone, when its requester has left. Lists show administrators no more than others.
 * - While Slack does not say who is in a channel, its requests are shown to their requesters alone, and the answer says that.
 *
 * That a cluster has an open request is told to whoever asks for another one, with its id: it must be, since it is why there can be no other.
 */
import type { Request } from '../domain/request.ts';
import { isAdmin, type World } from '../workflow/world.ts';
import type { Bot } from './bot.ts';
import { canRead } from './people.ts';
import { requestsOf, type WithJournal } from './requests-of.ts';
import { UNSEEN_CHANNELS_TEXT } from './wording.ts';

/** Somebody who looks, for one answer: each channel is read once, and nothing of it is kept for another answer. */
export interface Viewer {
  sees(request: Request): Promise<boolean>;
  /** As {@link sees}, of a request that was named by its id. */
  seesById(request: Request): Promise<boolean>;
  /** What the answer must say beside, in mrkdwn: that some channels could not be read. Of those that were looked at by now. */
  unread(): readonly string[];
}

export function createViewer(
  {
    clients,
    log,
    world,
    kindOf,
  }: Pick<Bot, 'clients' | 'log' | 'kindOf'> & { readonly world: Pick<World, 'admins'> },
  person: string,
): Viewer {
  const channels = new Map<string, Promise<boolean>>();
  let someUnread = false;
  let kind: ReturnType<Bot['kindOf']> | undefined;

  function sees({ terms }: Request): Promise<boolean> {
    if (terms.requester === person) return Promise.resolve(true);
    const known = channels.get(terms.channel) ?? read(terms.channel);
    channels.set(terms.channel, known);
    return known;
  }

  function seesById(request: Request): Promise<boolean> {
    return isAdmin(world, person) ? Promise.resolve(true) : sees(request);
  }

  async function looksAround(): Promise<boolean> {
    kind ??= kindOf(person);
    return (await kind) === 'member';
  }

  async function read(channel: string): Promise<boolean> {
    try {
      return await canRead(clients.patient, { person, looksAround }, channel);
    } catch (error) {
      log.warn('who is in a channel could not be read for an answer', {
        person,
        channel,
        error: String(error),
      });
      someUnread = true;
      return false;
    }
  }

  return { sees, seesById, unread: () => (someUnread ? [UNSEEN_CHANNELS_TEXT] : []) };
}

/** Those of the requests that the viewer sees, in their order. */
export async function seenBy(viewer: Viewer, requests: readonly Request[]): Promise<Request[]> {
  const seen = await Promise.all(requests.map((request) => viewer.sees(request)));
  return requests.filter((_, index) => seen[index]);
}

/**
 * The first `most` requests of these ids that the viewer sees, in their order. Only as many are read as that takes. `isAll`: whether
 * no id is left behind them.
 */
export async function firstSeenBy(
  from: WithJournal,
  viewer: Viewer,
  { ids, most }: { readonly ids: readonly string[]; readonly most: number },
): Promise<{ readonly requests: readonly Request[]; readonly isAll: boolean }> {
  const found: Request[] = [];
  let next = 0;
  for (; next < ids.length && found.length < most; next += most)
    found.push(...(await seenBy(viewer, await requestsOf(from, ids.slice(next, next + most)))));
  return { requests: found.slice(0, most), isAll: next >= ids.length && found.length <= most };
}
