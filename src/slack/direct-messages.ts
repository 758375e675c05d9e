import type { WebClient } from '@slack/web-api';

/** Opens the direct message with a person and gives its channel; asks Slack once for each, since its rate is limited. */
export function createDirectMessages(client: WebClient): (person: string) => Promise<string> {
  const known = new Map<string, string>();
  return async function directMessage(person) {
    const before = known.get(person);
    if (before !== undefined) return before;
    const { channel } = await client.conversations.open({ users: person });
    if (channel?.id === undefined) throw new Error('Slack opened no direct message.');
    known.set(person, channel.id);
    return channel.id;
  };
}
