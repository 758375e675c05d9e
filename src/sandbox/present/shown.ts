import { isObject, objectsOf, textOf } from '../json.ts';
import type { LocalChannel, ShownFile, ShownMessage, ShownView } from '../page/protocol.ts';
import type { Channel } from '../state/channels.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { OpenView } from '../state/views.ts';
import type { World } from '../world.ts';

/** A message as the page shows it. */
export function shownMessage(world: World, message: StoredMessage): ShownMessage {
  const { channel, ts, threadTs, author, text, blocks, metadata } = message;
  const files = shownFiles(world, message);
  const replies = threadTs === undefined ? world.messages.replies(channel, ts).length : 0;
  return {
    channel,
    ts,
    user: author,
    text,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(blocks === undefined || blocks.length === 0 ? {} : { blocks }),
    ...(files.length === 0 ? {} : { files }),
    ...(message.edited ? { edited: true } : {}),
    ...(message.onlyFor === undefined ? {} : { ephemeral: true }),
    ...(replies === 0 ? {} : { reply_count: replies }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function shownFiles(world: World, message: StoredMessage): ShownFile[] {
  return (message.files ?? []).flatMap((id) => {
    const file = world.files.find(id);
    return file ? [{ id, name: file.name, size: file.size }] : [];
  });
}

/** A modal or home tab as the page shows it. */
export function shownView(view: OpenView): ShownView {
  const { body } = view;
  const label = (field: 'submit' | 'close' | 'title'): string | undefined => {
    const text = body[field];
    return isObject(text) ? textOf(text.text) : undefined;
  };
  const submit = label('submit');
  const close = label('close');
  return {
    id: view.id,
    hash: view.hash,
    type: body.type === 'home' ? 'home' : 'modal',
    title: label('title') ?? '',
    ...(submit === undefined ? {} : { submit }),
    ...(close === undefined ? {} : { close }),
    blocks: objectsOf(body.blocks),
    private_metadata: textOf(body.private_metadata) ?? '',
  };
}

/** A channel as one person sees it: a direct message is named after the other. */
export function shownChannel(world: World, channel: Channel, viewer: string): LocalChannel {
  const { id, kind, topic, members, archived, shared } = channel;
  const other = members.find((member) => member !== viewer) ?? viewer;
  const name = kind === 'im' ? (world.people.get(other)?.realName ?? other) : channel.name;
  return { id, name, kind, topic, members, archived, shared };
}
