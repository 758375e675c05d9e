import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { newestMessages } from './newest-messages.ts';
import type { Pacer } from './pacer.ts';
import { isLost, retryAfter } from './slack-error.ts';

/** What marks a message as ours, so that it can be found again when the answer to its post was lost. Ids only. */
interface Mark {
  readonly request: string;
  readonly part: string;
}

interface Posting {
  readonly channel: string;
  readonly threadTs?: string | undefined;
  readonly message: { readonly text: string; readonly blocks: KnownBlock[] };
  readonly mark: Mark;
  /** Whether an earlier try may have arrived: then it is looked for first. */
  readonly mayExist: boolean;
}

const EVENT_TYPE = 'moveout_request';
/** The most that Slack gives of a thread at once. */
const THREAD_PAGE = 999;

export interface Poster {
  /** Gives the ts of the message. */
  post(posting: Posting): Promise<string>;
}

/** Posts messages, and looks before it posts again. The caller has taken the turn. */
export function createPoster(client: WebClient, pacer: Pick<Pacer, 'hold' | 'ended'>): Poster {
  async function post(posting: Posting): Promise<string> {
    try {
      return await posted(posting);
    } finally {
      pacer.ended(posting.channel, posting.mark.request);
    }
  }

  async function posted(posting: Posting): Promise<string> {
    if (posting.mayExist) {
      const found = await look(client, posting);
      if (found !== undefined) return found;
    }
    try {
      const answer = await client.chat.postMessage({
        channel: posting.channel,
        text: posting.message.text,
        blocks: posting.message.blocks,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: EVENT_TYPE, event_payload: { ...posting.mark } },
        ...(posting.threadTs === undefined ? {} : { thread_ts: posting.threadTs }),
      });
      if (answer.ts === undefined) throw new Error('Slack did not say where it put the message.');
      return answer.ts;
    } catch (error) {
      const seconds = retryAfter(error);
      if (seconds !== undefined) pacer.hold(posting.channel, seconds * 1_000);
      const found = isLost(error) ? await look(client, posting) : undefined;
      if (found === undefined) throw error;
      return found;
    }
  }

  return { post };
}

/** The id of the request that a message of a channel bears as its mark; undefined when it bears none. It must still be looked up. */
export async function markedRequest(
  client: WebClient,
  channel: string,
  ts: string,
): Promise<string | undefined> {
  const only = { latest: ts, oldest: ts, inclusive: true, limit: 1, include_all_metadata: true };
  const { messages = [] } = await client.conversations.history({ channel, ...only });
  const metadata = messages.find((message) => message.ts === ts)?.metadata;
  const marked: Partial<Mark> = metadata?.event_payload ?? {};
  return metadata?.event_type === EVENT_TYPE && typeof marked.request === 'string'
    ? marked.request
    : undefined;
}

/** The ts of our message, when it is among the newest of the channel, or anywhere in the thread: of that Slack gives the oldest first. */
async function look(client: WebClient, { channel, threadTs, mark }: Posting): Promise<string | undefined> {
  if (threadTs === undefined) return marked(await newestMessages(client, channel), mark);
  for (let cursor: string | undefined; ; ) {
    const page = await client.conversations.replies({
      channel,
      include_all_metadata: true,
      ts: threadTs,
      limit: THREAD_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = marked(page.messages ?? [], mark);
    cursor = page.response_metadata?.next_cursor;
    if (found !== undefined || cursor === undefined || cursor === '') return found;
  }
}

interface Marked {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
}

function marked(messages: readonly Marked[], mark: Mark): string | undefined {
  return messages.find(
    ({ metadata }) => metadata?.event_type === EVENT_TYPE && isMark(metadata.event_payload, mark),
  )?.ts;
}

function isMark(payload: object | undefined, mark: Mark): boolean {
  const found: Partial<Mark> = payload ?? {};
  return found.request === mark.request && found.part === mark.part;
}
