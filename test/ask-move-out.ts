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
  await submitAsTold(modal);
  await modal.waitUntilClosed();
}

/** Once more, where the form says so: on a busy machine the local Slack may not say in time who somebody is. */
async function submitAsTold(modal: Modal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await modal.submit();
    const errors = Object.values(modal.errors);
    if (outcome.ok && errors.length === 0) return;
    const isToldTo = errors.some((error) => error.endsWith('Press Move Out again.'));
    if (tries === 3 || !isToldTo)
      throw new Error(`The modal was not taken: ${JSON.stringify({ ...outcome, errors: modal.errors })}`);
  }
}

/** Asks for the move-out of a cluster, and gives the card that awaits approval. */
export async function askMoveOut(person: Person, cluster: string, wish: Wish = {}): Promise<ShownMessage> {
  await submitMoveOut(person, cluster, wish);
  const name = cluster.replace(/[:@].*/, '');
  return person.waitForMessage(wish.channel ?? CHANNEL, (_, text) =>
    new RegExp(`Awaiting approval · ${name}\\b`).test(text),
  );
}
