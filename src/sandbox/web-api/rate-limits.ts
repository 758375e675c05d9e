import type { JsonObject } from '../page/protocol.ts';

/** How many calls a method may get in how long, as docs.slack.dev says: messages by channel, anything else over all. */
interface Rate {
  readonly calls: number;
  readonly perMs: number;
  readonly byChannel?: true;
}

const MINUTE = 60_000;
const TIER_2: Rate = { calls: 20, perMs: MINUTE };
const TIER_3: Rate = { calls: 50, perMs: MINUTE };
const TIER_4: Rate = { calls: 100, perMs: MINUTE };
/** Slack lets short bursts pass, but does not say how short: here there are none. */
const MESSAGES: Rate = { calls: 1, perMs: 1_000, byChannel: true };

const RATES: { readonly [method: string]: Rate | undefined } = {
  'chat.postMessage': MESSAGES,
  'chat.update': TIER_3,
  'chat.postEphemeral': TIER_4,
  'conversations.info': TIER_3,
  'conversations.open': TIER_3,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.members': TIER_4,
  'users.info': TIER_4,
  'usergroups.list': TIER_2,
  'usergroups.users.list': TIER_2,
  'views.open': TIER_4,
  'views.update': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
};

/** Counts calls like Slack. Calls that are refused count as well. */
export class RateLimits {
  readonly #calls = new Map<string, readonly number[]>();
  readonly #now: () => number;
  readonly #minuteMs: number;

  /** `minuteMs`: how long a minute is here, so that a test can be in a hurry. */
  constructor(now: () => number, minuteMs = MINUTE) {
    this.#now = now;
    this.#minuteMs = minuteMs;
  }

  /** Counts a call; gives the milliseconds after which it may be made again when it is one too many. */
  count(method: string, args: JsonObject): number | undefined {
    const rate = RATES[method];
    if (rate === undefined) return undefined;
    const windowMs = (rate.perMs * this.#minuteMs) / MINUTE;
    const key = rate.byChannel === true ? `${method} ${String(args.channel)}` : method;
    const now = this.#now();
    const within = (this.#calls.get(key) ?? []).filter((at) => at > now - windowMs);
    this.#calls.set(key, [...within, now]);
    const oldest = within.at(-rate.calls);
    return oldest === undefined ? undefined : oldest + windowMs - now;
  }
}
