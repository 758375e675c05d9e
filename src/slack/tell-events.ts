/** Posts what the events of a request are owed: replies in the card's thread, and direct messages to the requester. */
import { hasEnded, type Request } from '../domain/request.ts';
import type { Log } from '../log.ts';
import type { Cursor, Dossier, Journal, Ocp } from '../workflow/ports.ts';
import type { CardLinks } from './card-links.ts';
import type { SlackClients } from './clients.ts';
import { createDirectMessages } from './direct-messages.ts';
import type { Pacer, Rank } from './pacer.ts';
import type { Poster } from './poster.ts';
import { remaining } from './remaining-posts.ts';
import { isRefusal, platformError } from './slack-error.ts';
import { section } from './views/elements.ts';
import type { Message } from './views/message.ts';
import { asksForApproval, type Post, type PostContext, postsFor } from './views/milestones.ts';
import { cannotPostText } from './wording.ts';

export interface TellWorld {
  readonly journal: Pick<Journal, 'saveCursor'>;
  readonly ocps: readonly Ocp[];
  readonly clients: SlackClients;
  readonly cardLinks: CardLinks;
  readonly log: Log;
  readonly pacer: Pacer;
  readonly calendar: PostContext['calendar'];
  /** Who may approve a request, and asked to be told when approval is asked for. Never rejects. */
  subscribersOf(request: Request): Promise<readonly string[]>;
}

/** How the card of a request stands when its events are told. */
export interface CardStanding {
  /** Whether the card shows the last event. Until it does, the last event of an ended request is not counted as told. */
  readonly isUpToDate: boolean;
  /** Why Slack refuses the card for good, if it does. */
  readonly refused?: unknown;
}

export interface Teller {
  /**
   * Posts what is owed since the cursor, in order, as far as it is this request's turn; the pacer wakes it for the rest. Once
   * Slack refuses card or thread for good, only the direct messages go out, and the thread is owed until Slack takes it
   * again; gives what blocked it, when nothing else waits.
   */
  tell(dossier: Dossier, cursor: Cursor, card: CardStanding): Promise<unknown>;
  /**
   * Posts one message, and looks for it first when an earlier try may have arrived. Gives its ts; undefined when it is not the
   * request's turn.
   */
  postOnce(id: string, cursor: Cursor, posting: TellPosting): Promise<string | undefined>;
  forget(id: string): void;
}

interface TellPosting {
  readonly channel: string;
  readonly threadTs?: string;
  /** Made when it is its turn: hundreds may wait. */
  readonly message: () => Message;
  /** Names the message within its request. */
  readonly part: string;
  readonly rank: Rank;
}

/** What became of a message: it is there, its turn has not come, or Slack refuses it for good. */
type Told = 'told' | 'waits' | { readonly refused: unknown };

type RankedPost = Post & { readonly rank: Rank };

