import type { ShownMessage } from '../src/sandbox/page/protocol.ts';
import type { Modal } from './modal.ts';
import type { Person } from './person.ts';

export const CHANNEL = 'C0ONCALL';
export const KEY = 'Correct-Horse-42';

/** What is asked for, where it is not as usual. */
export interface Wish {
  readonly channel?: string;
  readonly key?: string;
  readonly reason?: string;
  /** Changes the modal before it is submitted, as a person would. */
  readonly change?: (modal: Modal) => Promise<unknown>;
}

/** A person asks for the move-out of a cluster in the modal; ends when the modal is submitted and closed. */
export async function submitMoveOut(person: Person, cluster: string, wish: Wish = {}): Promise<void> {
  const typed = await person.command(`/moveout ${cluster}`, wish.channel ?? CHANNEL);
  if (!typed.ok) throw new Error(`The command was not taken: ${typed.error}`);
  const modal = await person.waitForView(/\[Move Out\]/);
  await modal.type(/key/i, wish.key ?? KEY);
  await modal.type(/reason/i, wish.reason ?? 'It moves to the new OCP.');
  await modal.type(/move out/i, 'move out');
  await wish.change?.(modal);
  const outcome = await modal.submit();
  if (!outcome.ok || Object.keys(modal.errors).length > 0)
    throw new Error(`The modal was not taken: ${JSON.stringify({ ...outcome, errors: modal.errors })}`);
  await modal.waitUntilClosed();
}

/** Asks for the move-out of a cluster, and gives the card that awaits approval. */
export async function askMoveOut(person: Person, cluster: string, wish: Wish = {}): Promise<ShownMessage> {
  await submitMoveOut(person, cluster, wish);
  const name = cluster.replace(/[:@].*/, '');
  return person.waitForMessage(wish.channel ?? CHANNEL, (_, text) =>
    new RegExp(`Awaiting approval · ${name}\\b`).test(text),
  );
}
