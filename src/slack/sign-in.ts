import type { WebClient } from '@slack/web-api';
import type { Identity } from './app.ts';
import { platformError } from './slack-error.ts';

/** A token that Slack does not take. The message says which and what to do, and does not repeat it. */
export class SignInFault extends Error {
  override readonly name = 'SignInFault';
}

/** Asks Slack who the bot token belongs to; throws {@link SignInFault} when it is wrong or revoked, or Slack is out of reach. */
export async function signIn(client: WebClient): Promise<Identity> {
  try {
    const { team_id: teamId, bot_id: botId, user_id: botUserId } = await client.auth.test();
    if (teamId === undefined || botId === undefined || botUserId === undefined)
      throw new SignInFault(
        'SLACK_BOT_TOKEN belongs to a person, not to a bot. Use the Bot User OAuth Token (xoxb-…).',
      );
    return { teamId, botId, botUserId };
  } catch (error) {
    if (error instanceof SignInFault) throw error;
    throw new SignInFault(
      `SLACK_BOT_TOKEN: ${why(error, 'the Bot User OAuth Token under OAuth & Permissions')}`,
    );
  }
}

/** The fault of a Socket Mode connection that could not be opened at the start. */
export function socketFault(error: unknown): SignInFault {
  return new SignInFault(
    `SLACK_APP_TOKEN: ${why(error, 'an App-Level Token with the scope connections:write under Basic Information')}`,
  );
}

function why(error: unknown, token: string): string {
  const refusal = platformError(error);
  if (refusal === undefined) {
    const cause = error instanceof Error ? error.message : String(error);
    return `Slack could not be asked whether it is valid (${cause}). Check the network and SLACK_API_URL, then start again.`;
  }
  return `Slack does not take this token (${refusal}). Copy ${token} of the app again, and start again.`;
}
