import { decide } from '../domain/decide.ts';
import { mayVote } from '../domain/decide-votes.ts';
import type { Command, Facts, Refusal } from '../domain/decision.ts';
import { type Explained, explain } from '../domain/explain.ts';
import type { Request } from '../domain/request.ts';
import { fullMember, type Standing, unfit } from '../domain/standing.ts';
import { fingerprint } from './fingerprint.ts';
import type { Dossier } from './ports.ts';
import { readCertainly, readLapsed } from './present.ts';
import { isAdmin, type World } from './world.ts';

type ActWorld = Pick<
  World,
  | 'journal'
  | 'people'
  | 'jobs'
  | 'clock'
  | 'vault'
  | 'keyTurns'
  | 'ocps'
  | 'calendar'
  | 'approvalTtlMs'
  | 'admins'
>;

export type Acted =
  | { readonly done: Dossier }
  | { readonly refusal: Refusal; readonly request: Request }
  /** No request has that id. */
  | { readonly unknown: string }
  /** Who the person is, or who voted before, could not be read from Slack, so nothing was done. */
  | { readonly unreadable: string }
  /** What OCP says now could not be read, so nothing was done. */
  | { readonly unanswered: string };

/**
 * Does what a person asks of a request, or says why not. Of two people who act at the same moment one is recorded
 * first, and the other is decided again on what is true then. Throws when the disk refuses; then nothing was done, and no key is kept.
 */
export async function act(
  world: ActWorld,
  id: string,
  person: string,
  command: Command,
  key?: string,
): Promise<Acted> {
  const first = await world.journal.read(id);
  if (first === undefined) return { unknown: id };
  const read = await readFacts(world, first.request, person, command.kind);
  if ('unreadable' in read) return read;
  const { unanswered } = read;
  if (unanswered !== undefined) return { unanswered };
  if (key === undefined) return settle(world, first, command, read);
  return world.keyTurns.take(id, () => settleWithKey(world, id, command, read, key));
}

/**
 * Decides on what is true and records that, and decides again where somebody else recorded first. `before` is done before each
 * attempt to record.
 */
async function settle(
  world: ActWorld,
  first: Dossier,
  command: Command,
  read: Read,
  before?: () => Promise<void>,
): Promise<Acted> {
  for (let dossier = first; ; ) {
    const { request } = dossier;
    const decision = decide(request, command, { ...read, ...momentOf(world) });
    if (!('events' in decision)) return { refusal: decision.refusal, request };
    await before?.();
    const result = await world.journal.append(request.id, request.seq, decision.events);
    if ('appended' in result) {
      world.jobs.wake(request.id);
      const { refusal } = decision;
      return refusal === undefined
        ? { done: result.appended }
        : { refusal, request: result.appended.request };
    }
    dossier = result.conflict;
  }
}

/**
 * Decides on what is true once nobody else is at work on the key, so that of two keys given at once the one that is accepted is the one
 * that is kept. A key is sealed before it is recorded as given, and not kept when that is refused, by the rules or by the disk.
 */
async function settleWithKey(
  world: ActWorld,
  id: string,
  command: Command,
  read: Read,
  key: string,
): Promise<Acted> {
  const dossier = await world.journal.read(id);
  if (dossier === undefined) return { unknown: id };
  let sealing = false;
  let acted: Acted | undefined;
  const seal = (): Promise<void> => {
    sealing = true;
    return world.vault.seal(id, key);
  };
  try {
    acted = await settle(world, dossier, command, read, seal);
    return acted;
  } finally {
    const isGiven = acted !== undefined && 'done' in acted;
    if (sealing && !isGiven) await world.vault.forget(id).catch(() => undefined);
  }
}

/**
 * What the rules say of everything that a person can ask of a request now; nothing is done. `unanswered`: why OCP could not be read, so that what a vote rests
 * on is not known. `unreadable`: why Slack could not be read, so that nobody may do anything but what is in `ends`, which needs no word of Slack's.
 */
export async function explainTo(
  world: ActWorld,
  request: Request,
  person: string,
): Promise<
  | { rules: readonly Explained[]; unanswered: string | undefined }
  | { unreadable: string; ends: readonly Ending[] }
