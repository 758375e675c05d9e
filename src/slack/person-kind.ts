/** What kind of user somebody is, as Slack says it. */
import type { WebClient } from '@slack/web-api';
import type { Standing } from '../domain/standing.ts';
import { platformError } from './slack-error.ts';

/** `unknown`: Slack has, or shows the bot, no user of that id. */
export type PersonKind = Standing['kind'] | 'unknown';

const NOBODY = ['user_not_found', 'user_not_visible'];

/** `teamId`: the workspace of the bot. Throws when Slack does not say; that it knows nobody of that id is an answer. */
export async function readPersonKind(client: WebClient, person: string, teamId: string): Promise<PersonKind> {
  const user = await readUser(client, person);
  if (user === undefined) return 'unknown';
  if (user.deleted) return 'deleted';
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger || (user.team_id !== undefined && user.team_id !== teamId)) return 'stranger';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

async function readUser(client: WebClient, person: string) {
  try {
    const { user } = await client.users.info({ user: person });
    if (user === undefined) throw new Error(`Slack says nothing about ${person}.`);
    return user;
  } catch (error) {
    if (NOBODY.includes(platformError(error) ?? '')) return undefined;
    throw error;
  }
}
