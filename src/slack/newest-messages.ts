import type { WebClient } from '@slack/web-api';

/** So many messages of a channel are looked through for one of ours. */
const NEWEST = 200;

/** The newest messages of a channel or direct message, newest first, with their metadata; replies are not among them. */
export async function newestMessages(client: WebClient, channel: string) {
  const { messages = [] } = await client.conversations.history({
    channel,
    include_all_metadata: true,
    limit: NEWEST,
  });
  return messages;
}
