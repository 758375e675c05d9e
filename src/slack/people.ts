import type { WebClient } from '@slack/web-api';
import { type Role, type Roster, type Standing, unfit } from '../domain/standing.ts';
import type { People } from '../workflow/ports.ts';
import { platformError } from './slack-error.ts';
import { isListed } from './user-groups.ts';

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

  /** Who is on the list, groups first; without a list those members of the channel who may approve. */
  async function toRemind(channel: string, except: readonly string[], most: number): Promise<string[]> {
    const { approvers } = rosters;
    const groups = approvers?.groups ?? [];
    const candidates = approvers?.people ?? (await firstMembers(client, channel));
    const found = groups.slice(0, most);
    for (const person of candidates) {
      if (found.length >= most) break;
      if (!except.includes(person) && unfit(await standing(person, channel, 'approver')) === undefined)
        found.push(person);
    }
    return found;
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

/** Of a large channel the first page is enough to remind somebody. */
async function firstMembers(client: WebClient, channel: string): Promise<readonly string[]> {
  return (await membersPage(client, channel, undefined)).members?.slice(0, 50) ?? [];
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
