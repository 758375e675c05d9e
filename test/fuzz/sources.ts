/** Valid payloads about the requests of the target, in the shape in which the local Slack sends them. */
import type { ModalView } from '@slack/types';
import type { Payload } from '../payloads.ts';
import { requestIn } from '../requests.ts';
import { stateOf } from '../slack/check-view.ts';
import { type Source, source } from './mutate.ts';
import type { Shapes } from './shapes.ts';
import { CHANNEL, CLUSTER, cardTs, REQUEST_IDS, type RequestId, type Target } from './target.ts';

/** What is typed where an encryption key is asked for; it must be found nowhere afterwards. */
export const TYPED_KEY = 'Fuzz-Horse-77-Canary';

/** A modal that somebody has open. */
interface Opened {
  readonly id: string;
  readonly person: string;
  readonly view: ModalView;
}

/** The modals of each sort, opened by valid payloads, before anything is forged. */
export type OpenModals = {
  readonly moveOut: Opened;
  readonly picker: Opened;
  readonly reject: Opened;
  readonly skip: Opened;
  readonly key: Opened;
  readonly start: Opened;
  readonly task: Opened;
};

function value(id: RequestId): string {
  return `${id}|${requestIn('approved').terms.fingerprint}`;
}

/** Somebody presses a button on a card. */
function onCard(shape: Payload, person: string, id: RequestId, actionId: string): Payload {
  const message = { ...shape.message, ts: cardTs(id), blocks: [] };
  message.metadata = { event_type: 'moveout_request', event_payload: { request: id, part: 'card' } };
  return {
    ...shape,
    user: { ...shape.user, id: person },
    channel: { ...shape.channel, id: CHANNEL },
    container: { ...shape.container, channel_id: CHANNEL, message_ts: cardTs(id) },
    message,
    actions: [{ ...shape.actions[0], action_id: actionId, value: value(id) }],
  };
}

/** Somebody presses a button of a private answer, in another channel. */
function inAnswer(shape: Payload, person: string, id: RequestId, actionId: string): Payload {
  const { message: _none, ...click } = onCard(shape, person, id, actionId);
  const place = { ...shape.container, channel_id: 'G0DBA', is_ephemeral: true };
  return { ...click, channel: { ...shape.channel, id: 'G0DBA' }, container: place };
}

/** Somebody presses something in a modal. */
function inModal(shape: Payload, opened: Opened, action: object): Payload {
  return {
    ...shape,
    user: { ...shape.user, id: opened.person },
    container: { type: 'view', view_id: opened.id },
    view: viewOf(shape, opened),
    actions: [{ ...shape.actions[0], ...action }],
  };
}

/** Somebody presses a button of the App Home, which has Approve and Reject. */
function inHome(shape: Payload, person: string, id: RequestId, actionId: string): Payload {
  const actions = [{ ...shape.actions[0], action_id: actionId, value: value(id) }];
  return { ...shape, user: { ...shape.user, id: person }, actions };
}

/** Somebody mentions Moveout, in a thread or outside of any. */
function mentioned(shape: Payload, thread: string | undefined): Payload {
  const { thread_ts: _other, ...event } = shape.event;
  const at = { user: 'U0GRACE', channel: CHANNEL, text: 'How far is it, <@U0MOVEOUT>?' };
  return { ...shape, event: { ...event, ...at, ...(thread === undefined ? {} : { thread_ts: thread }) } };
}

/** Somebody submits a modal. */
function submitted(shape: Payload, opened: Opened, typed: Readonly<Record<string, string>>): Payload {
  return { ...shape, user: { ...shape.user, id: opened.person }, view: viewOf(shape, opened, typed) };
}

function viewOf(shape: Payload, { id, view }: Opened, typed: Readonly<Record<string, string>> = {}) {
  return {
    ...shape.view,
    id,
    callback_id: view.callback_id,
    private_metadata: view.private_metadata ?? '',
    blocks: [],
    state: { values: stateOf(view, typed) },
  };
}

