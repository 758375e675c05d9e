/** What people do and see in the end-to-end tests, beside asking for a move-out. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { objectsOf } from '../../src/sandbox/json.ts';
import type { JsonObject, ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { CHANNEL } from '../ask-move-out.ts';
import { messageText, words } from '../flatten-blocks.ts';
import type { Modal } from '../modal.ts';
import type { Person } from '../person.ts';
import { type Patience, waitUntil } from '../wait-until.ts';
import type { Stage } from './stage.ts';

/** Types the command for a cluster (or nothing, for the picker), and gives the modal once it is no longer loading. */
export async function openModal(person: Person, cluster = '', channel = CHANNEL): Promise<Modal> {
  const before = (await person.openView())?.view.id;
  const typed = await person.command(`/moveout ${cluster}`, channel);
  if (!typed.ok) throw new Error(`The command was not taken: ${typed.error}`);
  return person.waitForView(({ view }, text) => view.id !== before && !text.includes('Loading'));
}

/** Fills every field that must be filled, and changes nothing else. */
export async function fillIn(
  modal: Modal,
  { key, reason = 'It moves to the new OCP.', phrase = 'move out' }: Filled,
): Promise<Modal> {
  await modal.type(/key/, key);
  await modal.type('Reason', reason);
  await modal.type(/move out/, phrase);
  return modal;
}

interface Filled {
  readonly key: string;
  readonly reason?: string;
  readonly phrase?: string;
}

/** Types a command, and gives the words of the private answer to it. */
export async function answerTo(person: Person, command: string, channel = CHANNEL): Promise<string> {
  return messageText(await answerMessage(person, command, channel));
}

/** Types a command, and gives the private answer to it. */
export async function answerMessage(
  person: Person,
  command: string,
  channel = CHANNEL,
): Promise<ShownMessage> {
  const before = new Set((await person.messages(channel)).map(({ ts }) => ts));
  await person.command(command, channel);
  return person.waitForMessage(channel, ({ ephemeral, ts }) => ephemeral === true && !before.has(ts));
}

/** The id of the request that a card or an answer is about; empty when it names none. */
export function requestIdOf(message: ShownMessage): string {
  return /MO-[0-9A-Z]{6}/.exec(messageText(message))?.[0] ?? '';
}

/** What the local Slack says of a click on what was edited away; nobody else hears of such a click. */
const EDITED = 'This is not there any more.';
const LOOKS = 3;

/**
 * Clicks a button of a message as it is now, and looks again when it is edited between the look and the click; an Error when Slack
 * did not take the click.
 */
export async function press(person: Person, message: ShownMessage, label: string): Promise<void> {
  for (let looks = 1; ; looks += 1) {
    const outcome = await person.clickButton(await person.reread(message), label);
    if (outcome.ok) return;
    if (outcome.error !== EDITED || looks === LOOKS)
      throw new Error(`${person.id} could not press ${label}: ${outcome.error}`);
  }
}

/** Clicks, and gives the sentence that only this person gets for it, in the channel of the message or directly. */
export async function refusalOf(person: Person, message: ShownMessage, label: string): Promise<string> {
  const before = new Set((await privately(person, message.channel)).map(({ ts }) => ts));
  await press(person, message, label);
  const told = await waitUntil(
    async () => (await privately(person, message.channel)).find(({ ts }) => !before.has(ts)),
    () => `Nobody told ${person.id} anything after ${label}.`,
  );
  return messageText(told);
}

/** What nobody else sees. */
export async function privately(person: Person, channel: string): Promise<ShownMessage[]> {
  const shown = (await person.messages(channel)).filter(({ ephemeral }) => ephemeral === true);
  return [...shown, ...(await person.directMessages())];
}

/** A run takes about a second; on a machine that is busy with other tests, more. */
const PATIENT: Patience = { timeoutMs: 18_000 };

/** Waits until a message reads so, and gives it as it is then. */
export async function waitForEdit(
  person: Person,
  message: ShownMessage,
  wanted: RegExp,
  patience = PATIENT,
): Promise<ShownMessage> {
  let last = message;
  return waitUntil(
    async () => {
      last = await person.reread(message);
      return wanted.test(messageText(last)) ? last : undefined;
    },
    () => `The message never read ${wanted}. It reads:\n${messageText(last)}`,
    patience,
  );
}

/** The labels of the buttons of a message or modal, in order. */
export function buttonsOf({ blocks = [] }: { readonly blocks?: readonly JsonObject[] }): string[] {
  return buttonElements(blocks).map(({ text }) => words(text));
}

/** What a button asks before its click counts: title, question and answers in lines. */
export function questionOf({ blocks = [] }: ShownMessage, label: string): string {
  const [confirm] = buttonElements(blocks)
    .filter(({ text }) => words(text) === label)
    .flatMap((button) => objectsOf([button.confirm ?? null]));
  if (confirm === undefined) throw new Error(`${label} asks nothing.`);
  return [confirm.title, confirm.text, confirm.confirm, confirm.deny].map(words).join('\n');
}

function buttonElements(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks
    .flatMap(({ elements, accessory }) => [...objectsOf(elements), ...objectsOf([accessory ?? null])])
    .filter(({ type }) => type === 'button');
}

/** Where a secret can be found by somebody who looks: the files, the log, everything that was sent to Slack. */
export async function tracesOf(stage: Stage, secret: string): Promise<string[]> {
  const files = await readdir(stage.dataDir, { recursive: true, withFileTypes: true });
  const contents = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => ({ name: file.name, bytes: await bytesOf(join(file.parentPath, file.name)) })),
  );
  return [
    ...contents.filter(({ bytes }) => bytes.includes(secret)).map(({ name }) => `file ${name}`),
    ...stage.log.filter((line) => line.includes(secret)).map((line) => `log ${line}`),
    ...(await stage.calls())
      .filter(({ args }) => JSON.stringify(args).includes(secret))
      .map(({ method }) => `call ${method}`),
  ];
}

/** Empty for a temporary file that has its final name by now. */
async function bytesOf(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
}
