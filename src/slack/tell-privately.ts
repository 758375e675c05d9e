import type { SlackClients } from './clients.ts';
import { platformError } from './slack-error.ts';

/**
 * Says something to one person: as an ephemeral message where the person is, or as a direct message where that is
 * impossible (no channel, bot or person not in it).
 */
export async function tellPrivately(
  { interactive }: SlackClients,
  to: { readonly person: string; readonly channel?: string | undefined },
  text: string,
): Promise<void> {
  if (to.channel !== undefined) {
    try {
      await interactive.chat.postEphemeral({ channel: to.channel, user: to.person, text });
      return;
    } catch (error) {
      if (platformError(error) === undefined) throw error;
    }
  }
  const { channel } = await interactive.conversations.open({ users: to.person });
  if (channel?.id !== undefined) await interactive.chat.postMessage({ channel: channel.id, text });
}