/** Opens a modal of each sort as people do. */
export async function openModals(target: Target, { command, click }: Shapes): Promise<OpenModals> {
  const open = async (person: string, payload: Payload): Promise<Opened> => {
    const { calls } = await target.send(payload);
    const views = calls.filter(({ method }) => method.startsWith('views.'));
    const [view] = views.map(({ args }) => args.view).slice(-1);
    const id = [...calls].reverse().find(({ args }) => typeof args.view_id === 'string')?.args.view_id;
    if (!isView(view)) throw new Error('No modal was opened.');
    return { id: typeof id === 'string' ? id : target.lastView(), person, view };
  };
  const typed = (text: string) => ({ ...command, user_id: 'U0ADA', channel_id: CHANNEL, text });
  return {
    moveOut: await open('U0ADA', typed(CLUSTER)),
    picker: await open('U0ADA', typed('')),
    reject: await open('U0GRACE', onCard(click, 'U0GRACE', 'MO-AAAAAA', 'request.reject')),
    skip: await open('U0GRACE', onCard(click, 'U0GRACE', 'MO-FFFFFF', 'task.skip')),
    key: await open('U0ADA', onCard(click, 'U0ADA', 'MO-HHHHHH', 'question.enter-key')),
    start: await open('U0GRACE', onCard(click, 'U0GRACE', 'MO-KKKKKK', 'request.move')),
    task: await open('U0ADA', onCard(click, 'U0ADA', 'MO-CCCCCC', 'task.view')),
  };
}

function isView(view: unknown): view is ModalView {
  return typeof view === 'object' && view !== null && 'blocks' in view;
}

/** Values that mean something elsewhere: what an attacker would try in the place of another one. */
export function knownValues(modals: OpenModals): unknown[] {
  const opened = Object.values(modals);
  return [
    ...REQUEST_IDS,
    ...REQUEST_IDS.map(value),
    ...REQUEST_IDS.map(cardTs),
    'MO-ZZZZZZ',
    `MO-ZZZZZZ|${requestIn('approved').terms.fingerprint}`,
    ...['U0ADA', 'U0GRACE', 'U0LINUS', 'U0GUEST', 'U0STRANGER', 'U0BOT', 'U0GONE', 'U0OUTSIDE'],
    ...[CHANNEL, 'G0DBA', 'D0STUB'],
    ...opened.flatMap(({ id, view }) => [id, view.callback_id, view.private_metadata ?? '']),
    ...['101', '102', '103', '104', '201', '12', '13'],
    { value: '103' },
    [{ value: '101' }, { value: '102' }],
    [{ value: '103' }],
    [{ value: '201' }],
    ...['list', 'status MO-AAAAAA', 'status shop', 'shop', 'shop:1001@embedded', 'help'],
    JSON.stringify({ channel: CHANNEL, picked: 'embedded/2/depot:1002' }),
    JSON.stringify({ channel: 'G0DBA', picked: 'embedded/1/shop:1001' }),
    ...['home', 'app_mention', 'app_home_opened', 'request.approve', 'request.withdraw'],
    ...['embedded/1/shop:1001', 'embedded/2/depot:1002', 'embedded/1/depot:1002'],
    ...['request.cancel', 'request.give-up', 'task.retry', 'block_actions', 'view_submission'],
    { type: 'view', view_id: modals.task.id },
    true,
  ];
}

/** All payloads of one kind. */
export interface Kind {
  readonly name: string;
  readonly sources: readonly Source[];
}

const CLICKS: readonly (readonly [actionId: string, person: string, ...ids: RequestId[]])[] = [
  ['request.approve', 'U0GRACE', 'MO-AAAAAA'],
  ['request.approve-earlier', 'U0LINUS', 'MO-KKKKKK'],
  ['request.reject', 'U0GRACE', 'MO-AAAAAA'],
  ['request.cancel', 'U0ADA', 'MO-AAAAAA', 'MO-CCCCCC'],
  ['request.withdraw', 'U0GRACE', 'MO-KKKKKK'],
  ['request.start', 'U0ADA', 'MO-KKKKKK'],
  ['request.move', 'U0GRACE', 'MO-KKKKKK'],
  ['request.all-hosts', 'U0GUEST', 'MO-AAAAAA', 'MO-JJJJJJ'],
  ['task.view', 'U0GUEST', 'MO-DDDDDD', 'MO-JJJJJJ'],
  ['task.retry', 'U0GRACE', 'MO-EEEEEE', 'MO-FFFFFF'],
  ['task.skip', 'U0GRACE', 'MO-FFFFFF'],
  ['task.roll-back', 'U0GRACE', 'MO-FFFFFF'],
  ['request.give-up', 'U0LINUS', 'MO-EEEEEE', 'MO-GGGGGG'],
  ['question.check-again', 'U0ADA', 'MO-GGGGGG'],
  ['question.submit-again', 'U0GRACE', 'MO-GGGGGG'],
  ['question.enter-key', 'U0ADA', 'MO-HHHHHH'],
];

