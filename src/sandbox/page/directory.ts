import type { LocalChannel, LocalPerson, LocalUsergroup, Workspace } from './protocol.ts';

const KINDS: Readonly<Record<LocalPerson['kind'], string>> = {
  member: 'Member',
  guest: 'Guest',
  deleted: 'Deleted account',
  stranger: 'Other workspace',
  bot: 'App',
};

/** What kind of person this is, in words; of somebody from outside, where from. */
export function kindOf(person: LocalPerson): string {
  return person.organisation === undefined ? KINDS[person.kind] : `From ${person.organisation}`;
}

/** The person or bot behind an id, if the workspace knows one. */
export function findPerson(workspace: Workspace, id: string): LocalPerson | undefined {
  if (id === workspace.me.id) return workspace.me;
  if (id === workspace.bot.id) return workspace.bot;
  return workspace.people.find((person) => person.id === id);
}

/** The name of a person for others to read; the id when nobody is known by it. */
export function nameOf(workspace: Workspace, id: string): string {
  const person = findPerson(workspace, id);
  return person?.real_name || person?.name || id;
}

/** The name of the bot. */
export function botName(workspace: Workspace): string {
  return nameOf(workspace, workspace.bot.id);
}

/** The usergroup behind an id, if the workspace has one. */
export function findUsergroup(workspace: Workspace, id: string): LocalUsergroup | undefined {
  return workspace.usergroups.find((group) => group.id === id);
}

/** The direct messages with the app, if they have begun. */
export function appChannel(workspace: Workspace): LocalChannel | undefined {
  return workspace.channels.find(({ kind, members }) => kind === 'im' && members.includes(workspace.bot.id));
}

/** The channel behind an id, if this person can see it. */
export function findChannel(workspace: Workspace, id: string | undefined): LocalChannel | undefined {
  return workspace.channels.find((channel) => channel.id === id);
}

/** The name of a channel as people say it: `#database-oncall`, for a direct message the other person. */
export function channelTitle(channel: LocalChannel): string {
  return channel.kind === 'im' ? channel.name : `#${channel.name}`;
}

/** The channel to begin with: one where the person and the bot both are, else one of the person's, else any. */
export function firstChannel(workspace: Workspace): LocalChannel | undefined {
  const mine = workspace.channels.filter((channel) => channel.members.includes(workspace.me.id));
  const rooms = mine.filter((channel) => channel.kind !== 'im');
  return (
    rooms.find((channel) => channel.members.includes(workspace.bot.id)) ?? rooms[0] ?? workspace.channels[0]
  );
}
