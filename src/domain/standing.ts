/** What somebody wants to do, as far as it matters who may. */
export type Role = 'requester' | 'approver';

/** What Slack and the settings say about a person, as far as the rules need it. */
export interface Standing {
  readonly person: string;
  /** `member`: a full member of this workspace. `stranger`: somebody of another workspace. */
  readonly kind: 'member' | 'guest' | 'bot' | 'deleted' | 'stranger';
  /** Whether the person is in the channel of the card. */
  readonly inChannel: boolean;
  /** Whether the person is on the list of those who may do it; true when there is no list. */
  readonly listed: boolean;
  /** Whether the person is one of the administrators that are configured, who end requests wherever their cards are. */
  readonly isAdmin?: boolean | undefined;
}

/** Why a request is not served any longer, from who its requester is by now: a sentence. */
export function requesterFault(because: Unfit): string {
  switch (because) {
    case 'guest':
      return 'Who requested this is a guest in this workspace now.';
    case 'bot':
      return 'Who requested this is a bot.';
    case 'deleted':
      return 'The account of who requested this is deactivated.';
    case 'stranger':
      return 'Who requested this belongs to another workspace now.';
    case 'not in channel':
      return 'Who requested this is no longer in this channel.';
    case 'not on the list':
      return 'Who requested this is no longer on the list of requesters (MOVEOUT_REQUESTERS).';
  }
}

/** The people and user groups (`S...`) that may do something. */
export interface Roster {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

/** Why a person does not count. */
export const UNFIT = ['guest', 'bot', 'deleted', 'stranger', 'not in channel', 'not on the list'] as const;
export type Unfit = (typeof UNFIT)[number];

/** Somebody in whom nothing stands against an act, whoever it is. */
export function fullMember(person: string): Standing {
  return { person, kind: 'member', inChannel: true, listed: true };
}

/**
 * Why a person does not count, or undefined when the person does: only full members in the card's channel count, and of them those
 * who are on the list when there is one.
 */
export function unfit({ kind, inChannel, listed }: Standing): Unfit | undefined {
  if (kind !== 'member') return kind;
  if (!inChannel) return 'not in channel';
  return listed ? undefined : 'not on the list';
}
