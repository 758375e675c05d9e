import type { Log } from '../log.ts';
import type { World } from '../workflow/world.ts';
import type { CountApprovers } from './approver-count.ts';
import type { CardLinks } from './card-links.ts';
import type { Checkup } from './checkup.ts';
import type { SlackClients } from './clients.ts';
import type { ClusterCache } from './cluster-cache.ts';
import type { Drafts } from './drafts.ts';
import type { Homes } from './homes.ts';
import type { OpenViews } from './open-views.ts';
import type { PersonKind } from './person-kind.ts';

/** The settings that the conversation needs. */
interface ConversationSettings {
  /** The id of the channel for all cards; unset: the channel in which the command is typed. */
  readonly channel?: string | undefined;
  /** How many people must approve. */
  readonly quorum: number;
  /** How long after its planned start a run may still start, in milliseconds. */
  readonly startTtlMs: number;
  /** Whether there is a list of those who may approve. */
  readonly approversListed: boolean;
}

/** What every listener works with. */
export interface Bot {
  readonly world: World;
  readonly clients: SlackClients;
  readonly settings: ConversationSettings;
  readonly cardLinks: CardLinks;
  readonly clusters: ClusterCache;
  readonly drafts: Drafts;
  readonly views: OpenViews;
  readonly checkup: Checkup;
  readonly homes: Homes;
  /** What kind of user somebody is. Throws when Slack does not say. */
  kindOf(person: string): Promise<PersonKind>;
  readonly countApprovers: CountApprovers;
  readonly log: Log;
}

/** The sentences of the OCPs that touch no real cluster, for lists and modals. */
export function noticeOf(bot: Pick<Bot, 'world'>): string | undefined {
  return bot.world.ocps.find((ocp) => ocp.notice !== undefined)?.notice;
}
