/** Posts what the events of a request are owed: replies in the card's thread, and direct messages to the requester. */
import type { Request } from '../domain/request.ts';
import type { Log } from '../log.ts';
import type { Cursor, Dossier, Journal, Ocp } from '../workflow/ports.ts';
import type { SlackClients } from './clients.ts';
import type { Poster } from './poster.ts';
import { isRefusal, platformError } from './slack-error.ts';
import type { Message } from './views/message.ts';
import { type Post, postsFor } from './views/milestones.ts';
import { cannotPostText } from './wording.ts';

export interface TellWorld {
  readonly journal: Pick<Journal, 'saveCursor'>;
  readonly ocps: readonly Ocp[];
  readonly clients: SlackClients;
  readonly log: Log;
}

export interface Teller {
  /**
   * Posts what is owed since the cursor, in order. With `blocked`, or once Slack refuses the thread for good, only the direct
   * messages go out, and the thread is owed until Slack takes it again; gives what blocked it.
   */
  tell(dossier: Dossier, cursor: Cursor, blocked?: unknown): Promise<unknown>;
  /** Posts one message, and looks for it first when an earlier try may have arrived. Gives its ts. */
  postOnce(id: string, cursor: Cursor, posting: TellPosting): Promise<string>;
  /** The permalink of a card, also of one that was deleted since. */
  cardLink(id: string, card: NonNullable<Cursor['card']>): Promise<string | undefined>;
  forget(id: string): void;
}

interface TellPosting {
  readonly channel: string;
  readonly threadTs?: string;
  readonly message: Message;
  /** Names the message within its request. */
  readonly part: string;
}

export function createTeller(world: TellWorld, poster: Poster): Teller {
  const { background } = world.clients;
  const directMessages = new Map<string, string>();
  // By request: the direct messages that went out while the thread was refused, and whether the requester knows of that.
  const sentAhead = new Map<string, Set<string>>();
  const warned = new Set<string>();
  // A link to a deleted card cannot be read any more, so each is kept from when its card was there.
  const cardLinks = new Map<string, { readonly ts: string; readonly url: string }>();

  async function tell(dossier: Dossier, before: Cursor, alreadyBlocked?: unknown): Promise<unknown> {
    const { request, events } = dossier;
    let cursor = before;
    let blocked = alreadyBlocked;
    const owed = events.slice(before.toldSeq);
    const context =
      owed.length === 0 ? undefined : await contextOf(request, before, events.at(-1)?.hash ?? '');
    for (const event of owed) {
      const posts = context === undefined ? [] : postsFor(event, request, context);
      for (const post of remaining(posts, cursor.posting)) {
        if (post.to === 'requester') {
          await tellRequester(request, cursor, post, blocked !== undefined);
        } else if (blocked === undefined) {
          blocked = await tellThread(request, cursor, post);
        }
        if (blocked === undefined) cursor = { ...cursor, posting: post.key };
      }
      if (blocked !== undefined) continue;
      cursor = { toldSeq: event.seq, card: cursor.card };
      await world.journal.saveCursor(request.id, cursor);
    }
    if (blocked === undefined) settled(request.id);
    else await warnRequester(request, blocked);
    return blocked;
  }

  /** What Slack refused for good, if it did. */
  async function tellThread(
    request: Request,
    cursor: Cursor,
    { message, key: part }: Post,
  ): Promise<unknown> {
    const { card } = cursor;
    if (card === undefined) return undefined;
    try {
      await postOnce(request.id, cursor, { channel: card.channel, threadTs: card.ts, message, part });
      return undefined;
    } catch (error) {
      if (isRefusal(error)) return error;
      throw error;
    }
  }

  /** A requester whom Slack does not let us reach is logged and passed over: the thread must still be told. */
  async function tellRequester(request: Request, cursor: Cursor, post: Post, ahead: boolean): Promise<void> {
    const sent = sentAhead.get(request.id) ?? new Set();
    if (sent.has(post.key)) return;
    try {
      const channel = await directMessage(request.terms.requester);
      const posting = { channel, message: post.message, part: post.key };
      // Ahead of the thread the cursor stays where it is: it remembers one message that was begun, in order.
      if (ahead)
        await poster.post({ ...posting, mark: { request: request.id, part: post.key }, mayExist: true });
      else await postOnce(request.id, cursor, posting);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      world.log.warn('the requester cannot be told', { request: request.id, error: String(error) });
    }
    if (ahead) sentAhead.set(request.id, sent.add(post.key));
  }

  /** Marks the cursor before the post, so that a pass after a crash looks before it posts again. */
  async function postOnce(id: string, cursor: Cursor, { part, ...posting }: TellPosting): Promise<string> {
    const mayExist = cursor.posting === part;
    if (!mayExist) await world.journal.saveCursor(id, { ...cursor, posting: part });
    return poster.post({ ...posting, mark: { request: id, part }, mayExist });
  }

  async function directMessage(person: string): Promise<string> {
    const known = directMessages.get(person);
    if (known !== undefined) return known;
    const { channel } = await background.conversations.open({ users: person });
    if (channel?.id === undefined) throw new Error('Slack opened no direct message.');
    directMessages.set(person, channel.id);
    return channel.id;
  }

  async function contextOf({ id, terms }: Request, { card }: Cursor, head: string) {
    const ocp = world.ocps.find(({ name }) => name === terms.cluster.ocp);
    const link = card && (await cardLink(id, card));
    return {
      head,
      severalOcps: world.ocps.length > 1,
      howToOpen: ocp?.howToOpenCredentials ?? '',
      ...(ocp?.notice === undefined ? {} : { notice: ocp.notice }),
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
  async function warnRequester(request: Request, error: unknown): Promise<void> {
    const refusal = platformError(error);
    if (refusal === undefined || warned.has(request.id)) return;
    warned.add(request.id);
    try {
      const channel = await directMessage(request.terms.requester);
      await background.chat.postMessage({
        channel,
        text: cannotPostText(request, refusal, world.ocps.length > 1),
      });
    } catch (fault) {
      world.log.warn('the requester cannot be told', { request: request.id, error: String(fault) });
    }
  }

  function settled(id: string): void {
    sentAhead.delete(id);
    warned.delete(id);
  }

  function forget(id: string): void {
    settled(id);
    cardLinks.delete(id);
  }

  return { tell, postOnce, cardLink, forget };
}

/** The posts of an event that are still owed when `begun` is the last one whose post was begun. */
function remaining(posts: readonly Post[], begun: string | undefined): readonly Post[] {
  const at = posts.findIndex((post) => post.key === begun);
  return at === -1 ? posts : posts.slice(at);
}