const IN_HOME = ['request.approve', 'request.reject'];

/** Clicks on buttons about a request, wherever these are offered. */
export function requestClicks({ click, homeClick, modalClick }: Shapes, { task }: OpenModals): Kind[] {
  const kinds = CLICKS.map(([name, person, ...ids]) => ({
    name,
    sources: ids.flatMap((id) => [
      source(onCard(click, person, id, name)),
      source(inAnswer(click, person, id, name)),
      ...(IN_HOME.includes(name) ? [source(inHome(homeClick, person, id, name))] : []),
      ...(name === 'request.cancel' && id === 'MO-CCCCCC'
        ? [source(inModal(modalClick, task, { action_id: name, value: value(id) }))]
        : []),
    ]),
  }));
  const inTask = (name: string, said: string) => ({
    name,
    sources: [source(inModal(modalClick, task, { action_id: name, value: said }))],
  });
  return [...kinds, inTask('task.refresh', value('MO-CCCCCC')), inTask('task.log', '12')];
}

/** What is done in the modals in which a move-out is asked for, commands, and what Slack tells of by itself. */
export function formPayloads(shapes: Shapes, modals: OpenModals): Kind[] {
  const { command, click, modalClick, submission, suggestion, home, mention } = shapes;
  const { moveOut, picker } = modals;
  const clicked = (name: string, opened: Opened, action: object) => ({
    name,
    sources: [source(inModal(modalClick, opened, { action_id: name, ...action }))],
  });
  const typed = ['', CLUSTER, 'list', 'status', 'status MO-AAAAAA', 'status shop', 'help'];
  const form = { 'encryption-key': TYPED_KEY, reason: 'It moves', phrase: 'move out' };
  const primary = JSON.stringify({ channel: CHANNEL, picked: 'embedded/1/shop:1001' });
  const end = onCard(click, 'U0GRACE', 'MO-JJJJJJ', 'request-primary');
  return [
    { name: 'app_home_opened', sources: [source(home)] },
    {
      name: 'app_mention',
      sources: [cardTs('MO-AAAAAA'), cardTs('MO-JJJJJJ'), undefined].map((thread) =>
        source(mentioned(mention, thread)),
      ),
    },
    {
      name: 'request-primary',
      sources: [source({ ...end, actions: [{ ...end.actions[0], value: primary }] })],
    },
    {
      name: 'command',
      sources: typed.map((text) => source({ ...command, user_id: 'U0ADA', channel_id: CHANNEL, text })),
    },
    { name: 'suggestion', sources: [source({ ...suggestion, value: 'sho' })] },
    clicked('pick-cluster', picker, {
      type: 'external_select',
      selected_option: { value: 'embedded/1/shop:1001' },
    }),
    clicked('try-again', picker, { value: JSON.stringify({ channel: CHANNEL, typed: CLUSTER }) }),
    clicked('choose-all', moveOut, { value: '0' }),
    clicked('choose-none', moveOut, { value: '1' }),
    { name: 'move-out', sources: [source(submitted(submission, moveOut, form))] },
    { name: 'reject', sources: [source(submitted(submission, modals.reject, { reason: 'Not now' }))] },
    {
      name: 'change-start',
      sources: [source(submitted(submission, modals.start, { start: 'when approved' }))],
    },
    { name: 'skip', sources: [source(submitted(submission, modals.skip, {}))] },
    {
      name: 'give-key',
      sources: [source(submitted(submission, modals.key, { 'encryption-key': TYPED_KEY }))],
    },
  ];
}
