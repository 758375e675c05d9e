/**
 * Makes Slack follow the journal: one card edited in place, thread replies for milestones, direct messages to the requester.
 * A small cursor remembers what has been told; a pass that dies is made up by the next one.
 */
import { hasEnded, type Request } from '../domain/request.ts';
import type { Clock, Cursor, Dossier, Journal, Ocp } from '../workflow/ports.ts';
import type { Sightings } from '../workflow/world.ts';
import type { SlackClients } from './clients.ts';
import { createPoster, type Mark } from './poster.ts';
import { isRefusal, platformError, retryAfter } from './slack-error.ts';
import { card } from './views/card.ts';
import type { Message } from './views/message.ts';
import { type Post, postsFor } from './views/milestones.ts';
import { cannotPostText } from './wording.ts';

export interface PublishWorld {
  readonly journal: Journal;
  readonly ocps: readonly Ocp[];
  readonly clock: Clock;
  readonly sightings: Sightings;
  readonly clients: SlackClients;
}

/** The card of one running request is edited at most this often; of several, accordingly less, to stay within Slack's tier. */
const EDIT_PERIOD_MS = 3_000;

/** Gives the pass over one request: it resolves to the time when the card should be freshened, if it should. */
export function createPublish(world: PublishWorld): (id: string) => Promise<Date | undefined> {
  const { background } = world.clients;
  const poster = createPoster(background);
  const shown = new Map<string, { readonly text: string; readonly at: number; readonly seq: number }>();
  const directMessages = new Map<string, string>();
  const told = new Set<string>();
  // By request. A link to a deleted card cannot be read any more, so each is kept from when its card was there.
  const cardLinks = new Map<string, { readonly ts: string; readonly url: string }>();
  const earlierThreads = new Map<string, string>();

  return async function publish(id) {
    const dossier = await world.journal.read(id);
    if (dossier === undefined) return undefined;
    const cursor = await world.journal.cursor(id);
    if (hasEnded(dossier.request) && cursor.toldSeq >= dossier.request.seq) {
      forget(id);
      return undefined;
    }
    try {
      const carded = await showCard(dossier, cursor);
      await tell(dossier, carded);
      told.delete(id);
      return nextLook(dossier);
    } catch (error) {
      const seconds = retryAfter(error);
      if (seconds !== undefined) return new Date(world.clock.now().getTime() + seconds * 1_000);
      if (isRefusal(error)) await sayCannotPost(dossier, error);
      throw error;
    }
  };

  function forget(id: string): void {
    for (const known of [shown, told, cardLinks, earlierThreads]) known.delete(id);
  }

  async function showCard(dossier: Dossier, cursor: Cursor): Promise<Cursor> {
    const { request } = dossier;
    if (cursor.card === undefined) return postCard(dossier, cursor);
    const message = cardOf(dossier);
    const text = JSON.stringify(message);
    const before = shown.get(request.id);
    if (before?.text === text) return cursor;
    if (before?.seq === request.seq && world.clock.now().getTime() < before.at + editPeriod()) return cursor;
    try {
      await background.chat.update({ ...cursor.card, ...message });
      shown.set(request.id, { text, at: world.clock.now().getTime(), seq: request.seq });
      return cursor;
    } catch (error) {
      if (platformError(error) !== 'message_not_found') throw error;
      return postCard(dossier, cursor);
    }
  }

  /** A first card, or a new one for a card that somebody deleted; that one links the old thread. */
  async function postCard(dossier: Dossier, cursor: Cursor): Promise<Cursor> {
    const { id, terms } = dossier.request;
    const part = cursor.card === undefined ? 'card' : `card after ${cursor.card.ts}`;
    const earlierThread = cursor.card && (await cardLink(id, cursor.card));
    if (earlierThread !== undefined) earlierThreads.set(id, earlierThread);
    const message = cardOf(dossier);
    const ts = await postOnce(id, cursor, { channel: terms.channel, message, part });
    const carded = { toldSeq: cursor.toldSeq, card: { channel: terms.channel, ts } };
    await world.journal.saveCursor(id, carded);
    shown.set(id, {
      text: JSON.stringify(message),
      at: world.clock.now().getTime(),
      seq: dossier.request.seq,
    });
    return carded;
  }

  /** Marks the cursor before the post, so that a pass after a crash looks before it posts again. */
  async function postOnce(
    id: string,
    cursor: Cursor,
    posting: { channel: string; threadTs?: string; message: Message; part: string },
  ): Promise<string> {
    const mark: Mark = { request: id, part: posting.part };
    const mayExist = cursor.posting === posting.part;
    if (!mayExist) await world.journal.saveCursor(id, { ...cursor, posting: posting.part });
    return poster.post({ ...posting, mark, mayExist });
  }

  async function tell({ request, events }: Dossier, carded: Cursor): Promise<void> {
    if (carded.toldSeq >= request.seq) return;
    let cursor = carded;
    const context = await contextOf(request, carded, events.at(-1)?.hash ?? '');
    for (const event of events.slice(carded.toldSeq)) {
      for (const post of remaining(postsFor(event, request, context), cursor.posting)) {
        await postOnce(request.id, cursor, await addressed(post, request.terms.requester, cursor));
        cursor = { ...cursor, posting: post.key };
      }
      cursor = { toldSeq: event.seq, card: cursor.card };
      await world.journal.saveCursor(request.id, cursor);
    }
  }

  async function addressed(post: Post, requester: string, { card: at }: Cursor) {
    const { message, key: part } = post;
    if (post.to === 'thread' && at !== undefined)
      return { channel: at.channel, threadTs: at.ts, message, part };
    return { channel: await directMessage(requester), message, part };
  }

  async function directMessage(person: string): Promise<string> {
    const known = directMessages.get(person);
    if (known !== undefined) return known;
    const { channel } = await background.conversations.open({ users: person });
    if (channel?.id === undefined) throw new Error('Slack opened no direct message.');
    directMessages.set(person, channel.id);
    return channel.id;
  }

  function cardOf({ request }: Dossier): Message {
    const notice = noticeOf(request.terms.cluster.ocp);
    const sighting = world.sightings.get(request.id);
    const earlierThread = earlierThreads.get(request.id);
    return card(request, {
      now: world.clock.now(),
      ...(sighting === undefined ? {} : { sighting }),
      ...(notice === undefined ? {} : { notice }),
      ...(earlierThread === undefined ? {} : { earlierThread }),
    });
  }

  function noticeOf(ocp: string): string | undefined {
    return world.ocps.find(({ name }) => name === ocp)?.notice;
  }

  async function contextOf({ id, terms }: Request, { card: at }: Cursor, head: string) {
    const { ocp } = terms.cluster;
    const link = at && (await cardLink(id, at));
    const notice = noticeOf(ocp);
    return {
      head,
      howToOpen: world.ocps.find(({ name }) => name === ocp)?.howToOpenCredentials ?? '',
      ...(notice === undefined ? {} : { notice }),
      ...(link === undefined ? {} : { cardLink: link }),
    };
  }

  async function cardLink(
    id: string,
    { channel, ts }: NonNullable<Cursor['card']>,
  ): Promise<string | undefined> {
    const known = cardLinks.get(id);
    if (known?.ts === ts) return known.url;
    try {
      const { permalink: url } = await background.chat.getPermalink({ channel, message_ts: ts });
      if (url !== undefined) cardLinks.set(id, { ts, url });
      return url;
    } catch {
      return undefined; // a link is a convenience; the message goes out without it
    }
  }

  /** Tells the requester once, until it works again, that the card or its thread cannot be posted, and what would help. */
  async function sayCannotPost({ request }: Dossier, error: unknown): Promise<void> {
    const refusal = platformError(error);
    if (refusal === undefined || told.has(request.id)) return;
    told.add(request.id);
    const channel = await directMessage(request.terms.requester);
    await background.chat.postMessage({ channel, text: cannotPostText(request, refusal) });
  }

  function editPeriod(): number {
    return EDIT_PERIOD_MS * Math.max(1, world.sightings.size);
  }

  function nextLook({ request }: Dossier): Date | undefined {
    if (request.status !== 'running' && request.status !== 'rolling back') return undefined;
    return new Date((shown.get(request.id)?.at ?? world.clock.now().getTime()) + editPeriod());
  }
}

/** The posts of an event that are still owed when `begun` is the last one whose post was begun. */
function remaining(posts: readonly Post[], begun: string | undefined): readonly Post[] {
  const at = posts.findIndex((post) => post.key === begun);
  return at === -1 ? posts : posts.slice(at);
}
