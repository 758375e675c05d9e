import type { KnownBlock } from '@slack/types';

/** A message as it is sent to Slack. */
export interface Message {
  /** Tells everything that matters by itself: screen readers and notifications read only this. At most 4,000 characters. */
  readonly text: string;
  /** At most 50. */
  readonly blocks: KnownBlock[];
}
