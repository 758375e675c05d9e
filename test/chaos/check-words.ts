/** What is claimed of Slack: one card, every milestone once and in order, every direct message once, and the file that opens. */
import { createHash } from 'node:crypto';
import { Decrypter } from 'age-encryption';
import { z } from 'zod';
import type { RequestEvent } from '../../src/domain/events.ts';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import type { Dossier } from '../../src/workflow/ports.ts';
import { KEY } from '../ask-move-out.ts';
import { buttonsOf } from '../e2e/conversation.ts';
import { messageText } from '../flatten-blocks.ts';
import type { Person } from '../person.ts';
import type { Story } from './stories.ts';
import { claim } from './violation.ts';

/** Messages that were posted twice. */
export interface Doubles {
  cards: number;
  thread: number;
  direct: number;
  files: number;
}

export interface Told {
  readonly channel: readonly ShownMessage[];
  /** The requester's. */
  readonly direct: readonly ShownMessage[];
  readonly download: Person['download'];
}

/** How the line of an event begins in the thread; an event that is not here has none. */
const THREAD: Readonly<Partial<Record<RequestEvent['type'], RegExp>>> = {
  approved: /^👍 Approved by @/,
  rejected: /^@\S+ ⛔ Rejected by @/,
  'vote withdrawn': /^↩️ @\S+ withdrew the approval\.$/,
  cancelled: /^🚫 Cancelled by @/,
  scheduled: /^🗓️ Starts /,
  'start asked': /^@\S+ asked to start it now\.$/,
  moved: /^🗓️ @\S+ chose another start: /,
  started: /^▶️ Started\.$/,
  rechecked: /^The rules were checked again/,
  delivered: /^The credentials are exported and encrypted; the file was sent to @/,
  'task submitted': /^(?:The move-out is submitted|OCP has taken the move-out): it is OCP task \d+\.$/,
  'step failed': /^@\S+ ❌ \*?The move-out of /,
  'task failed': /^@\S+ ❌ \*?The OCP task of /,
  asked: /^@\S+ ❓ /,
  answered: /^@\S+ asked to check again\.$/,
  'retry asked': /^@\S+ asked to retry\.$/,
  'skip asked': /^@\S+ asked to skip: /,
  'roll back asked': /^@\S+ asked to roll back\.$/,
  'task steered': /^(?:The OCP task runs again|OCP is rolling the task back)\.$/,
  'task succeeded': /^The OCP task is completed\./,
  completed: /^@\S+ ✅ .* is moved out of OCP/,
  'rolled back': /^@\S+ ↩️ .* is rolled back/,
  abandoned: /^@\S+ 🏳️ \*@\S+ gave up the move-out of /,
};

/** How the card of a request that has ended so begins. */
const CARD: Readonly<Record<string, string>> = {
  completed: '✅ Completed',
  'rolled back': '↩️ Rolled back',
  rejected: '⛔ Rejected',
  cancelled: '🚫 Cancelled',
  abandoned: '🏳️ Abandoned',
};

/** The events of which the requester hears directly. */
const DIRECT: readonly RequestEvent['type'][] = [
  'rejected',
  'scheduled',
  'started',
  'step failed',
  'task failed',
  'asked',
  'completed',
  'rolled back',
  'abandoned',
];

/** Of these the requester hears directly while they still matter: not when they are told only after the request was decided. */
const PERHAPS_DIRECT: readonly RequestEvent['type'][] = ['vote withdrawn'];

const mark = z.looseObject({ event_payload: z.looseObject({ request: z.string(), part: z.string() }) });

/** The request and the part of it that a message of the bot is about. */
export function partOf({ metadata }: ShownMessage): { request: string; part: string } | undefined {
  return mark.safeParse(metadata).data?.event_payload;
}

/**
 * Throws a Violation when a message is missing, wrong, out of order or doubled: each of these carries a mark by which the bot finds
 * it again, so that Slack does give a way to know. `doubles` counts all the same, for the day on which one is taken for harmless.
 */
