import { readMessageBlocks } from '../block-kit/refuse-blocks.ts';
import { objectsOf, textOf } from '../json.ts';
import { LIMITS } from '../limits.ts';
import type { JsonObject } from '../page/protocol.ts';
import { apiFile } from '../present/api-objects.ts';
import { type Answer, Refusal } from '../refusal.ts';
import type { Channel } from '../state/channels.ts';
import type { StoredFile } from '../state/files.ts';
import { writableChannel } from './access.ts';
import { threadOf } from './message-args.ts';
import { botMethod, type Call, type Methods } from './method.ts';

function getUploadUrl({ world, args }: Call): Answer {
  const name = args.text('filename');
  const length = args.whole('length');
  if (!world.standing.uploads) return new Refusal('file_uploads_disabled');
  if (!name || length === undefined || length < 1) return new Refusal('invalid_arguments');
  if (length > LIMITS.fileBytes) return new Refusal('file_upload_size_restricted');
  const { file, ticket } = world.files.announce(name, length, world.seed.bot.id);
  return { file_id: file.id, upload_url: `${world.url}upload/v1/${ticket}` };
}

function complete(call: Call): Answer {
  const { world, args } = call;
  const wanted = objectsOf(args.json('files'));
  if (wanted.length === 0) return new Refusal('invalid_arguments');
  const found = wanted.map((each) => world.files.find(textOf(each.id) ?? ''));
  const files = found.flatMap((file) => (file?.content ? [file] : []));
  if (files.length < wanted.length) return new Refusal('file_not_found');
  const target = shareTarget(call);
  if (target instanceof Refusal) return target;
  const shared = files.map((file, index) =>
    world.files.share(file, textOf(wanted[index]?.title) ?? file.title, target?.channel.id),
  );
  if (target) post(call, target, shared);
  return { files: shared.map((file) => apiFile(world, file)) };
}

interface ShareTarget {
  readonly channel: Channel;
  readonly threadTs?: string;
  readonly blocks?: readonly JsonObject[];
}

/** Where the files go; nothing without a channel: then they stay private. */
function shareTarget({ world, args }: Call): ShareTarget | Refusal | undefined {
  const id = args.text('channel_id') ?? args.text('channels');
  if (!id) return undefined;
  if (world.people.has(id)) return new Refusal('channel_not_found');
  const channel = writableChannel(world, id);
  if (channel instanceof Refusal) return channel;
  const threadTs = threadOf(world, channel.id, args.text('thread_ts'));
  if (threadTs instanceof Refusal) return threadTs;
  const blocks = args.has('blocks') ? readMessageBlocks(args.json('blocks') ?? null) : undefined;
  if (blocks instanceof Refusal) return blocks;
  return { channel, ...(threadTs === undefined ? {} : { threadTs }), ...(blocks ? { blocks } : {}) };
}

function post({ world, args }: Call, { channel, ...rest }: ShareTarget, files: readonly StoredFile[]): void {
  world.messages.post({
    ...rest,
    channel: channel.id,
    author: world.seed.bot.id,
    text: args.text('initial_comment') ?? '',
    files: files.map(({ id }) => id),
  });
}

function info({ world, args }: Call): Answer {
  const file = world.files.find(args.text('file') ?? '');
  return file?.content ? { file: apiFile(world, file), comments: [] } : new Refusal('file_not_found');
}

/** files.* of the external upload flow; the bytes themselves come in between. */
export const fileMethods: Methods = {
  'files.getUploadURLExternal': botMethod('files:write', getUploadUrl),
  'files.completeUploadExternal': botMethod('files:write', complete),
  'files.info': botMethod('files:read', info),
};
