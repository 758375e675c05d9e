import { LIMITS } from '../limits.ts';
import { apiMessage } from '../present/api-objects.ts';
import { seesMessage } from '../present/news.ts';
import { type Answer, Refusal } from '../refusal.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { World } from '../world.ts';
import { knownChannel, writableChannel } from './access.ts';
import { isBlank, messageArgs, threadOf } from './message-args.ts';
import { botMethod, type Call, type Methods } from './method.ts';

function postMessage({ world, args }: Call): Answer {
  const channel = writableChannel(world, args.text('channel'));
  if (channel instanceof Refusal) return channel;
  const parts = messageArgs(args);
  if (parts instanceof Refusal) return parts;
  if (isBlank(parts, args.json('attachments'))) return new Refusal('no_text');
  const threadTs = threadOf(world, channel.id, args.text('thread_ts'));
  if (threadTs instanceof Refusal) return threadTs;
  const { text, cut } = cutText(parts.text ?? '');
  const message = world.messages.post({
    ...parts,
    channel: channel.id,
    author: world.seed.bot.id,
    text,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  const shown = apiMessage(world, message, { metadata: true });
  const warning = { response_metadata: { warnings: ['message_truncated'] }, warning: 'message_truncated' };
  return { channel: channel.id, ts: message.ts, message: shown, ...(cut ? warning : {}) };
}

function cutText(text: string): { text: string; cut: boolean } {
  const points = text.length > LIMITS.message.postText ? [...text] : [];
  if (points.length <= LIMITS.message.postText) return { text, cut: false };
  return { text: points.slice(0, LIMITS.message.postText).join(''), cut: true };
}

/** The bot's own message that a call names, or `message_not_found`, or `notOurs` when somebody else wrote it. */
function ownMessage({ world, args }: Call, notOurs: string): StoredMessage | Refusal {
  const channel = knownChannel(world, args.text('channel'));
  if (channel instanceof Refusal) return channel;
  const message = world.messages.find(channel.id, args.text('ts') ?? '');
  if (!message || message.onlyFor !== undefined) return new Refusal('message_not_found');
  if (message.author !== world.seed.bot.id) return new Refusal(notOurs);
  if (channel.archived) return new Refusal('is_archived');
  return channel.members.includes(world.seed.bot.id) ? message : new Refusal('not_in_channel');
}

function update(call: Call): Answer {
  const { world, args } = call;
  const message = ownMessage(call, 'cant_update_message');
  if (message instanceof Refusal) return message;
  if ([...(args.text('text') ?? '')].length > LIMITS.message.updateText) return new Refusal('msg_too_long');
  const parts = messageArgs(args);
  if (parts instanceof Refusal) return parts;
  if (isBlank({ ...message, ...parts }, args.json('attachments'))) return new Refusal('no_text');
  const changed = world.messages.edit(message, parts, world.seed.bot.id);
  const { channel, ts, text } = changed;
  return { channel, ts, text, message: apiMessage(world, changed, { metadata: true }) };
}

function remove(call: Call): Answer {
  const message = ownMessage(call, 'cant_delete_message');
  if (message instanceof Refusal) return message;
  call.world.messages.remove(message.channel, message.ts);
  return { channel: message.channel, ts: message.ts };
}

function postEphemeral({ world, args }: Call): Answer {
  const channel = writableChannel(world, args.text('channel'));
  if (channel instanceof Refusal) return channel;
  const user = args.text('user') ?? '';
  if (!world.people.has(user)) return new Refusal('user_not_found');
  if (!channel.members.includes(user)) return new Refusal('user_not_in_channel');
  const parts = messageArgs(args);
  if (parts instanceof Refusal) return parts;
  if (isBlank(parts, args.json('attachments'))) return new Refusal('no_text');
  const threadTs = threadOf(world, channel.id, args.text('thread_ts'));
  if (threadTs instanceof Refusal) return threadTs;
  const message = world.messages.post({
    ...parts,
    channel: channel.id,
    author: world.seed.bot.id,
    text: parts.text ?? '',
    onlyFor: user,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return { message_ts: message.ts };
}

function getPermalink({ world, args }: Call): Answer {
  const channel = knownChannel(world, args.text('channel'));
  if (channel instanceof Refusal) return channel;
  const message = world.messages.find(channel.id, args.text('message_ts') ?? '');
  if (!message || !seesMessage(world, world.seed.bot.id, message)) return new Refusal('message_not_found');
  return { channel: channel.id, permalink: permalink(world, message) };
}

/** A link that opens the page at the message. */
function permalink(world: World, { channel, ts, threadTs }: StoredMessage): string {
  const link = new URL(world.url);
  link.searchParams.set('channel', channel);
  link.searchParams.set('message', ts);
  if (threadTs !== undefined) link.searchParams.set('thread', threadTs);
  return link.href;
}

/** chat.* */
export const chatMethods: Methods = {
  'chat.postMessage': botMethod('chat:write', postMessage),
  'chat.update': botMethod('chat:write', update),
  'chat.delete': botMethod('chat:write', remove),
  'chat.postEphemeral': botMethod('chat:write', postEphemeral),
  'chat.getPermalink': botMethod([], getPermalink),
};
