/** What a payload may have led to, told anew here from what it says and who sent it. */
import { decide } from '../../src/domain/decide.ts';
import type { Command, Facts } from '../../src/domain/decision.ts';
import type { Standing } from '../../src/domain/standing.ts';
import { fingerprint } from '../../src/workflow/fingerprint.ts';
import type { Payload } from '../payloads.ts';
import { NOW } from '../requests.ts';
import { type OpenModals, TYPED_KEY } from './sources.ts';
import {
  APPROVAL_TTL_MS,
  type Attempt,
  CALENDAR,
  CHANNEL,
  cardTs,
  MEMBERS,
  type Outcome,
  REQUEST_IDS,
  type Target,
} from './target.ts';

const COMMANDS: Readonly<Record<string, Command['kind']>> = {
  'request.approve': 'approve',
  'request.approve-earlier': 'approve',
  'request.cancel': 'cancel',
  'request.withdraw': 'withdraw',
  'request.start': 'start',
  'task.retry': 'retry',
  'task.roll-back': 'roll back',
  'request.give-up': 'give up',
  'question.check-again': 'check again',
  'question.submit-again': 'submit again',
};

const KINDS: Readonly<Record<string, Standing['kind']>> = {
  U0GUEST: 'guest',
  U0BOT: 'bot',
  U0GONE: 'deleted',
  U0STRANGER: 'stranger',
};

/** Everything in the outcome that no rule allows; none for a payload that was taken or refused as it should be. */
export function wrongs(target: Target, modals: OpenModals, payload: Payload, outcome: Outcome): string[] {
  const { attempts, sealed, logged, calls } = outcome;
  return [
    ...attempts.flatMap((attempt) => wrongAttempt(target, modals, payload, attempt)),
    ...(attempts.length > 1 ? ['more than one write'] : []),
    ...sealed.filter((id) => attempts[0]?.id !== id).map((id) => `a key sealed for ${id}`),
    ...logged.flatMap(wrongLine),
    ...calls.flatMap(({ method, args }) => wrongCall(method, args)),
    ...(payload.event === undefined ? [] : calls.flatMap(wrongReply)),
  ];
}

function wrongAttempt(target: Target, modals: OpenModals, payload: Payload, attempt: Attempt): string[] {
  const [event, ...more] = attempt.events;
  if (event === undefined || more.length > 0) return [`${attempt.events.length} events`];
  const allowed =
    event.type === 'requested'
      ? isFormFilled(modals, payload, attempt)
      : isDecision(target, modals, payload, attempt);
  return allowed ? [] : [`${event.type} of ${attempt.id} by ${event.actor}`];
}

/** Exactly what the rules of the procedure give for this person, this command, this request, in a place that has its buttons. */
function isDecision(target: Target, modals: OpenModals, payload: Payload, { id, events }: Attempt): boolean {
  const request = target.before.get(id);
  const command =
    payload.type === 'view_submission'
      ? formCommand(modals, payload, id, events)
      : clickCommand(modals, payload, id);
  if (request === undefined || command === undefined) return false;
  const decision = decide(request, command, factsOf(standingOf(payload.user.id)));
  return 'events' in decision && JSON.stringify(decision.events) === JSON.stringify(events);
}

function standingOf(person: string): Standing {
  return { person, kind: KINDS[person] ?? 'member', inChannel: MEMBERS.includes(person), listed: true };
}

function factsOf(standing: Standing): Facts {
  return { standing, now: NOW, calendar: CALENDAR, approvalTtlMs: APPROVAL_TTL_MS, fingerprint };
}

function clickCommand({ task }: OpenModals, payload: Payload, id: string): Command | undefined {
  const [{ action_id: action, value }] = payload.actions;
  const [named, fingerprint] = String(value).split('|');
  const kind = COMMANDS[String(action)];
  if (named !== id || kind === undefined || kind === 'reject' || kind === 'skip' || kind === 'move')
    return undefined;
  const { container: at, channel, view } = payload;
  if (at.type === 'view' && view.type === 'home') {
    if (action !== 'request.approve') return undefined;
  } else if (at.type === 'view') {
    if (view.id === task.id && (id !== 'MO-CCCCCC' || payload.user.id !== task.person)) return undefined;
    if (view.callback_id !== 'task' || view.private_metadata !== id || kind !== 'cancel') return undefined;
  } else if (at.is_ephemeral !== true) {
    const card = REQUEST_IDS.find((known) => known === id);
    if (card === undefined || at.message_ts !== cardTs(card)) return undefined;
    if (at.channel_id !== CHANNEL || channel.id !== CHANNEL) return undefined;
  }
  if (kind !== 'approve') return { kind };
  const earlier = action === 'request.approve-earlier' ? ({ earlier: true } as const) : {};
  return { kind, fingerprint: fingerprint ?? '', ...earlier };
}

