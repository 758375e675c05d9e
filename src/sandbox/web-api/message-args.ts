import { readMessageBlocks } from '../block-kit/refuse-blocks.ts';
import { isObject } from '../json.ts';
import { LIMITS } from '../limits.ts';
import type { Json, JsonObject } from '../page/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { MessageChange, StoredMessage } from '../state/messages.ts';
import type { World } from '../world.ts';
import type { Args } from './args.ts';

/**
 * What a call says about a message; a field that is absent is left as it is by an update.
 * An empty list of blocks is given back as one: it clears the blocks.
 */
export function messageArgs(args: Args): MessageChange | Refusal {
  const text = args.text('text');
  const blocks = args.has('blocks') ? readMessageBlocks(args.json('blocks') ?? null) : undefined;
  if (blocks instanceof Refusal) return blocks;
  const metadata = args.has('metadata') ? readMetadata(args.json('metadata')) : undefined;
  if (metadata instanceof Refusal) return metadata;
  return {
    ...(text === undefined ? {} : { text }),
    ...(blocks === undefined ? {} : { blocks }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Whether a message would show nothing: no text, no blocks, no attachments. */
export function isBlank({ text = '', blocks = [] }: MessageChange, attachments?: Json): boolean {
  const none = attachments === undefined || (Array.isArray(attachments) && attachments.length === 0);
  return text === '' && blocks.length === 0 && none;
}

function readMetadata(value: Json | undefined): JsonObject | Refusal {
  if (!isObject(value)) return new Refusal('invalid_metadata_format');
  const { event_type: type, event_payload: payload } = value;
  if (typeof type !== 'string' || !isObject(payload)) return new Refusal('invalid_metadata_schema');
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes > LIMITS.message.metadataBytes ? new Refusal('metadata_too_large') : value;
}

/** The parent of the thread that a call names: replies to a reply go to its parent. */
export function threadOf(
  world: World,
  channel: string,
  ts: string | undefined,
): string | undefined | Refusal {
  if (ts === undefined) return undefined;
  const message: StoredMessage | undefined = world.messages.find(channel, ts);
  if (message?.onlyFor !== undefined) return new Refusal('cannot_reply_to_message');
  if (message) return message.threadTs ?? ts;
  return world.messages.existed(channel, ts) ? ts : new Refusal('thread_not_found');
}
