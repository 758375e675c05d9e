/**
 * Makes Slack follow the journal: one card edited in place, thread replies for milestones, direct messages to the requester.
 * A small cursor remembers what has been told; a pass that dies is made up by the next one.
 */
import type { Calendar } from '../domain/calendar.ts';
import { hasEnded } from '../domain/request.ts';
import type { Log } from '../log.ts';
import type { Clock, Cursor, Dossier, Journal, Ocp } from '../workflow/ports.ts';
import type { Sightings } from '../workflow/world.ts';
import type { CardLinks } from './card-links.ts';
import type { SlackClients } from './clients.ts';
import { EDITS, type Pacer } from './pacer.ts';
import { createPoster } from './poster.ts';
import { isRefusal, platformError, retryAfter } from './slack-error.ts';
import { type CardStanding, createTeller, type TellWorld } from './tell-events.ts';
import { card } from './views/card.ts';
import type { Message } from './views/message.ts';

export interface PublishWorld {
  readonly journal: Journal;
  readonly ocps: readonly Ocp[];
  readonly clock: Clock;
  readonly sightings: Sightings;
  readonly clients: SlackClients;
  readonly cardLinks: CardLinks;
  readonly log: Log;
  readonly pacer: Pacer;
  readonly subscribersOf: TellWorld['subscribersOf'];
  readonly calendar: Calendar;
  /** Whether there is a list of those who may approve. */
  readonly approversListed: boolean;
}

/** What a pass over the card came to: `fault` is one that passes, `refused` one for good. */
interface Carded extends CardStanding {
  readonly cursor: Cursor;
  readonly fault?: unknown;
}

/** The card of one running request is edited at most this often; of several, accordingly less, to stay within Slack's tier. */
const EDIT_PERIOD_MS = 3_000;
/** A channel that takes nothing for so long after the end of a request is gone for good. */
const TELLING_MS = 7 * 24 * 3_600_000;
/** Slack's words for a card that can never be edited again: it is posted anew. */
const LOST_CARD = ['message_not_found', 'edit_window_closed', 'cant_update_message'];

