import { toBot } from '../delivery/to-bot.ts';
import type { Workspace } from '../page/protocol.ts';
import { shownChannel, shownView } from '../present/shown.ts';
import { canSee } from '../state/channels.ts';
import { type Person, shownPerson } from '../state/people.ts';
import type { World } from '../world.ts';

/** Everything that the page needs to draw its frame for one person. */
export function workspaceFor(world: World, person: Person): Workspace {
  const { seed, people, channels, manifest, views, usergroups } = world;
  const home = views.home(person.id);
  const everybody = [...people.values()];
  const bot = people.get(seed.bot.id) ?? person;
  return {
    team: { id: seed.team.id, name: seed.team.name },
    me: shownPerson(person),
    bot: shownPerson(bot),
    people: everybody.filter(({ kind }) => kind !== 'bot' && kind !== 'deleted').map(shownPerson),
    channels: channels
      .all()
      .filter((channel) => canSee(channel, person))
      .map((channel) => shownChannel(world, channel, person.id)),
    usergroups: usergroups.all(),
    commands: manifest.commands,
    bot_connected: toBot(world).connected,
    views: views.stack(person.id).map(shownView),
    home_tab: manifest.homeTab,
    ...(home ? { home: shownView(home) } : {}),
  };
}