function formCommand(
  modals: OpenModals,
  { user, view }: Payload,
  id: string,
  [event]: Attempt['events'],
): Command | undefined {
  if (view.private_metadata !== id) return undefined;
  const isOf = (opened: { id: string; person: string; view: { callback_id?: string } }) =>
    view.id === opened.id && user.id === opened.person && view.callback_id === opened.view.callback_id;
  const told = JSON.stringify(view.state);
  if (isOf(modals.reject) && id === 'MO-AAAAAA' && event?.type === 'rejected') {
    const isTyped = told.includes(JSON.stringify(event.reason).slice(1, -1));
    return isTyped && Array.from(event.reason).length <= 500
      ? { kind: 'reject', reason: event.reason, fingerprint: 'f0e1d2c3b4a59687' }
      : undefined;
  }
  if (isOf(modals.skip) && id === 'MO-FFFFFF') return { kind: 'skip', subtaskIds: [12] };
  if (isOf(modals.start) && id === 'MO-KKKKKK') return moveCommand(event);
  return isOf(modals.key) && id === 'MO-HHHHHH' ? { kind: 'give key' } : undefined;
}

/** Only a start that the form offers: there are no windows, so it is now, or a moment within a month. */
function moveCommand(event: Attempt['events'][number] | undefined): Command | undefined {
  if (event?.type !== 'moved') return undefined;
  const { start } = event.terms;
  if (start.kind === 'at') return { kind: 'move', start: { kind: 'at', at: new Date(start.at) } };
  return start.kind === 'when approved' ? { kind: 'move', start: { kind: 'when approved' } } : undefined;
}

/** The form was made for this person and this cluster; only hosts that it offered are deleted or skipped. */
function isFormFilled(
  { moveOut }: OpenModals,
  { user, view }: Payload,
  { events: [event] }: Attempt,
): boolean {
  if (event?.type !== 'requested') return false;
  const { terms, actor, viewId } = event;
  const ids = (hosts: readonly { id: number }[]) => hosts.map((host) => host.id).sort();
  return (
    user.id === moveOut.person &&
    [actor, terms.requester].every((person) => person === moveOut.person) &&
    [view.id, viewId].every((id) => id === moveOut.id) &&
    view.private_metadata === moveOut.view.private_metadata &&
    terms.channel === CHANNEL &&
    terms.cluster.ocp === 'embedded' &&
    terms.cluster.id === 1 &&
    ids(terms.deleteHosts).every((id) => [101, 102, 104].includes(id)) &&
    ids([...terms.deleteHosts, ...terms.keepHosts]).join() === '101,102,103,104' &&
    ids(terms.skipHosts).every((id) => id === 104) &&
    terms.reason.trim() !== '' &&
    Array.from(terms.reason).length <= 500 &&
    terms.quorum === 1
  );
}

/** A listener that threw is a fault; a line is short, and has nothing in it that was sent. */
function wrongLine(line: string): string[] {
  const { message } = JSON.parse(line);
  const isFault = message === 'a listener failed' || /unhandled|Bolt/i.test(String(message));
  const tells =
    line.length > 600 || /<!|xxxxxxxx|\\u0000|U\+|polluted/.test(line) || line.includes(TYPED_KEY);
  return isFault || tells ? [`logged ${line.slice(0, 300)}`] : [];
}

function wrongCall(method: string, args: Readonly<Record<string, unknown>>): string[] {
  const told = JSON.stringify(args);
  if (told.includes(TYPED_KEY)) return [`${method} tells the key`];
  const isMention =
    /<!|<@U0GRACE> </.test(told) && mrkdwnIn(args).some((text) => /<!(?!date)|<@U0GRACE> </.test(text));
  return isMention ? [`${method} mentions somebody`] : [];
}

/** In the answer to a mention everybody reads how a request stands: only below its own card, in its own channel. */
function wrongReply({ method, args }: Outcome['calls'][number]): string[] {
  if (method !== 'chat.postMessage' || args.channel === 'D0STUB') return [];
  const isCard = REQUEST_IDS.some((id) => args.thread_ts === cardTs(id));
  return args.channel === CHANNEL && isCard ? [] : [`a reply in ${args.channel}, ${args.thread_ts}`];
}

/** Everything that Slack reads as mrkdwn: text objects of that type, and the text of a message. */
function mrkdwnIn(value: unknown, isMessage = true): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => mrkdwnIn(one, false));
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, body }: { type?: unknown; text?: unknown; body?: unknown } = value;
  const own = typeof text === 'string' && (type === 'mrkdwn' || isMessage) ? [text] : [];
  const answered = isMessage && typeof body === 'string' ? mrkdwnIn(JSON.parse(body)) : [];
  return [...own, ...answered, ...Object.values(value).flatMap((child) => mrkdwnIn(child, false))];
}
