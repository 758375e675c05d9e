import type { JsonObject } from '../page/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { ResponseTarget } from '../state/response-urls.ts';
import { Args } from '../web-api/args.ts';
import { isBlank, messageArgs } from '../web-api/message-args.ts';
import type { World } from '../world.ts';

/** An answer to a response_url: a new message, or a change or the end of the message that was clicked. */
export function respond(world: World, id: string, body: JsonObject): Refusal | undefined {
  const target = world.responseUrls.use(id);
  if (target instanceof Refusal) return target;
  if (body.delete_original === true) return removeOriginal(world, target);
  const parts = messageArgs(new Args(body));
  if (parts instanceof Refusal) return parts;
  if (isBlank(parts)) return new Refusal('no_text');
  const original = world.messages.find(target.channel, target.messageTs ?? '');
  if (body.replace_original === true && original) {
    const editor = original.onlyFor === undefined ? world.seed.bot.id : undefined;
    world.messages.edit(original, { text: '', blocks: [], ...parts }, editor);
    return undefined;
  }
  const threadTs = typeof body.thread_ts === 'string' ? body.thread_ts : target.threadTs;
  world.messages.post({
    ...parts,
    channel: target.channel,
    author: world.seed.bot.id,
    text: parts.text ?? '',
    ...(body.response_type === 'in_channel' ? {} : { onlyFor: target.user }),
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return undefined;
}

function removeOriginal(world: World, { channel, messageTs = '' }: ResponseTarget): Refusal | undefined {
  return world.messages.remove(channel, messageTs) ? undefined : new Refusal('message_not_found');
}
