import { apiMessage } from '../present/api-objects.ts';
import { type Answer, Refusal } from '../refusal.ts';
import type { StoredMessage } from '../state/messages.ts';
import { channelWithHistory } from './access.ts';
import type { Args } from './args.ts';
import type { Call } from './method.ts';
import { paginate } from './paginate.ts';

/** conversations.history: the channel's messages without replies, newest first. */
export function history(call: Call): Answer {
  const { world, args } = call;
  const channel = channelWithHistory(world, args.text('channel'));
  if (channel instanceof Refusal) return channel;
  const messages = world.messages
    .of(channel.id)
    .filter(({ onlyFor, threadTs }) => onlyFor === undefined && threadTs === undefined)
    .filter(({ ts }) => isBetween(ts, args))
    .reverse();
  return answer(call, messages, 100);
}

/** conversations.replies: a thread, the parent first, then oldest first. */
export function replies(call: Call): Answer {
  const { world, args } = call;
  const channel = channelWithHistory(world, args.text('channel'));
  if (channel instanceof Refusal) return channel;
  const ts = args.text('ts') ?? '';
  const parent = world.messages.find(channel.id, ts);
  const thread = [...(parent ? [parent] : []), ...world.messages.replies(channel.id, parent?.threadTs ?? ts)];
  if (thread.length === 0 || parent?.onlyFor !== undefined) return new Refusal('thread_not_found');
  const messages = thread.filter((message) => message.ts === ts || isBetween(message.ts, args));
  return answer(call, messages, 1_000);
}

function isBetween(ts: string, args: Args): boolean {
  const inclusive = args.flag('inclusive');
  const isBeyond = (order: number): boolean => (inclusive ? order >= 0 : order > 0);
  const oldest = args.text('oldest') ?? '0';
  const latest = args.text('latest') ?? '9999999999';
  return isBeyond(orderOf(ts, oldest)) && isBeyond(orderOf(latest, ts));
}

/** Positive when `ts` is later than `other`; compares seconds and digits exactly. */
function orderOf(ts: string, other: string): number {
  const [seconds = '0', digits = ''] = ts.split('.');
  const [otherSeconds = '0', otherDigits = ''] = other.split('.');
  if (Number(seconds) !== Number(otherSeconds)) return Number(seconds) - Number(otherSeconds);
  return Number(digits.padEnd(6, '0')) - Number(otherDigits.padEnd(6, '0'));
}

function answer({ world, args }: Call, messages: readonly StoredMessage[], standard: number): Answer {
  const page = paginate(messages, args, { standard, most: 999 });
  if (page instanceof Refusal) return page;
  const metadata = args.flag('include_all_metadata');
  return {
    messages: page.items.map((message) => apiMessage(world, message, { metadata })),
    has_more: page.more,
    ...(page.more ? { response_metadata: page.response_metadata } : {}),
  };
}
