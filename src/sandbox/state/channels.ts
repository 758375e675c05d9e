import type { ChannelSeed } from '../workspace-seed.ts';
import { randomId } from './ids.ts';
import type { Person } from './people.ts';

/** A channel as it is now. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'private' | 'im';
  readonly topic: string;
  readonly members: readonly string[];
  readonly archived: boolean;
  readonly shared: boolean;
}

/** The channels and direct messages of the workspace. */
export class Channels {
  readonly #byId = new Map<string, Channel>();

  constructor(seeds: readonly ChannelSeed[]) {
    for (const seed of seeds) {
      this.#byId.set(seed.id, { ...seed, archived: seed.archived ?? false, shared: seed.shared ?? false });
    }
  }

  all(): Channel[] {
    return [...this.#byId.values()];
  }

  find(id: string): Channel | undefined {
    return this.#byId.get(id);
  }

  /** Invites or removes somebody; nothing happens when it is so already. */
  setMember(channel: Channel, user: string, isMember: boolean): Channel {
    const others = channel.members.filter((member) => member !== user);
    const changed = { ...channel, members: isMember ? [...others, user] : others };
    this.#byId.set(channel.id, changed);
    return changed;
  }

  setArchived(channel: Channel, archived: boolean): void {
    this.#byId.set(channel.id, { ...channel, archived });
  }

  /** The direct message between the bot and a person; made at the first call. */
  direct(bot: string, user: string): { channel: Channel; isNew: boolean } {
    const known = this.all().find((channel) => channel.kind === 'im' && channel.members.includes(user));
    if (known) return { channel: known, isNew: false };
    const channel: Channel = {
      id: `D${randomId()}`,
      name: user,
      kind: 'im',
      topic: '',
      members: [user, bot],
      archived: false,
      shared: false,
    };
    this.#byId.set(channel.id, channel);
    return { channel, isNew: true };
  }
}

/** Whether a person sees a channel: as a member, or because it is public and the person is no guest and no stranger. */
export function canSee(channel: Channel, person: Person): boolean {
  if (channel.members.includes(person.id)) return true;
  return channel.kind === 'channel' && person.kind === 'member';
}
