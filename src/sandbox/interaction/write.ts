import type { ActOutcome } from '../page/protocol.ts';
import type { Channel } from '../state/channels.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { Person } from '../state/people.ts';
import type { World } from '../world.ts';
import { sendEvent } from './event.ts';

/** A person writes a plain message, into a thread when its `threadTs` is given. The bot hears of it where it is mentioned. */
export function writeMessage(
  world: World,
  person: Person,
  channel: Channel,
  { text, threadTs }: { readonly text: string; readonly threadTs?: string | undefined },
): ActOutcome {
  if (!channel.members.includes(person.id)) return { ok: false, error: 'not_in_channel' };
  if (channel.archived) return { ok: false, error: 'is_archived' };
  const thread = threadTs === undefined ? {} : { threadTs };
  const message = world.messages.post({ channel: channel.id, author: person.id, text, ...thread });
  tellOfMention(world, person, channel, message);
  return { ok: true };
}

/** In a channel where the bot is; in direct messages Slack has no `app_mention`. */
function tellOfMention(world: World, person: Person, channel: Channel, message: StoredMessage): void {
  const { bot } = world.seed;
  const mentions = new RegExp(`<@${bot.id}(\\|[^>]*)?>`).test(message.text);
  if (!mentions || channel.kind === 'im' || !channel.members.includes(bot.id)) return;
  const { ts, threadTs, text } = message;
  const event = {
    type: 'app_mention',
    user: person.id,
    text,
    ts,
    team: person.teamId,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    channel: channel.id,
    event_ts: ts,
  };
  sendEvent(world, event, { isExtShared: channel.shared });
}
