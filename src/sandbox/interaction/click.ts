import { elementsOf } from '../block-kit/blocks.ts';
import { stateOf, stateValues } from '../block-kit/state-values.ts';
import { toBot } from '../delivery/to-bot.ts';
import { objectsOf, withoutUndefined } from '../json.ts';
import type { ActOutcome, ClickCall, JsonObject, StateValues } from '../page/protocol.ts';
import { seesMessage } from '../present/news.ts';
import type { Channel } from '../state/channels.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { Person } from '../state/people.ts';
import type { World } from '../world.ts';
import { outcomeOf } from './outcome.ts';
import { inMessage, inView, payloadOf, responseUrl } from './payload.ts';

const GONE: ActOutcome = { ok: false, error: 'This is not there any more.' };

const NOT_INTERACTIVE: ActOutcome = {
  ok: false,
  error: 'This app is not configured to handle interactive responses.',
};

/** A person uses an interactive element: a button, a menu, a checkbox with an action. */
export async function click(world: World, person: Person, call: ClickCall): Promise<ActOutcome> {
  const place = placeOf(world, person, call);
  const element = place && findElement(place.blocks, call);
  if (!place || !element) return GONE;
  if (!world.manifest.interactivity) return NOT_INTERACTIVE;
  const { viewId, fields } = place;
  const payload = {
    ...payloadOf(world, 'block_actions', person),
    ...fields,
    trigger_id: world.triggers.issue(person.id, viewId),
    actions: [actionOf(world, call, element)],
  };
  return outcomeOf(await toBot(world).dispatch('interactive', payload, false));
}

interface Place {
  readonly blocks: readonly JsonObject[];
  readonly viewId?: string;
  /** What the payload says about the place. */
  readonly fields: JsonObject;
}

function placeOf(world: World, person: Person, { container, values = {} }: ClickCall): Place | undefined {
  if (container.kind === 'view') return placeInView(world, person, container.view_id, values);
  const channel = world.channels.find(container.channel);
  const message = world.messages.find(container.channel, container.ts);
  if (!channel || !message || !seesMessage(world, person.id, message)) return undefined;
  return placeInMessage(world, person, { channel, message, values });
}

function placeInView(world: World, person: Person, id: string, values: StateValues): Place | undefined {
  const view = world.views.find(id);
  if (view?.owner !== person.id) return undefined;
  const blocks = objectsOf(view.body.blocks);
  const filled = world.views.remember(view, stateValues(blocks, values, view.state));
  return { blocks, viewId: id, fields: inView(world, filled) };
}

function placeInMessage(
  world: World,
  person: Person,
  { channel, message, values }: { channel: Channel; message: StoredMessage; values: StateValues },
): Place {
  const { blocks = [], ts, threadTs } = message;
  const thread = threadTs === undefined ? {} : { threadTs };
  const state: JsonObject = { values: { ...stateValues(blocks, values) } };
  const target = { user: person.id, channel: channel.id, messageTs: ts, ...thread };
  const response_url = responseUrl(world, target);
  return { blocks, fields: { ...inMessage(world, channel, message), state, response_url } };
}

/** The element that a call names by block and action. */
export function findElement(
  blocks: readonly JsonObject[],
  { block_id, action_id }: { readonly block_id: string; readonly action_id: string },
): JsonObject | undefined {
  const block = blocks.find((each) => each.block_id === block_id);
  return block && elementsOf(block).find(({ element }) => element.action_id === action_id)?.element;
}

function actionOf(world: World, call: ClickCall, element: JsonObject): JsonObject {
  const { type, text, value, style, url, placeholder, confirm } = element;
  const filled = call.state ?? call.values?.[call.block_id]?.[call.action_id] ?? {};
  const chosen = type === 'overflow' ? { selected_option: overflowOption(element, filled) } : {};
  return {
    ...withoutUndefined({ text, value, style, url, placeholder, confirm }),
    ...stateOf(element, filled),
    ...withoutUndefined(chosen),
    type,
    action_id: call.action_id,
    block_id: call.block_id,
    action_ts: world.timestamps.next(),
  };
}

function overflowOption(element: JsonObject, filled: JsonObject): JsonObject | undefined {
  const [given] = objectsOf([filled.selected_option ?? null]);
  return objectsOf(element.options).find(({ value }) => value === given?.value);
}