/** Gives the pass over one request: it resolves to the time when the card should be freshened, if it should. */
export function createPublish(world: PublishWorld): (id: string) => Promise<Date | undefined> {
  const { background } = world.clients;
  const teller = createTeller(world, createPoster(background, world.pacer));
  const shown = new Map<string, { readonly text: string; readonly at: number; readonly seq: number }>();
  const earlierThreads = new Map<string, string>();
  // By request: the ts of a card of which Slack said that it is lost.
  const lost = new Map<string, string>();

  return async function publish(id) {
    const dossier = await world.journal.read(id);
    if (dossier === undefined) return undefined;
    const cursor = await world.journal.cursor(id);
    if (hasEnded(dossier.request) && cursor.toldSeq >= dossier.request.seq) {
      forget(id);
      return undefined;
    }
    try {
      const card = await tryCard(dossier, cursor);
      // Without a card there is no thread; the requester is told directly only when there can be none.
      if (!isThere(id, card.cursor) && card.refused === undefined) {
        if (card.fault !== undefined) throw card.fault;
        return undefined;
      }
      const blocked = await teller.tell(dossier, card.cursor, card);
      if (blocked !== undefined && isPastTelling(dossier)) return putAway(dossier);
      const fault = blocked ?? card.fault;
      if (fault !== undefined) throw fault;
      return nextLook(dossier);
    } catch (error) {
      const seconds = retryAfter(error);
      if (seconds === undefined) throw error;
      return new Date(world.clock.now().getTime() + seconds * 1_000);
    }
  };

  function isPastTelling({ request }: Dossier): boolean {
    return hasEnded(request) && world.clock.now().getTime() >= Date.parse(request.endedAt) + TELLING_MS;
  }

  /** Counts everything as told: who asked was told directly, and the thread lacks what Slack did not take. */
  async function putAway({ request: { id, seq } }: Dossier): Promise<undefined> {
    const { card } = await world.journal.cursor(id);
    await world.journal.saveCursor(id, { toldSeq: seq, card });
    forget(id);
    world.log.warn('the end of a request was never told in its channel, and is told no more', {
      request: id,
    });
  }

  function forget(id: string): void {
    shown.delete(id);
    lost.delete(id);
    earlierThreads.delete(id);
    teller.forget(id);
  }

  function isThere(id: string, { card }: Cursor): boolean {
    return card !== undefined && lost.get(id) !== card.ts;
  }

  /** A card that Slack does not take, for now or for good, does not keep the thread and the requester from being told. */
  async function tryCard(dossier: Dossier, before: Cursor): Promise<Carded> {
    try {
      const cursor = await showCard(dossier, before);
      return { cursor, isUpToDate: shown.get(dossier.request.id)?.seq === dossier.request.seq };
    } catch (error) {
      const cursor = await world.journal.cursor(dossier.request.id);
      const kind = isRefusal(error) ? { refused: error } : { fault: error };
      return { cursor, isUpToDate: false, ...kind };
    }
  }

  async function showCard(dossier: Dossier, cursor: Cursor): Promise<Cursor> {
    const { request } = dossier;
    if (cursor.card === undefined || !isThere(request.id, cursor)) return postCard(dossier, cursor);
    const before = shown.get(request.id);
    if (before?.seq === request.seq && isJustShown(before.at)) return cursor;
    const message = cardOf(dossier);
    const text = JSON.stringify(message);
    if (before?.text === text) {
      remember(dossier, text, before.at);
      return cursor;
    }
    const rank = isAwaited(dossier, before?.seq ?? 0) ? 'alert' : 'progress';
    if (!world.pacer.takes(EDITS, request.id, rank)) return cursor;
    try {
      await background.chat.update({ ...cursor.card, ...message });
      remember(dossier, text);
      return cursor;
    } catch (error) {
      holdFor(EDITS, error);
      if (!LOST_CARD.includes(platformError(error) ?? '')) throw error;
      lost.set(request.id, cursor.card.ts);
      return postCard(dossier, cursor);
    } finally {
      world.pacer.ended(EDITS, request.id);
    }
  }

  /** A first card, or a new one for a card that is lost; that one links the old thread. */
  async function postCard(dossier: Dossier, cursor: Cursor): Promise<Cursor> {
    const { id, terms } = dossier.request;
    const part = cursor.card === undefined ? 'card' : `card after ${cursor.card.ts}`;
    const earlierThread = cursor.card && (await world.cardLinks.of(id, cursor.card));
    if (earlierThread !== undefined) earlierThreads.set(id, earlierThread);
    let text = '';
    const message = () => {
      const made = cardOf(dossier);
      text = JSON.stringify(made);
      return made;
    };
    const ts = await teller.postOnce(id, cursor, { channel: terms.channel, message, part, rank: 'alert' });
    if (ts === undefined) return cursor;
    const carded = { toldSeq: cursor.toldSeq, card: { channel: terms.channel, ts } };
    await world.journal.saveCursor(id, carded);
    remember(dossier, text);
    return carded;
  }

  /** Whether a person waits for the card: somebody acted since it was shown, or it is now for people to act. */
  function isAwaited({ request, events }: Dossier, shownSeq: number): boolean {
    const runs = request.status === 'running' || request.status === 'rolling back';
    return !runs || events.slice(shownSeq).some(({ actor }) => actor !== 'moveout');
  }

  function holdFor(line: string, error: unknown): void {
    const seconds = retryAfter(error);
    if (seconds !== undefined) world.pacer.hold(line, seconds * 1_000);
  }

  function remember({ request }: Dossier, text: string, at = world.clock.now().getTime()): void {
    shown.set(request.id, { text, at, seq: request.seq });
  }

  function cardOf({ request }: Dossier): Message {
    const notice = world.ocps.find(({ name }) => name === request.terms.cluster.ocp)?.notice;
    const sighting = world.sightings.get(request.id);
    const earlierThread = earlierThreads.get(request.id);
    return card(request, {
      now: world.clock.now(),
      calendar: world.calendar,
      approversListed: world.approversListed,
      severalOcps: world.ocps.length > 1,
      ...(sighting === undefined ? {} : { sighting }),
      ...(notice === undefined ? {} : { notice }),
      ...(earlierThread === undefined ? {} : { earlierThread }),
    });
  }

  function editPeriod(): number {
    return EDIT_PERIOD_MS * Math.max(1, world.sightings.size);
  }

  function nextLook({ request }: Dossier): Date | undefined {
    if (request.status !== 'running' && request.status !== 'rolling back') return undefined;
    const now = world.clock.now().getTime();
    const due = Math.min(shown.get(request.id)?.at ?? now, now) + editPeriod();
    // A card that is overdue has no turn; the pacer wakes it for that.
    return new Date(due > now ? due : now + editPeriod());
  }

  /** Not where the clock was set back behind that moment. */
  function isJustShown(at: number): boolean {
    const age = world.clock.now().getTime() - at;
    return age >= 0 && age < editPeriod();
  }
}
