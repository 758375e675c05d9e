import type { JsonObject } from '../page/protocol.ts';
import { apiChannel } from '../present/api-objects.ts';
import { type Answer, Refusal } from '../refusal.ts';
import type { Channel } from '../state/channels.ts';
import type { World } from '../world.ts';
import { missingScope, openDirect, readableChannel, readScope } from './access.ts';
import { history, replies } from './conversation-history.ts';
import { botMethod, type Call, type Methods } from './method.ts';
import { paginate } from './paginate.ts';

function info({ world, args }: Call): Answer {
  const channel = readableChannel(world, args.text('channel'));
  if (channel instanceof Refusal) return channel;
  const count = args.flag('include_num_members') ? { num_members: channel.members.length } : {};
  return { channel: { ...apiChannel(world, channel), ...count } };
}

function members({ world, args }: Call): Answer {
  const channel = readableChannel(world, args.text('channel'));
  if (channel instanceof Refusal) return channel;
  const page = paginate(channel.members, args, { standard: 100, most: 1_000 });
  if (page instanceof Refusal) return page;
  return { members: [...page.items], response_metadata: page.response_metadata };
}

const KINDS: { readonly [type: string]: Channel['kind'] | undefined } = {
  public_channel: 'channel',
  private_channel: 'private',
  im: 'im',
};

/** The channels of the types that a call asks for, which the bot may know of. */
function listed(
  call: Call,
  filter: (channel: Channel) => boolean,
  show: (channel: Channel) => JsonObject,
): Answer {
  const { world, args } = call;
  const types = (args.text('types') ?? 'public_channel').split(',').map((type) => type.trim());
  const kinds = types.flatMap((type) => KINDS[type] ?? []);
  if (kinds.length < types.length) return new Refusal('invalid_types');
  const refusal = kinds.map((kind) => missingScope(world, [readScope(kind)])).find(Boolean);
  if (refusal) return refusal;
  const bot = world.seed.bot.id;
  const visible = world.channels.all().filter((channel) => {
    if (!kinds.includes(channel.kind) || (args.flag('exclude_archived') && channel.archived)) return false;
    return (channel.kind === 'channel' || channel.members.includes(bot)) && filter(channel);
  });
  const page = paginate(visible, args, { standard: 100, most: 1_000 });
  if (page instanceof Refusal) return page;
  return { channels: page.items.map(show), response_metadata: page.response_metadata };
}

function list(call: Call): Answer {
  const show = (channel: Channel): JsonObject => ({
    ...apiChannel(call.world, channel),
    num_members: channel.members.length,
  });
  return listed(call, () => true, show);
}

/** users.conversations: the channels of a person, the bot itself when none is named. */
function conversationsOf(call: Call): Answer {
  const user = call.args.text('user') ?? call.world.seed.bot.id;
  if (!call.world.people.has(user)) return new Refusal('user_not_found');
  return listed(
    call,
    ({ members: ids }) => ids.includes(user),
    (channel) => apiChannel(call.world, channel),
  );
}

function open({ world, args }: Call): Answer {
  const known = args.text('channel');
  const users = known ? directPartner(world, known) : args.text('users');
  if (users instanceof Refusal) return users;
  const ids = (users ?? '').split(',').filter(Boolean);
  const [user] = ids;
  if (user === undefined) return new Refusal('users_list_not_supplied');
  if (ids.length > 1) return missingScope(world, ['mpim:write']) ?? new Refusal('not_enough_users');
  const person = world.people.get(user);
  if (!person) return new Refusal('user_not_found');
  if (person.kind === 'deleted') return new Refusal('user_disabled');
  if (person.kind === 'bot') return new Refusal('cannot_dm_bot');
  const channel = openDirect(world, user);
  return { channel: args.flag('return_im') ? apiChannel(world, channel) : { id: channel.id } };
}

function directPartner(world: World, id: string): string | Refusal {
  const channel = world.channels.find(id);
  if (channel?.kind !== 'im') return new Refusal('channel_not_found');
  return channel.members.find((member) => member !== world.seed.bot.id) ?? '';
}

function join({ world, args }: Call): Answer {
  const channel = world.channels.find(args.text('channel') ?? '');
  if (!channel) return new Refusal('channel_not_found');
  if (channel.kind !== 'channel') return new Refusal('method_not_supported_for_channel_type');
  if (channel.archived) return new Refusal('is_archived');
  const joined = world.channels.setMember(channel, world.seed.bot.id, true);
  world.events.send({ kind: 'workspace' }, () => true);
  return { channel: apiChannel(world, joined) };
}

/** conversations.* and users.conversations. Scopes that depend on the kind of channel are checked inside. */
export const conversationMethods: Methods = {
  'conversations.info': botMethod([], info),
  'conversations.members': botMethod([], members),
  'conversations.list': botMethod([], list),
  'conversations.history': botMethod([], history),
  'conversations.replies': botMethod([], replies),
  'conversations.open': botMethod(['im:write', 'mpim:write'], open),
  'conversations.join': botMethod('channels:join', join),
  'users.conversations': botMethod([], conversationsOf),
};
