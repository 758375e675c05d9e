import type { WebClient } from '@slack/web-api';
import { type Role, type Roster, type Standing, unfit } from '../domain/standing.ts';
import type { People } from '../workflow/ports.ts';
import { platformError } from './slack-error.ts';
import { isListed, membersOf } from './user-groups.ts';

/** Who may request, and who may approve; a list that is absent lets every full member of the channel through. */
export interface Rosters {
  readonly requesters?: Roster | undefined;
  readonly approvers?: Roster | undefined;
}

/** Reads who somebody is from Slack, each time anew: a vote must not rest on an old answer. */
export function createPeople(client: WebClient, teamId: string, rosters: Rosters): People {
  async function standing(person: string, channel: string, role: Role): Promise<Standing> {
    const roster = role === 'requester' ? rosters.requesters : rosters.approvers;
    const [kind, inChannel, listed] = await Promise.all([
      readKind(client, person, teamId),
      isMember(client, person, channel),
      isListed(client, person, roster),
    ]);
    return { person, kind, inChannel, listed };
  }

  /** Those on the list, or without one those in the channel. A group is not mentioned itself: requester and voters may be in it. */
  async function toRemind(channel: string, except: readonly string[], most: number): Promise<string[]> {
    const { approvers } = rosters;
    const groups = await Promise.allSettled(
      (approvers?.groups ?? []).map((group) => membersOf(client, group)),
    );
    const named = approvers?.people ?? (await firstMembers(client, channel));
    const inGroups = groups.flatMap((group) => (group.status === 'fulfilled' ? group.value : []));
    const others = new Set([...named, ...inGroups].filter((person) => !except.includes(person)));
    const found: string[] = [];
    for (const person of [...others].slice(0, MOST_CANDIDATES)) {
      if (found.length >= most) break;
      if (await mayApprove(person, channel)) found.push(person);
    }
    const unread = groups.find((group) => group.status === 'rejected');
    if (found.length === 0 && unread !== undefined) throw unread.reason;
    return found;
  }

  async function mayApprove(person: string, channel: string): Promise<boolean> {
    return unfit(await standing(person, channel, 'approver')) === undefined;
  }

  return { standing, toRemind };
}

async function readKind(client: WebClient, person: string, teamId: string): Promise<Standing['kind']> {
  const { user } = await client.users.info({ user: person });
  if (user === undefined) throw new Error(`Slack says nothing about ${person}.`);
  if (user.deleted) return 'deleted';
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger || (user.team_id !== undefined && user.team_id !== teamId)) return 'stranger';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/** Of so many people somebody is found to remind, or nobody is. */
const MOST_CANDIDATES = 50;

/** Of a large channel the first page is enough to remind somebody. */
async function firstMembers(client: WebClient, channel: string): Promise<readonly string[]> {
  return (await membersPage(client, channel, undefined)).members ?? [];
}

/**
 * Whether somebody can read in a channel: everybody can in a public one; in one that Slack does not call public, its members. Throws when
 * Slack does not say. The first members are read before the kind of channel, of which Slack tells less often in a minute: most who ask are members.
 */
export async function canRead(client: WebClient, person: string, channel: string): Promise<boolean> {
  const first = await membersPage(client, channel, undefined);
  if (first.members?.includes(person)) return true;
  const { channel: found } = await client.conversations.info({ channel });
  if (found?.is_private === false && found.is_im !== true && found.is_mpim !== true) return true;
  const next = first.response_metadata?.next_cursor;
  return next ? isMember(client, person, channel, next) : false;
}

/** Slack pages the members of a channel; the last page has an empty cursor. `from`: the cursor of the first page to read. */
async function isMember(
  client: WebClient,
  person: string,
  channel: string,
  from?: string | undefined,
): Promise<boolean> {
  for (let cursor = from; ; ) {
    const page = await membersPage(client, channel, cursor);
    if (page.members?.includes(person)) return true;
    cursor = page.response_metadata?.next_cursor;
    if (!cursor) return false;
  }
}

async function membersPage(client: WebClient, channel: string, cursor: string | undefined) {
  try {
    return await client.conversations.members({ channel, limit: 1000, ...(cursor ? { cursor } : {}) });
  } catch (error) {
    // A private channel hides from a bot that was removed from it.
    if (platformError(error) !== 'channel_not_found') throw error;
    throw new Error('it is not in the channel of the card any more; type `/invite @Moveout` there', {
      cause: error,
    });
  }
}

/** Whether the bot can post in a channel: `ready`, or why not. */
export async function channelStanding(
  client: WebClient,
  channel: string,
): Promise<'ready' | 'bot not in channel' | 'archived'> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    if (found?.is_archived) return 'archived';
    return found?.is_member ? 'ready' : 'bot not in channel';
  } catch (error) {
    // A private channel hides from a bot that is not in it.
    if (platformError(error) === 'channel_not_found') return 'bot not in channel';
    throw error;
  }
}
