import type { Calendar } from '../../domain/calendar.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import type { Request } from '../../domain/request.ts';
import { clusterName, clusterPlace, escapeText, person } from '../mrkdwn.ts';
import { type Alert, alertOf } from './alerts.ts';
import { buttonRow, link, noticeParts } from './blocks.ts';
import { startWords } from './card-terms.ts';
import { context, section } from './elements.ts';
import { endOf } from './end-message.ts';
import type { Message } from './message.ts';
import { milestoneLine, requesterLine } from './milestone-lines.ts';

/** A message that an event is owed, beside the edit of the card. */
export interface Post {
  /** Unique in the request and the same at every try: `<seq>:thread`, `<seq>:requester`. */
  readonly key: string;
  /** The number of the event. */
  readonly seq: number;
  /** The card's thread, or a direct message to the requester, or to somebody who asked to be told. */
  readonly to: 'thread' | 'requester' | { readonly person: string };
  readonly message: Message;
  /** Whether somebody must see it: a failure, a question, an end. */
  readonly urgent?: true;
}

export interface PostContext {
  /** How the credential file is opened or imported, in mrkdwn, by whoever made it. */
  readonly howToOpen: string;
  /** Whether people can read the credential file without an OCP. */
  readonly isFileReadable?: boolean | undefined;
  /** Whether Moveout knows several OCPs, so that a direct message says which one it is about. */
  readonly severalOcps?: boolean | undefined;
  /** A sentence that no real cluster is touched. */
  readonly notice?: string | undefined;
  /** The permalink of the card. */
  readonly cardLink?: string | undefined;
  /** Who may approve, and asked to be told when an approval is asked for. */
  readonly subscribers?: readonly string[] | undefined;
  /** Freeze periods, in which nothing starts that is approved. */
  readonly calendar?: Calendar | undefined;
  /** The hash of the request's last event. */
  readonly head: string;
}

/**
 * The posts of one event; `request` is as it stands after all events. Milestones are one line in the thread; failures,
 * questions and the end mention the requester there, and go to the requester's direct messages as well.
 */
export function postsFor(event: RecordedEvent, request: Request, shown: PostContext): Post[] {
  const alert = endOf(event, request, shown) ?? alertOf(event, request, shown.calendar);
  if (alert !== undefined) return alertPosts(event, request, alert, shown);
  const line = milestoneLine(event, request);
  const direct = requesterLine(event, request, {
    isAskedAnew: asksForApproval(event, request),
    calendar: shown.calendar,
  });
  return [
    ...(line === undefined ? [] : [post(event, 'thread', oneLiner(line))]),
    ...(direct === undefined ? [] : [post(event, 'requester', directMessage([direct], request, shown))]),
    ...subscriberPosts(event, request, shown),
  ];
}

/** Whether approval is asked for with the event, for the first time or anew: a vote that goes counts where it leaves an approved request short of one. */
export function asksForApproval({ type, at }: RecordedEvent, { askedAt, status }: Request): boolean {
  if (type === 'vote withdrawn' || type === 'vote lapsed')
    return status === 'awaiting approval' && askedAt === at;
  return type === 'requested' || type === 'changed' || type === 'moved';
}

/** Nobody is told of a request that was decided meanwhile. */
function subscriberPosts(event: RecordedEvent, request: Request, shown: PostContext): Post[] {
  if (!asksForApproval(event, request) || request.status !== 'awaiting approval') return [];
  const { requester, cluster, reason, quorum } = request.terms;
  const asked = `⏳ ${person(requester)} asks for approval of the move-out of ${clusterName(cluster)}: ${escapeText(reason, 500)}`;
  const start = `*Start* ${startWords(request.terms)} · *Approvals* ${request.approvals.length} of ${quorum}`;
  const others = (shown.subscribers ?? []).filter((subscriber) => subscriber !== event.actor);
  return others.map((subscriber) =>
    post(event, { person: subscriber }, directMessage([asked, start], request, shown)),
  );
}

function post(event: RecordedEvent, to: Post['to'], message: Message): Post {
  const whom = typeof to === 'string' ? to : to.person;
  return { key: `${event.seq}:${whom}`, seq: event.seq, to, message };
}

function oneLiner(line: string): Message {
  return { text: line, blocks: [section(line)] };
}

function alertPosts(event: RecordedEvent, request: Request, alert: Alert, shown: PostContext): Post[] {
  const [first = '', ...more] = alert.sections;
  const mentioned = `${person(request.terms.requester)} ${first}`;
  const foot = [alert.foot, ...noticeParts(shown.notice)];
  const buttons = buttonRow(alert.buttons ?? []);
  const thread: Message = {
    text: mentioned,
    blocks: [...[mentioned, ...more].map((text) => section(text)), ...buttons, ...footBlocks(foot)],
  };
  const direct = directMessage(alert.sections, request, shown, alert.foot, alert.buttons);
  return [
    { ...post(event, 'thread', thread), urgent: true },
    { ...post(event, 'requester', direct), urgent: true },
  ];
}

function directMessage(
  sections: readonly string[],
  request: Request,
  { notice, cardLink, severalOcps }: PostContext,
  foot?: string,
  buttons: Alert['buttons'] = [],
): Message {
  const where = `${link(cardLink, cardLink === undefined ? request.id : 'Open the card')} · ${clusterPlace(request.terms.cluster, severalOcps)}`;
  const feet = [where, foot, ...noticeParts(notice)];
  return {
    text: sections[0] ?? request.id,
    blocks: [...sections.map((text) => section(text)), ...buttonRow(buttons), ...footBlocks(feet)],
  };
}

function footBlocks(parts: readonly (string | undefined)[]) {
  const shown = parts.filter((part) => part !== undefined);
  return shown.length === 0 ? [] : [context(shown.join(' · '))];
}
