/** What Slack says about a person, as far as the rules need it. */
export interface Standing {
  readonly person: string;
  /** `member`: a full member of this workspace. `stranger`: somebody of another workspace. */
  readonly kind: 'member' | 'guest' | 'bot' | 'deleted' | 'stranger';
  /** Whether the person is in the channel of the card. */
  readonly inChannel: boolean;
}

/** Why a person does not count, or undefined when the person does: only full members in the card's channel count. */
export function unfit(
  standing: Standing,
): 'guest' | 'bot' | 'deleted' | 'stranger' | 'not in channel' | undefined {
  if (standing.kind !== 'member') return standing.kind;
  return standing.inChannel ? undefined : 'not in channel';
}