export function createTeller(world: TellWorld, poster: Poster): Teller {
  const { background } = world.clients;
  const directMessage = createDirectMessages(background);
  // By request: the direct messages that were posted while the thread was refused, or whose post was begun and may have arrived.
  const ahead = new Map<string, Map<string, 'begun' | 'sent'>>();
  // The requests whose requester knows that the card or its thread is refused.
  const warned = new Set<string>();
  // By request: the last message that is surely there, or that is passed over for good.
  const lastDone = new Map<string, string>();
  // By request: the last event that there was when this process first told of it. What the one before sent ahead of a thread that Slack
  // refused, nobody remembers, so it is looked for.
  const knownFrom = new Map<string, number>();

  async function tell(
    dossier: Dossier,
    before: Cursor,
    { isUpToDate, refused }: CardStanding,
  ): Promise<unknown> {
    const { request, events } = dossier;
    if (!knownFrom.has(request.id)) knownFrom.set(request.id, request.seq);
    let cursor = before;
    let blocked = refused;
    for (const { event, posts } of await owedPosts(dossier, before)) {
      for (const post of remaining(posts, cursor.posting, lastDone.get(request.id))) {
        const told = await tellPost(request, cursor, post, blocked);
        if (told === 'waits') return undefined;
        if (typeof told === 'object') blocked = told.refused;
        if (blocked !== undefined) continue;
        lastDone.set(request.id, post.key);
        cursor = { ...cursor, posting: post.key };
      }
      if (blocked !== undefined) continue;
      if (!isUpToDate && event === events.at(-1) && hasEnded(request)) return undefined;
      cursor = { toldSeq: event.seq, card: cursor.card };
      await world.journal.saveCursor(request.id, cursor);
    }
    if (blocked === undefined) settled(request.id);
    else if ((await warnRequester(request, cursor, blocked)) === 'waits') return undefined;
    return blocked;
  }

  /** Behind something that somebody must see, everything of the request is urgent: a thread is told in order. */
  async function owedPosts({ request, events }: Dossier, cursor: Cursor) {
    const owed = events.slice(cursor.toldSeq);
    if (owed.length === 0) return [];
    const subscribers = owed.some((event) => asksForApproval(event, request))
      ? await world.subscribersOf(request)
      : [];
    const context = { ...(await contextOf(request, cursor, events.at(-1)?.hash ?? '')), subscribers };
    const all = owed.map((event) => ({ event, posts: postsFor(event, request, context) }));
    const isUrgent = all.some(({ posts }) => posts.some(({ urgent }) => urgent === true));
    const rank: Rank = isUrgent ? 'alert' : 'milestone';
    return all.map(({ event, posts }) => ({ event, posts: posts.map((post) => ({ ...post, rank })) }));
  }

  async function tellPost(
    request: Request,
    cursor: Cursor,
    post: RankedPost,
    blocked: unknown,
  ): Promise<Told> {
    if (post.to !== 'thread') return tellDirectly(request, cursor, post, blocked !== undefined);
    return blocked === undefined ? tellThread(request, cursor, post) : 'told';
  }

  async function tellThread(
    request: Request,
    cursor: Cursor,
    { message, key: part, rank }: RankedPost,
  ): Promise<Told> {
    const { card } = cursor;
    if (card === undefined) return 'waits';
    try {
      const posting = { channel: card.channel, threadTs: card.ts, message: () => message, part, rank };
      return (await postOnce(request.id, cursor, posting)) === undefined ? 'waits' : 'told';
    } catch (error) {
      if (isRefusal(error)) return { refused: error };
      throw error;
    }
  }

  /** A person whom Slack does not let us reach is logged and passed over: the thread must still be told. */
  async function tellDirectly(
    request: Request,
    cursor: Cursor,
    post: RankedPost,
    isAhead: boolean,
  ): Promise<Told> {
    const known = ahead.get(request.id) ?? new Map<string, 'begun' | 'sent'>();
    if (known.get(post.key) === 'sent') return 'told';
    const mayExist = known.has(post.key) || post.seq <= (knownFrom.get(request.id) ?? 0);
    if (isAhead) ahead.set(request.id, known.set(post.key, 'begun'));
    try {
      const person = typeof post.to === 'object' ? post.to.person : request.terms.requester;
      const channel = await directMessage(person);
      const posting = { channel, message: () => post.message, part: post.key, rank: post.rank };
      const ts = await (isAhead
        ? postAhead(request.id, posting)
        : postOnce(request.id, cursor, posting, mayExist));
      if (ts === undefined) return 'waits';
    } catch (error) {
      if (!isRefusal(error)) throw error;
      world.log.warn('somebody cannot be told', { request: request.id, error: String(error) });
    }
    if (isAhead) known.set(post.key, 'sent');
    return 'told';
  }

  /** Ahead of the thread the cursor stays where it is: it remembers one message that was begun, in order. */
  async function postAhead(
    id: string,
    { part, rank, message, ...place }: TellPosting,
  ): Promise<string | undefined> {
    if (!world.pacer.takes(place.channel, id, rank)) return undefined;
    return poster.post({ ...place, message: message(), mark: { request: id, part }, mayExist: true });
  }

  /** Marks the cursor before the post, so that a pass after a crash looks before it posts again. */
  async function postOnce(
    id: string,
    cursor: Cursor,
    { part, rank, message, ...place }: TellPosting,
    isOld = false,
  ): Promise<string | undefined> {
    if (!world.pacer.takes(place.channel, id, rank)) return undefined;
    const mayExist = isOld || cursor.posting === part;
    if (cursor.posting !== part) await world.journal.saveCursor(id, { ...cursor, posting: part });
    return poster.post({ ...place, message: message(), mark: { request: id, part }, mayExist });
  }

  async function contextOf({ id, terms }: Request, { card }: Cursor, head: string) {
    const ocp = world.ocps.find(({ name }) => name === terms.cluster.ocp);
    return {
      head,
      severalOcps: world.ocps.length > 1,
      calendar: world.calendar,
      howToOpen: ocp?.howToOpenCredentials ?? '',
      isFileReadable: ocp?.isFileReadable,
      ...(ocp?.notice === undefined ? {} : { notice: ocp.notice }),
      cardLink: card && (await world.cardLinks.of(id, card)),
    };
  }

  /** Tells the requester once, until it works again, that the card or its thread cannot be posted, and what would help. */
  async function warnRequester(
    request: Request,
    { toldSeq }: Cursor,
    error: unknown,
  ): Promise<'told' | 'waits'> {
    const refusal = platformError(error);
    if (refusal === undefined || warned.has(request.id)) return 'told';
    const text = cannotPostText(request, refusal, world.ocps.length > 1);
    const message = { text, blocks: [section(text)] };
    try {
      const channel = await directMessage(request.terms.requester);
      const part = `not posted after ${toldSeq}`;
      const posting = { channel, message: () => message, part, rank: 'alert' } as const;
      if ((await postAhead(request.id, posting)) === undefined) return 'waits';
    } catch (fault) {
      world.log.warn('the requester cannot be told', { request: request.id, error: String(fault) });
      if (!isRefusal(fault)) return 'told';
    }
    warned.add(request.id);
    return 'told';
  }

  function settled(id: string): void {
    ahead.delete(id);
    warned.delete(id);
  }

  function forget(id: string): void {
    settled(id);
    lastDone.delete(id);
    knownFrom.delete(id);
  }

  return { tell, postOnce, forget };
}
