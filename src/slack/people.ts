import type { WebClient } from '@slack/web-api';
import type { Role, Roster, Standing } from '../domain/standing.ts';
import type { People } from '../workflow/ports.ts';
import type { SlackClients } from './clients.ts';
import { readPersonKind } from './person-kind.ts';
import { isAway, platformError } from './slack-error.ts';
import { isListed, membersOf } from './user-groups.ts';

/** Who may request, and who may approve; a list that is absent lets every full member of the channel through. */
export interface Rosters {
  readonly requesters?: Roster | undefined;
  readonly approvers?: Roster | undefined;
}

/**
 * Reads who somebody is from Slack, each time anew: a vote must not rest on an old answer. Who counts:
 *
 * - Nobody but full members in the channel. An id that Slack does not know counts like a deactivated account: not at all, and it is no fault, so that
 *   one wrong id in a list stops nobody else.
 * - Where there is a list, those who are on it by their own id count, whatever becomes of its groups.
 * - A group that cannot be read lets nobody of it through: who depends on it cannot be judged, and is refused with why. A vote that such a
 *   person gave before is neither counted nor void meanwhile: no further vote is taken and nothing starts, until the group can be read or that vote
 *   is withdrawn.
 *
 * Reminders are nobody's wait, so they are read with the background client.
 */
export function createPeople(
  { patient, background }: Pick<SlackClients, 'patient' | 'background'>,
  teamId: string,
  rosters: Rosters,
): People {
  return {
    standing: (person, channel, role) =>
      readStanding({ client: patient, teamId, rosters }, person, channel, role),
    async toRemind(channel, except, most) {
      const source = { client: background, teamId, rosters };
      const { found, faults } = await findApprovers(source, { channel, except, most });
      if (found.length === 0 && faults.length > 0) throw faults[0];
      return found;
    },
    isAway,
  };
}

/** Where it is read who somebody is. */
export interface PeopleSource {
  readonly client: WebClient;
  readonly teamId: string;
  readonly rosters: Rosters;
}

async function readStanding(
  { client, teamId, rosters }: PeopleSource,
  person: string,
  channel: string,
  role: Role,
): Promise<Standing> {
  const roster = role === 'requester' ? rosters.requesters : rosters.approvers;
  const [kind, inChannel, listed] = await Promise.all([
    readPersonKind(client, person, teamId),
    isMember(client, person, channel),
    isListed(client, person, roster),
  ]);
  return { person, kind: kind === 'unknown' ? 'deleted' : kind, inChannel, listed };
}

/** People who may approve in a channel, as far as they were looked for. */
interface FoundApprovers {
  readonly found: readonly string[];
  /** Why somebody, or a group, could not be read; those are left out. */
  readonly faults: readonly unknown[];
  /** Whether nobody else may approve: everybody was looked at. */
  readonly isAll: boolean;
}

/**
 * The first `most` of those who may approve, but `except`: of those on the list, or without one of those in the channel. A group is not given itself:
 * requester and voters may be in it. The channel is read once, and who is looked at once more.
 */
export async function findApprovers(
  { client, teamId, rosters: { approvers } }: PeopleSource,
  wanted: { readonly channel: string; readonly except: readonly string[]; readonly most: number },
): Promise<FoundApprovers> {
  const { channel, except, most } = wanted;
  const [page, ...groups] = await Promise.all([
    membersPage(client, channel, undefined),
    ...(approvers?.groups ?? []).map((group) => readGroup(client, group)),
  ]);
  const { members = [] } = page;
  const next = page.response_metadata?.next_cursor;
  const listed = [...(approvers?.people ?? members), ...groups.flatMap(({ users }) => users)];
  const others = [...new Set(listed)].filter((person) => !except.includes(person));
  const faults: unknown[] = groups.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  const found: string[] = [];
  for (const person of others.slice(0, MOST_CANDIDATES)) {
    if (found.length >= most) break;
    try {
      const isThere =
        members.includes(person) || (next ? await isMember(client, person, channel, next) : false);
      if (isThere && (await readPersonKind(client, person, teamId)) === 'member') found.push(person);
    } catch (fault) {
      faults.push(fault);
    }
  }
  const isLong = others.length > MOST_CANDIDATES || (approvers === undefined && Boolean(next));
  return { found, faults, isAll: found.length < most && faults.length === 0 && !isLong };
}

/** The users of a group; none, and why, when it cannot be read. */
async function readGroup(
  client: WebClient,
  group: string,
): Promise<{ users: readonly string[]; fault?: unknown }> {
  return membersOf(client, group).then(
    (users) => ({ users }),
    (fault: unknown) => ({ users: [], fault }),
  );
}

/** Of so many people somebody is found to remind, or nobody is. */
const MOST_CANDIDATES = 50;

/**
 * Whether somebody can read in a channel: its members can, and in a public one everybody who `looksAround` in the workspace, which guests do not. What
 * Slack does not call public is hidden. Throws when Slack does not say. The first members are read before the kind of channel, of which
 * Slack tells less often in a minute: most who ask are members.
 */
export async function canRead(
  client: WebClient,
  { person, looksAround }: { readonly person: string; readonly looksAround: () => Promise<boolean> },
  channel: string,
): Promise<boolean> {
  const first = await membersPage(client, channel, undefined);
  if (first.members?.includes(person)) return true;
  const { channel: found } = await client.conversations.info({ channel });
  const isPublic = found?.is_private === false && found.is_im !== true && found.is_mpim !== true;
  if (isPublic && (await looksAround())) return true;
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
