import type { LocalEvent } from '../page/protocol.ts';
import { canSee } from '../state/channels.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { World } from '../world.ts';
import { shownMessage, shownView } from './shown.ts';

/** Tells the pages of everybody who sees the message what happened to it. */
export function tellOfMessage(
  world: World,
  kind: 'message' | 'message_changed' | 'message_deleted',
  message: StoredMessage,
): void {
  const { channel, ts } = message;
  const event: LocalEvent =
    kind === 'message_deleted' ? { kind, channel, ts } : { kind, message: shownMessage(world, message) };
  world.events.send(event, (user) => seesMessage(world, user, message));
  if (kind !== 'message_changed' && message.threadTs !== undefined) tellOfParent(world, message);
}

/** A reply changes the reply count that the page shows at the parent. */
function tellOfParent(world: World, { channel, threadTs = '', onlyFor }: StoredMessage): void {
  const parent = world.messages.find(channel, threadTs);
  if (parent && onlyFor === undefined) tellOfMessage(world, 'message_changed', parent);
}

/** Whether somebody sees a message: everybody who sees the channel, or the one person of an ephemeral message. */
export function seesMessage(world: World, user: string, message: StoredMessage): boolean {
  const channel = world.channels.find(message.channel);
  const person = world.people.get(user);
  if (!channel || !person) return false;
  if (message.onlyFor !== undefined) return message.onlyFor === user;
  return canSee(channel, person);
}

/** Tells one person's pages what the home tab shows now. */
export function tellOfHome(world: World, user: string): void {
  const home = world.views.home(user);
  if (home) world.events.send({ kind: 'home', view: shownView(home) }, (each) => each === user);
}

/** Tells one person's pages which modals are open now. */
export function tellOfViews(world: World, user: string): void {
  const views = world.views.stack(user).map(shownView);
  world.events.send({ kind: 'views', views }, (each) => each === user);
}