> {
  const read = await readFacts(world, request, person, 'approve');
  const moment = momentOf(world);
  if ('unreadable' in read) {
    const rules = explain(request, { ...moment, standing: placeless(world, person) });
    const allowed = (kind: Ending) => rules.some((rule) => rule.kind === kind && rule.refusal === undefined);
    const ends = ENDINGS.filter((kind) => mayUnread(world, request, person, kind) && allowed(kind));
    return { unreadable: read.unreadable, ends };
  }
  return { rules: explain(request, { ...read, ...moment }), unanswered: read.unanswered };
}

/** What is asked in a form: the answer to the form is yet to come, and a look at OCP takes no part in it. */
export type FormCommand = Extract<Command['kind'], 'reject' | 'move' | 'skip' | 'give key'>;

/** They are about what the form is filled in with. */
const OF_THE_ANSWER: readonly Refusal['why'][] = ['cannot start then', 'same start'];

/**
 * Why this person cannot be given that form now, whatever is filled in; undefined when nothing is against it. Slack is asked only about what the rules do not
 * refuse to everybody in the person's place. Rejects when it does not say who the person is.
 */
export async function formRefusal(
  world: ActWorld,
  request: Request,
  person: string,
  kind: FormCommand,
): Promise<Refusal | undefined> {
  const refusalTo = (standing: Standing) => {
    const rules = explain(request, { standing, ...momentOf(world) });
    const refusal = rules.find((rule) => rule.kind === kind)?.refusal;
    return refusal && OF_THE_ANSWER.includes(refusal.why) ? undefined : refusal;
  };
  const atBest = refusalTo(fullMember(person));
  return atBest ?? refusalTo(await world.people.standing(person, request.terms.channel, 'approver'));
}

const ENDINGS = ['cancel', 'give up'] as const;
/** What ends a request. */
type Ending = (typeof ENDINGS)[number];

/** What decisions rest on beside the person. */
function momentOf({ clock, calendar, approvalTtlMs }: ActWorld) {
  return { now: clock.now(), calendar, approvalTtlMs, fingerprint };
}

interface Read extends Pick<Facts, 'standing' | 'present' | 'lapses'> {
  /** Why OCP could not be read for a vote. */
  readonly unanswered?: string;
}

/** Who the person is; for a vote that may count also what OCP says now, and whether the earlier voters still count. */
async function readFacts(
  world: ActWorld,
  request: Request,
  person: string,
  kind: Command['kind'],
): Promise<Read | { unreadable: string }> {
  const isVote = kind === 'approve' && mayVote(request, kind, world.calendar);
  const present = isVote ? attempt(readCertainly(world, request)) : undefined;
  const [standing, lapsed] = await Promise.all([
    attempt(world.people.standing(person, request.terms.channel, 'approver')),
    isVote ? attempt(readLapsed(world, request)) : undefined,
  ]);
  if ('fault' in standing)
    return mayUnread(world, request, person, kind)
      ? { standing: placeless(world, person) }
      : { unreadable: standing.fault };
  const known = { ...standing.value, isAdmin: isAdmin(world, person) };
  // Who may not vote is told so, however OCP is.
  if (present === undefined || lapsed === undefined || unfit(known) !== undefined) return { standing: known };
  if ('fault' in lapsed) return { unreadable: lapsed.fault };
  const seen = await present;
  const { requester, lapses } = lapsed.value;
  if ('fault' in seen) return { standing: known, lapses, unanswered: seen.fault };
  return { standing: known, present: { ...seen.value, requester }, lapses };
}

/**
 * Voters take back their votes and requesters what they asked for, whoever they are by now, and administrators end what nobody else can: also in
 * a channel that is gone, and while Slack says nothing.
 */
function mayUnread(
  world: Pick<World, 'admins'>,
  { terms }: Request,
  person: string,
  kind: Command['kind'],
): boolean {
  if (kind === 'withdraw') return true;
  return ENDINGS.some((ending) => ending === kind) && (person === terms.requester || isAdmin(world, person));
}

/** Somebody of whom Slack says nothing. */
function placeless(world: Pick<World, 'admins'>, person: string): Standing {
  return { person, kind: 'member', inChannel: false, listed: false, isAdmin: isAdmin(world, person) };
}

/** What comes of it, or its fault as a sentence. Never rejects. */
async function attempt<T>(work: Promise<T>): Promise<{ value: T } | { fault: string }> {
  try {
    return { value: await work };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
