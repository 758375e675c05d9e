/** User groups of the workspace, which lists of people may name. */
import type { WebClient } from '@slack/web-api';
import type { Roster } from '../domain/standing.ts';
import { platformError } from './slack-error.ts';

/**
 * Whether the person is on the list, by itself or in one of its user groups; everybody is when there is no list. Groups are read each time anew, and only where it
 * depends on them: who is listed by their own id, or is in a group that can be read, is on the list whatever becomes of the others. Throws, with a sentence, when it
 * depends on a group that cannot be read: nobody is let through by it then.
 */
export async function isListed(
  client: WebClient,
  person: string,
  roster: Roster | undefined,
): Promise<boolean> {
  if (roster === undefined || roster.people.includes(person)) return true;
  const read = await Promise.allSettled(roster.groups.map((group) => membersOf(client, group)));
  if (read.some((result) => result.status === 'fulfilled' && result.value.includes(person))) return true;
  const failed = read.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return false;
}

/** The user ids in a user group. Throws, with a sentence that says what to do, when it cannot be read; a disabled group has none. */
export async function membersOf(client: WebClient, group: string): Promise<readonly string[]> {
  try {
    return (await client.usergroups.users.list({ usergroup: group })).users ?? [];
  } catch (error) {
    throw new Error(groupFault(group, platformError(error)) ?? String(error), { cause: error });
  }
}

/** Why a user group cannot be read, as a clause; `refusal` is Slack's word. Undefined for a fault that may pass. */
function groupFault(group: string, refusal: string | undefined): string | undefined {
  if (refusal === 'missing_scope')
    return `the app may not read the user group ${group}; its administrator must install it again with the scope usergroups:read`;
  if (refusal === 'plan_upgrade_required')
    return `this Slack plan has no user groups, so ${group} cannot be read; its administrator must list user ids in place of it`;
  if (refusal === 'no_such_subteam')
    return `Slack knows no user group ${group}; the administrator of Moveout must correct it`;
  return undefined;
}
