import { Refusal } from '../refusal.ts';
import type { Channel } from '../state/channels.ts';
import type { World } from '../world.ts';

const READ = { channel: 'channels:read', private: 'groups:read', im: 'im:read' } as const;
const HISTORY = { channel: 'channels:history', private: 'groups:history', im: 'im:history' } as const;

/** The scope that reading about a kind of channel needs. */
export function readScope(kind: Channel['kind']): string {
  return READ[kind];
}

/** `missing_scope` unless the manifest grants one of the scopes. */
export function missingScope(world: World, scopes: readonly string[]): Refusal | undefined {
  const { scopes: granted } = world.manifest;
  if (scopes.length === 0 || scopes.some((scope) => granted.includes(scope))) return undefined;
  return new Refusal('missing_scope', { needed: scopes.join(','), provided: granted.join(',') });
}

/** A channel that the bot knows of: public ones, and those that it is in. */
export function knownChannel(world: World, id: string | undefined): Channel | Refusal {
  const channel = world.channels.find(id ?? '');
  if (!channel) return new Refusal('channel_not_found');
  const isMember = channel.members.includes(world.seed.bot.id);
  return channel.kind === 'channel' || isMember ? channel : new Refusal('channel_not_found');
}

/** A channel whose facts the bot may read. */
export function readableChannel(world: World, id: string | undefined): Channel | Refusal {
  const channel = knownChannel(world, id);
  if (channel instanceof Refusal) return channel;
  return missingScope(world, [READ[channel.kind]]) ?? channel;
}

/** A channel whose messages the bot may read. */
export function channelWithHistory(world: World, id: string | undefined): Channel | Refusal {
  const channel = knownChannel(world, id);
  if (channel instanceof Refusal) return channel;
  const refusal = missingScope(world, [HISTORY[channel.kind]]);
  if (refusal) return refusal;
  return channel.members.includes(world.seed.bot.id) ? channel : new Refusal('not_in_channel');
}

/** A channel in which the bot may write. A user id stands for the direct message with that person. */
export function writableChannel(world: World, id: string | undefined): Channel | Refusal {
  const person = world.people.get(id ?? '');
  if (person?.kind === 'deleted') return new Refusal('channel_not_found');
  if (person && person.kind !== 'bot') return openDirect(world, person.id);
  const channel = knownChannel(world, id);
  if (channel instanceof Refusal) return channel;
  if (channel.archived) return new Refusal('is_archived');
  const mayWrite =
    channel.members.includes(world.seed.bot.id) || world.manifest.scopes.includes('chat:write.public');
  return mayWrite ? channel : new Refusal('not_in_channel');
}

/** The direct message between the bot and a person; pages hear of a new one. */
export function openDirect(world: World, user: string): Channel {
  const { channel, isNew } = world.channels.direct(world.seed.bot.id, user);
  if (isNew) world.events.send({ kind: 'workspace' }, (each) => each === user);
  return channel;
}
