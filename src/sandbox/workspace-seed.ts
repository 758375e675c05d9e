/** Somebody of the workspace before the local Slack starts. */
interface PersonSeed {
  readonly id: string;
  /** The short name (`@ada`). */
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  /** `guest` is a restricted member, `stranger` belongs to another workspace and is here through a shared channel. */
  readonly kind: 'member' | 'guest' | 'deleted' | 'stranger';
  /** Only for a stranger: the id of the other workspace. */
  readonly teamId?: string;
  /** Only for a stranger: the name of the other workspace, as the page shows it. */
  readonly teamName?: string;
  /** IANA time zone; UTC when absent. */
  readonly timeZone?: string;
}

/** The app's own user. */
interface BotSeed {
  readonly id: string;
  readonly botId: string;
  readonly appId: string;
  readonly name: string;
  readonly realName: string;
}

/** A channel; direct messages are opened later by the bot. */
export interface ChannelSeed {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'private';
  readonly topic: string;
  /** User ids, the bot's included where it is a member. */
  readonly members: readonly string[];
  readonly archived?: boolean;
  /** Shared with another workspace (Slack Connect). */
  readonly shared?: boolean;
}

/** A usergroup; Slack's have at least one member. */
export interface UsergroupSeed {
  /** Begins with `S`. */
  readonly id: string;
  /** What people type behind `@`. */
  readonly handle: string;
  readonly name: string;
  /** User ids. */
  readonly members: readonly string[];
  readonly disabled?: boolean;
}

/** Everything that the local Slack knows at its start. */
export interface WorkspaceSeed {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly bot: BotSeed;
  readonly people: readonly PersonSeed[];
  readonly channels: readonly ChannelSeed[];
  readonly usergroups?: readonly UsergroupSeed[];
}