export function checkWords(story: Story, { request, events }: Dossier, told: Told, doubles: Doubles): void {
  const who = `${request.id} (${story.cluster})`;
  const own = told.channel.filter((message) => partOf(message)?.request === request.id);
  const cards = own.filter(({ thread_ts: thread }) => thread === undefined);
  doubles.cards += cards.length - 1;
  claim(cards.length === 1, `${who} has ${cards.length} cards.`);
  for (const card of cards) checkCard(who, request, card);
  const thread = own.filter(({ thread_ts: ts }) => ts === cards[0]?.ts);
  const direct = told.direct.filter((message) => partOf(message)?.request === request.id);
  doubles.thread += thread.length - parts(thread).size;
  doubles.direct += direct.length - parts(direct).size;

  const lines = thread.map((message) => messageText(message));
  const expected = events.flatMap(({ type }) => THREAD[type] ?? []);
  const wrong = expected.findIndex((line, index) => !line.test(lines[index] ?? ''));
  claim(
    wrong === -1 && lines.length === expected.length,
    `${who}: its thread should have ${expected.length} lines, the ${wrong + 1}. like ${expected[wrong]}; it reads:\n${lines.join('\n')}`,
  );
  const partsOf = (types: readonly RequestEvent['type'][]) =>
    events.filter(({ type }) => types.includes(type)).map(({ seq }) => `${seq}:requester`);
  const [wanted, perhaps] = [partsOf(DIRECT), partsOf(PERHAPS_DIRECT)];
  const got = direct.map((message) => partOf(message)?.part).filter((part = '') => !perhaps.includes(part));
  claim(
    got.join() === wanted.join(),
    `${who}: the requester should have got ${wanted.join()}, and got ${got.join()}.`,
  );
}

/** The journal's end and the card's are the same, and nothing is left to click but the look at the task. */
function checkCard(who: string, { status, terms }: Dossier['request'], card: ShownMessage): void {
  const [title = ''] = messageText(card).split('\n');
  const wanted = `${CARD[status] ?? status} · ${terms.cluster.name}:${terms.cluster.obClusterId}`;
  claim(title === wanted, `${who}: its card should begin "${wanted}", and begins "${title}".`);
  const buttons = buttonsOf(card).filter((label) => label !== 'All Hosts');
  claim(
    buttons.every((label) => label === 'View Task'),
    `${who} has ended, and its card still offers ${buttons.join(', ')}.`,
  );
}

function parts(messages: readonly ShownMessage[]): ReadonlySet<string | undefined> {
  return new Set(messages.map((message) => partOf(message)?.part));
}

const contents = z.looseObject({
  credentials: z.array(z.looseObject({ clusterName: z.string(), password: z.string() })),
});

/** Throws a Violation unless the requester has the file that the journal recorded, once, and it opens with the key. */
export async function checkFiles(
  { cluster, name }: Story,
  { request, events }: Dossier,
  { direct, download }: Told,
  doubles: Doubles,
): Promise<void> {
  const who = `${request.id} (${cluster})`;
  const exported = events.flatMap((event) => (event.type === 'exported' ? [event.file] : []));
  const copies = direct.filter(({ files = [], text }) => files.length > 0 && text.startsWith(request.id));
  const isDelivered = events.some(({ type }) => type === 'delivered');
  claim(
    isDelivered ? copies.length > 0 : copies.length === 0,
    `${who}: the requester has ${copies.length} files.`,
  );
  doubles.files += Math.max(0, copies.length - 1);
  claim(copies.length <= 1, `${who}: the requester has the file ${copies.length} times.`);
  for (const { files = [] } of copies)
    for (const file of files) {
      const bytes = await download(file);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      claim(exported.at(-1)?.sha256 === sha256, `${who}: the file is not the one that the journal recorded.`);
    }
  const [file] = copies[0]?.files ?? [];
  if (file !== undefined) await checkOpens(who, name, await download(file));
}

async function checkOpens(who: string, name: string, bytes: Buffer): Promise<void> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(KEY);
  const { credentials } = contents.parse(JSON.parse(await decrypter.decrypt(bytes, 'text')));
  const password = credentials.find(({ clusterName }) => clusterName === name)?.password;
  claim(password === `secret of ${name}`, `${who}: the file holds another password than the cluster has.`);
}
