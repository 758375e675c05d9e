import type { ShownMessage } from './protocol.ts';

/** Whether a message belongs inside a thread and not into the channel itself. */
export function isReply(message: ShownMessage): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}

/** The replies of a thread, oldest first, without its first message. */
export function repliesOf(messages: readonly ShownMessage[], thread: string): readonly ShownMessage[] {
  return messages.filter((message) => isReply(message) && message.thread_ts === thread);
}
